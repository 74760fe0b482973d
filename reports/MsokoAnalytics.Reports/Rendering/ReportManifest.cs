using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MsokoAnalytics.Reports.Rendering;

/// <summary>
/// <c>reports.json</c> beside the PDFs: which input each file was made from. A report is skipped when its input is the same and the
/// file is still the one that was written.
/// </summary>
internal sealed class ReportManifest
{
    internal const string FileName = "reports.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _folder;
    private readonly SortedDictionary<string, Entry> _entries;
    private readonly Lock _lock = new();

    private ReportManifest(string folder, SortedDictionary<string, Entry> entries)
    {
        _folder = folder;
        _entries = entries;
    }

    /// <summary>Nothing has been written here before.</summary>
    internal bool IsEmpty => _entries.Count == 0;

    /// <summary>Reads the manifest of a folder; a missing or unreadable one counts as empty, since it only saves work.</summary>
    internal static ReportManifest Load(string folder)
    {
        var file = Path.Combine(folder, FileName);
        SortedDictionary<string, Entry>? entries = null;
        if (File.Exists(file))
        {
            try
            {
                entries = JsonSerializer.Deserialize<Document>(File.ReadAllBytes(file), Options)?.Reports;
            }
            catch (JsonException)
            {
                // Written again at the end.
            }
        }

        return new ReportManifest(folder, new SortedDictionary<string, Entry>(entries ?? [], StringComparer.Ordinal));
    }

    /// <summary>SHA-256 (hex) of everything a report is made from.</summary>
    internal static string InputHash(byte[] model, string assets) =>
        Convert.ToHexStringLower(SHA256.HashData([.. SHA256.HashData(model), .. Encoding.UTF8.GetBytes(assets)]));

    /// <summary>The entry of a file that is up to date, or null.</summary>
    internal Entry? UpToDate(string relativePath, string inputHash)
    {
        Entry? entry;
        lock (_lock) entry = _entries.GetValueOrDefault(relativePath);
        if (entry is null || !string.Equals(entry.Input, inputHash, StringComparison.Ordinal)) return null;
        var file = Path.Combine(_folder, relativePath);
        return File.Exists(file) && string.Equals(FileHash(file), entry.Output, StringComparison.Ordinal) ? entry : null;
    }

    internal void Add(string relativePath, string inputHash, int pages)
    {
        var entry = new Entry(inputHash, FileHash(Path.Combine(_folder, relativePath)), pages);
        lock (_lock) _entries[relativePath] = entry;
    }

    /// <summary>Writes it beside and renames.</summary>
    internal void Save(string temporary)
    {
        var unfinished = Path.Combine(temporary, FileName);
        lock (_lock)
        {
            File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(new Document(_entries), Options));
            File.Move(unfinished, Path.Combine(_folder, FileName), overwrite: true);
        }
    }

    private static string FileHash(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <param name="Input">Hash of what it was made from.</param>
    /// <param name="Output">Hash of the PDF.</param>
    /// <param name="Pages">Pages of the PDF.</param>
    internal sealed record Entry(string Input, string Output, int Pages);

    private sealed record Document(SortedDictionary<string, Entry> Reports);
}
