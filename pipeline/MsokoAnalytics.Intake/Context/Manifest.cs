using System.IO.Enumeration;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Context;

/// <summary>
/// <c>manifest.csv</c> beside the files: what they do not say themselves. One line per file or mask; see <c>sources/context.yml</c>.
/// </summary>
public sealed class Manifest
{
    public const string FileName = "manifest.csv";

    private readonly List<(string Mask, Dictionary<string, string> Values)> _lines = [];
    private readonly List<int> _damagedLines = [];

    private Manifest(string folder) => Folder = folder;

    /// <summary>Folder of the manifest, relative to the loaded one; masks are relative to it.</summary>
    public string Folder { get; }

    /// <summary>Lines whose quotes are broken and that were passed over.</summary>
    public IReadOnlyList<int> DamagedLines => _damagedLines;

    /// <exception cref="IntakeException">The manifest cannot be read or lacks the file column.</exception>
    public static Manifest Load(string path, string folder, IReadOnlyDictionary<string, List<string>> columnNames, TableReaderFactory readers)
    {
        try
        {
            return Load(path, folder, columnNames, readers, multiline: true);
        }
        catch (UnbalancedQuoteException)
        {
            return Load(path, folder, columnNames, readers, multiline: false);
        }
    }

    private static Manifest Load(string path, string folder, IReadOnlyDictionary<string, List<string>> columnNames, TableReaderFactory readers, bool multiline)
    {
        var manifest = new Manifest(folder);
        using var reader = readers.Open(path, multiline);
        reader.NextSheet();
        var row = new RowBuffer();
        string?[]? keys = null;
        while (reader.ReadRow(row))
        {
            if (row.IsBlank) continue;
            // A last line that leaves out what it does not need is usual where a person writes.
            if (row.Damage is not (null or "csv.cut"))
            {
                manifest._damagedLines.Add(row.RowNumber);
                continue;
            }

            if (keys is null)
            {
                keys = [.. Enumerable.Range(0, row.Count).Select(i => columnNames.FirstOrDefault(c => c.Value.Contains(HeaderText.Normalize(row.Text(i)), StringComparer.Ordinal)).Key)];
                if (!keys.Contains("file"))
                    throw new IntakeException("manifest.header", "в manifest.csv нет столбца «файл»", "первая строка: файл;год;класс;предмет;…");
                continue;
            }

            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < Math.Min(row.Count, keys.Length); i++)
                if (keys[i] is { } key && !string.IsNullOrWhiteSpace(row.Text(i))) values[key] = row.Text(i).Trim();
            if (values.Remove("file", out var mask)) manifest._lines.Add((mask.Replace('\\', '/'), values));
        }

        return manifest;
    }

    /// <summary>What the manifest says of a file (path relative to the loaded folder, «/»); later lines add to and override earlier ones.</summary>
    public IReadOnlyDictionary<string, string> For(string relativePath)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        var prefix = Folder.Length == 0 ? "" : Folder + "/";
        if (!relativePath.StartsWith(prefix, StringComparison.Ordinal)) return result;
        var name = relativePath[prefix.Length..];
        foreach (var (mask, values) in _lines)
            if (FileSystemName.MatchesSimpleExpression(mask, name) || FileSystemName.MatchesSimpleExpression(mask, Path.GetFileName(name)))
                foreach (var (key, value) in values) result[key] = value;
        return result;
    }
}
