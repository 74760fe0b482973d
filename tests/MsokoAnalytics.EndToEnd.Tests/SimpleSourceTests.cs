using System.Globalization;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>Olympiads, talents, graduates, certificates, conditions, lists and journals of the demonstration: the marts say what the generator planted.</summary>
[Collection(DemoRun.Name)]
public sealed class SimpleSourceTests(DemoWorld demo)
{
    public static TheoryData<string, bool> Marts() => new()
    {
        // Whether the mart holds nothing else of the schools: report cards and percents without numbers add rows of their own.
        { "mart_olympiad", true }, { "mart_olympiad_team", true }, { "mart_talent", true }, { "mart_graduate_path", true }, { "mart_certificate", true },
        { "mart_noko", true }, { "mart_monitoring_indicator", true }, { "mart_official_list", true }, { "mart_school_context", false }, { "mart_journal_marks", false },
    };

    [Theory, MemberData(nameof(Marts))]
    public void The_mart_says_what_was_planted(string mart, bool whole)
    {
        var truth = Truth(mart, out var columns);
        Assert.NotEmpty(truth);
        var filter = columns.Contains("scope", StringComparer.Ordinal) ? " WHERE scope = 'school'" : "";
        var rows = Msoko.Rows(demo.Warehouse, $"SELECT {string.Join(", ", columns)} FROM marts.{mart}{filter}").Select(r => string.Join(';', Cells(r, ','))).ToHashSet(StringComparer.Ordinal);
        Assert.All(truth, t => Assert.True(rows.Contains(t), $"{mart} has no row {t}"));
        if (whole) Assert.Equal(truth.Count, rows.Count);
    }

    [Theory]
    [InlineData("mart_graduate_path", "year, grade, path", "n")]
    [InlineData("mart_certificate", "year, grade", "n_not_received")]
    [InlineData("mart_olympiad", "academic_year, stage, subject", "n_winners")]
    public void Municipalities_are_the_sums_of_their_schools(string mart, string keys, string value)
    {
        var truth = Truth(mart, out var columns);
        var keyAt = keys.Split(", ").Select(k => Array.IndexOf(columns, k)).ToArray();
        var valueAt = Array.IndexOf(columns, value);
        var expected = truth.Select(t => t.Split(';')).GroupBy(c => string.Join(';', keyAt.Select(k => c[k])), c => int.Parse(c[valueAt], CultureInfo.InvariantCulture), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Sum(), StringComparer.Ordinal);
        // The demonstration may have several municipalities: their sum is the region.
        var actual = Msoko.Rows(demo.Warehouse, $"SELECT {keys}, sum({value})::INTEGER FROM marts.{mart} WHERE scope = 'municipality' GROUP BY {keys}").Select(r => Cells(r, ','))
            .ToDictionary(c => string.Join(';', c[..^1]), c => int.Parse(c[^1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Every_task_has_the_skills_that_the_specifications_name()
    {
        var truth = File.ReadAllLines(Path.Combine(demo.Truth, "task_skills.csv"))[1..].ToHashSet(StringComparer.Ordinal);
        var rows = Msoko.Rows(demo.Warehouse, "SELECT work_id, task_no, code_system, code FROM core.map_task_skill WHERE code_system <> 'сложность'").Select(r => string.Join(';', Cells(r, ','))).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(truth);
        Assert.True(rows.SetEquals(truth), $"{rows.Except(truth).FirstOrDefault()} | {truth.Except(rows).FirstOrDefault()}");
    }

    [Fact]
    public void Every_school_of_these_sources_is_found()
    {
        Assert.Equal("0", Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM marts.mart_unmatched_school"));
        Assert.NotEqual("0", Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM core.map_source_school"));
    }

    [Fact]
    public void Misprints_are_corrected_and_a_line_that_no_longer_fits_changes_nothing()
    {
        // The marts agree with the truth (above), which holds what is right; the file of the third line has another value than the line expects.
        Assert.Equal(["в файле другое значение,n_single_parent", "применена,criterion_2", "применена,enrolment"], Msoko.Rows(demo.Warehouse, "SELECT status, field FROM core.correction ORDER BY ALL"));
        Assert.Contains("исправление не применено", demo.Run.All, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_the_protocols_are_not_in_the_warehouse()
    {
        var names = Directory.GetFiles(Path.Combine(demo.Data, "Другие источники"), "Муниципальный этап*.csv", SearchOption.AllDirectories)
            .SelectMany(f => ReadProtocol(f)).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(names.Count > 20, $"{names.Count} names");
        var bytes = File.ReadAllBytes(demo.Warehouse);
        Assert.All(names, n => Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(n)) < 0, "a name was found in the warehouse file"));
    }

    [Fact]
    public void Each_form_of_these_sources_is_among_the_loaded_files()
    {
        var layouts = Msoko.Rows(demo.Warehouse, "SELECT DISTINCT layout_id FROM ops.source_sheet WHERE status = 'loaded' AND rows_loaded > 0").ToHashSet(StringComparer.Ordinal);
        string[] forms =
        [
            "journal_marks", "journal_counts", "class_summary", "olympiad_protocol", "olympiad_counts", "olympiad_team", "talent_events", "graduate_path_9", "graduate_path_11", "certificates",
            "noko_wide", "noko_long", "indicators_long", "school_context", "bias_wide", "bias_long", "low_results", "controlled", "task_specification",
            "vpr_2021", "vpr_2022", "vpr_f1", "vpr_collection_form", "fisoko_f3", "fisoko_journal_wide", "fisoko_journal_long", "sgo_progress", "sgo_report_card",
            "gia_oge", "gia_ege_compact", "gia_ege_regional", "gia_oge_appeal", "gia_ege_appeal", "registry_school", "registry_relation", "registry_questionnaire", "corrections",
        ];
        Assert.Empty(forms.Except(layouts));
        Assert.True(layouts.Count(l => l.StartsWith("сопоставление:", StringComparison.Ordinal)) >= 2);
        Assert.Contains("ГВЭ", Msoko.Rows(demo.Warehouse, "SELECT DISTINCT procedure FROM staging.stg_gia__result"));
        Assert.Contains("сводная ведомость", Msoko.Rows(demo.Warehouse, "SELECT DISTINCT source FROM core.fct_journal_period"));
        // Protocols of several exams are workbooks of Excel 97.
        Assert.NotEqual("0", Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM core.fct_gia_result AS r JOIN ops.source_file AS f USING (file_key) WHERE f.path LIKE '%.xls' AND f.format = 'XLS'"));
    }

    [Fact]
    public void Names_of_the_class_summaries_are_not_in_the_warehouse()
    {
        var names = Directory.GetFiles(Path.Combine(demo.Data, "Другие источники"), "Сводная ведомость*.xlsx", SearchOption.AllDirectories).SelectMany(NamesOfSummary).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(names.Count > 20, $"{names.Count} names");
        var bytes = File.ReadAllBytes(demo.Warehouse);
        Assert.All(names, n => Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(n)) < 0, "a name was found in the warehouse file"));
    }

    private static IEnumerable<string> NamesOfSummary(string path)
    {
        using var zip = System.IO.Compression.ZipFile.OpenRead(path);
        using var strings = zip.GetEntry("xl/sharedStrings.xml")!.Open();
        return [.. System.Xml.Linq.XDocument.Load(strings).Descendants().Where(e => e.Name.LocalName == "t").Select(e => e.Value).Where(t => t.Split(' ') is [var surname, _, var patronymic] && char.IsUpper(surname[0]) && (patronymic.EndsWith("вич", StringComparison.Ordinal) || patronymic.EndsWith("вна", StringComparison.Ordinal)))];
    }

    private static IEnumerable<string> ReadProtocol(string path)
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        var bytes = File.ReadAllBytes(path);
        var text = bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? System.Text.Encoding.UTF8.GetString(bytes) : System.Text.Encoding.GetEncoding(1251).GetString(bytes);
        return text.Split("\r\n").Skip(2).Select(l => l.Split(';')).Where(c => c.Length > 1 && c[1].Contains(' ', StringComparison.Ordinal)).Select(c => c[1]);
    }

    private List<string> Truth(string mart, out string[] columns)
    {
        var lines = File.ReadAllLines(Path.Combine(demo.Truth, "marts", mart + ".csv"));
        columns = lines[0].Split(';');
        return [.. lines[1..]];
    }

    private static string[] Cells(string line, char separator)
    {
        using var reader = CsvHelper.CsvReader.FromText(line, new CsvHelper.CsvReaderOptions { HasHeader = false, Separator = separator });
        return reader.Read() ? reader.Current.ToArray() : [];
    }
}
