using System.Text;
using CsvHelper;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Context;

/// <summary>
/// Words that cells may hold and what they mean, as data: <c>sources/&lt;source&gt;/vocabulary/&lt;name&gt;.csv</c> (<c>;</c>, UTF-8, a header)
/// becomes the temporary table <c>vocab_&lt;name&gt;</c> of text columns for the kinds' SQL; the subjects become <c>vocab_subject</c>.
/// </summary>
public sealed class Vocabulary
{
    private readonly Dictionary<string, HashSet<string>> _words = new(StringComparer.Ordinal);
    private readonly List<string> _sql = [];

    private Vocabulary()
    {
    }

    /// <summary>Statements that make the tables.</summary>
    public IReadOnlyList<string> Sql => _sql;

    /// <summary>Whether the vocabulary of a name has the text, as written in any letter case.</summary>
    public bool Has(string name, string text) => _words[name].Contains(Fold(text));

    /// <summary>Whether there is a vocabulary of that name.</summary>
    public bool Exists(string name) => _words.ContainsKey(name);

    /// <exception cref="LayoutException">A file has a row of other width than its header, or no row.</exception>
    public static Vocabulary Load(string root, SubjectCatalog subjects)
    {
        var vocabulary = new Vocabulary();
        foreach (var file in Directory.EnumerateFiles(root, "*.csv", SearchOption.AllDirectories).Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "vocabulary").Order(StringComparer.Ordinal))
        {
            using var reader = CsvReader.FromFile(file, new CsvReaderOptions { Separator = ';', Encoding = Encoding.UTF8, HasHeader = false });
            string[]? header = null;
            var rows = new List<string[]>();
            while (reader.Read())
            {
                string[] cells = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
                if (header is null) header = cells;
                else if (cells.Length != header.Length) throw new LayoutException(file, $"в строке {rows.Count + 2} значений {cells.Length}, а столбцов {header.Length}");
                else rows.Add(cells);
            }

            if (header is null || rows.Count == 0) throw new LayoutException(file, "нет ни одной строки");
            vocabulary.Add(Path.GetFileNameWithoutExtension(file), header, rows);
        }

        vocabulary.Add("subject", ["text", "subject"],
            subjects.Entries.SelectMany(e => e.Aliases.Append(e.Name).Append(e.Code).Select(HeaderText.Normalize).Distinct(StringComparer.Ordinal).Select(t => new[] { t, e.Code })));
        return vocabulary;
    }

    private void Add(string name, string[] columns, IEnumerable<string[]> rows)
    {
        var lines = rows.ToList();
        _words.Add(name, [.. lines.Select(r => Fold(r[0]))]);
        _sql.Add($"CREATE OR REPLACE TEMP TABLE vocab_{name} AS SELECT * FROM (VALUES {string.Join(", ", lines.Select(r => $"({string.Join(", ", r.Select(Quote))})"))}) AS t({string.Join(", ", columns)});");
    }

    private static string Fold(string text) => HeaderText.Normalize(text).TrimEnd('.');

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
