using System.Globalization;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>The main job on generated files whose truth is known: what the marts say must be what the generator meant.</summary>
[Collection(DemoRun.Name)]
public sealed class DemoTests(DemoWorld demo)
{
    [Fact]
    public void Says_where_everything_lies_and_balances_every_row()
    {
        Assert.Contains(demo.Warehouse, demo.Run.Output, StringComparison.Ordinal);
        Assert.Contains(demo.Reports, demo.Run.Output, StringComparison.Ordinal);
        Assert.Contains("(сходится)", demo.Run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", demo.Run.All, StringComparison.Ordinal);
        Assert.Equal("0", Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM ops.source_sheet WHERE rows_read <> rows_loaded + rows_rejected + rows_non_data"));
    }

    [Fact]
    public void Every_file_ends_as_the_generator_meant()
    {
        // truth/files.csv: file;…;expected, written before anything was loaded.
        var expected = Lines("files.csv").Select(l => (File: l[0], Outcome: l[^1])).ToList();
        var status = Msoko.Rows(demo.Warehouse, "SELECT path, status FROM ops.source_file UNION ALL SELECT path, 'copy' FROM ops.source_copy")
            .Select(r => Csv(r)).ToDictionary(r => r[0], r => r[1], StringComparer.Ordinal);
        Assert.NotEmpty(expected);
        foreach (var (file, _) in expected.Where(e => e.Outcome == "loaded")) Assert.True(status.GetValueOrDefault(file) is "loaded" or "copy", $"{file}: {status.GetValueOrDefault(file)}");
        Assert.Contains(expected, e => e.Outcome == "failed");
        foreach (var (file, _) in expected.Where(e => e.Outcome == "failed")) Assert.Equal("failed", status.GetValueOrDefault(file));
    }

    [Fact]
    public void Every_pupil_row_is_loaded_or_rejected_with_a_planted_reason()
    {
        var duplicates = Lines("dirt.csv").Count(l => l[4] == "duplicate_code");
        var shifted = Lines("dirt.csv").Count(l => l[4] == "column_shift");
        Assert.True(duplicates > 0);
        Assert.Equal(duplicates.ToString(CultureInfo.InvariantCulture), Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM rejects.reject WHERE rule = 'code.duplicate'"));
        Assert.Equal(shifted.ToString(CultureInfo.InvariantCulture), Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM rejects.reject WHERE rule = 'row.shifted'"));
        foreach (var (kind, rule) in (ReadOnlySpan<(string, string)>)[("journal_bad", "journal.unreadable"), ("score_above_max", "score.over_max"), ("total_mismatch", "total.differs")])
            Assert.Equal((kind, Lines("dirt.csv").Count(l => l[4] == kind).ToString(CultureInfo.InvariantCulture)), (kind, Msoko.Scalar(demo.Warehouse, $"SELECT count(*) FROM rejects.reject WHERE rule = '{rule}'")));
        Assert.Equal("0", Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM rejects.reject WHERE severity = 'row' AND rule NOT IN ('code.duplicate', 'row.shifted', 'person.shifted')"));
    }

    [Fact]
    public void Writers_and_scores_of_every_work_are_the_true_ones()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(demo.Truth, "results"), "*.csv"))
        {
            var work = Path.GetFileNameWithoutExtension(file);
            var lines = Csv(File.ReadAllText(file), ';');
            int school = Array.IndexOf(lines[0], "school_id"), code = Array.IndexOf(lines[0], "participant_code"), score = Array.IndexOf(lines[0], "primary_score"), absent = Array.IndexOf(lines[0], "absent");
            Assert.True(school >= 0 && code >= 0 && score >= 0 && absent >= 0, string.Join(';', lines[0]));
            var truth = lines.Skip(1).Where(c => c[absent] == "0").ToDictionary(c => (c[school], c[code]), c => int.Parse(c[score], CultureInfo.InvariantCulture));
            var loaded = Msoko.Rows(demo.Warehouse, $"SELECT school_id, participant_code, primary_score FROM core.fct_participant_result WHERE work_id = '{work}' AND primary_score IS NOT NULL")
                .Select(r => Csv(r)).ToList();
            // Dirt makes a few results unusable (shifted rows, scores above the maximum); whatever is there must be the planted value,
            // except where the files themselves were given another total.
            var known = loaded.Count(r => truth.TryGetValue((r[0], r[1]), out var s) && s == int.Parse(r[2], CultureInfo.InvariantCulture));
            Assert.True(known >= 0.985 * truth.Count, $"{work}: {known} of {truth.Count} scores are the true ones ({loaded.Count} loaded)");
            Assert.InRange(loaded.Count, 0.985 * truth.Count, truth.Count + 2);
        }
    }

    [Fact]
    public void Official_aggregates_reconcile_except_where_dirt_was_planted()
    {
        var rows = Msoko.Rows(demo.Warehouse, "SELECT verdict, count(*) FROM marts.mart_reconciliation WHERE scope IN ('municipality', 'school') GROUP BY verdict").Select(Csv).ToDictionary(r => r[0], r => int.Parse(r[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        Assert.True(rows.GetValueOrDefault("совпадает") > 10 * rows.GetValueOrDefault("расходится"), string.Join(", ", rows));
    }

    [Fact]
    public void Reports_are_complete_pdf_files_without_leftovers()
    {
        var files = Directory.GetFiles(demo.Reports, "*.pdf", SearchOption.AllDirectories);
        Assert.True(files.Length >= 8, $"{files.Length} files");
        Assert.All(files, f =>
        {
            var bytes = File.ReadAllBytes(f);
            Assert.True(bytes.AsSpan().StartsWith("%PDF-"u8) && bytes.AsSpan(^32).IndexOf("%%EOF"u8) >= 0, f);
        });
        Assert.Empty(Directory.GetFiles(demo.Reports, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_second_run_changes_nothing()
    {
        var before = Warehouses.Content(demo.Warehouse);
        var times = Directory.GetFiles(demo.Reports, "*.pdf", SearchOption.AllDirectories).ToDictionary(f => f, File.GetLastWriteTimeUtc);
        var again = Msoko.Run("run", demo.Data, "-w", demo.Warehouse, "-o", demo.Reports);
        Assert.Equal(3, again.ExitCode); // the planted damaged files are still there
        Assert.Equal(before, Warehouses.Content(demo.Warehouse));
        Assert.Matches(@"Витрины: рассчитано 0", again.Output);
        Assert.Matches(@"Отчёты: напечатано 0", again.Output);
        Assert.All(times, t => Assert.Equal(t.Value, File.GetLastWriteTimeUtc(t.Key)));
    }

    [Fact]
    public void No_invented_name_reaches_the_warehouse()
    {
        // The journal exports of the demonstration carry invented full names after «Ученик:»; the file of the warehouse must not.
        var names = Lines("sgo.csv").Count > 0 ? JournalNames() : [];
        Assert.NotEmpty(names);
        var bytes = File.ReadAllBytes(demo.Warehouse);
        Assert.All(names, n => Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(n)) < 0, "a name was found in the warehouse file"));
        Assert.All(names, n => Assert.DoesNotContain(n, demo.Run.All, StringComparison.Ordinal));
    }

    private List<string> JournalNames()
    {
        var names = new List<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(demo.Data, "Сетевой Город"), "*.xlsx", SearchOption.AllDirectories))
        {
            using var zip = System.IO.Compression.ZipFile.OpenRead(file);
            foreach (var part in zip.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)))
            {
                using var reader = new StreamReader(part.Open());
                foreach (System.Text.RegularExpressions.Match m in System.Text.RegularExpressions.Regex.Matches(reader.ReadToEnd(), @"Ученик: (?<name>[^<]+)<", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)))
                    names.Add(m.Groups["name"].Value.Trim());
            }
        }

        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    private List<string[]> Lines(string file) => Csv(File.ReadAllText(Path.Combine(demo.Truth, file)), ';')[1..];

    private static string[] Csv(string row) => Csv(row, ',')[0];

    private static List<string[]> Csv(string text, char separator)
    {
        using var reader = CsvHelper.CsvReader.FromText(text, new CsvHelper.CsvReaderOptions { HasHeader = false, Separator = separator });
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add(reader.Current.ToArray());
        return rows;
    }
}
