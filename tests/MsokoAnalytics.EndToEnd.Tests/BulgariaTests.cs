using System.Globalization;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>
/// 24 real files of nine years, each with a header of its own, through mapping files alone (<c>mappings/bulgaria</c>). Expected figures are a recount in
/// plain C# (<see cref="BulgariaOracle"/>); the files' own totals and the publisher's mislabelled duplicate are the other judges.
/// </summary>
public sealed class BulgariaTests
{
    [SharedFact]
    public void All_files_load_through_mappings_and_agree_with_a_recount()
    {
        using var folder = new TempFolder();
        var data = folder.PathOf("data");
        Directory.CreateDirectory(data);
        foreach (var file in Directory.GetFiles(SharedData.PathOf("data", "bulgaria_nvo_dzi"), "*.csv")) File.Copy(file, Path.Combine(data, Path.GetFileName(file)));
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "tests", "MsokoAnalytics.EndToEnd.Tests", "mappings", "bulgaria"))) File.Copy(file, Path.Combine(data, Path.GetFileName(file)));
        var warehouse = folder.PathOf("w.duckdb");
        var run = Msoko.Run("run", data, "-w", warehouse, "-o", folder.PathOf("out"));

        // The duplicate: told by name, counted once. It is the one problem of the set.
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("Не загружено: 1 файл", run.Output, StringComparison.Ordinal);
        Assert.Contains("nvo-10-2023-2e8b46e1-114f-48b7-a4c5-49814bcc367b.csv", run.Output, StringComparison.Ordinal);
        Assert.Contains("подпись другая: год 2023 (там 2022)", run.Output, StringComparison.Ordinal);
        Assert.Equal("23", Msoko.Scalar(warehouse, "SELECT count(*) FROM ops.source_file WHERE status = 'loaded'"));
        Assert.Equal("0", Msoko.Scalar(warehouse, "SELECT count(*) FROM core.fct_aggregate_result WHERE year = 2023 AND grade = 10"));

        // One record of 2018 has a quote that closes a line too late: its figures belong to the next school. It is rejected, not believed.
        Assert.Equal(["nvo-4-2018-af2a12fc-fc44-4eb3-a8d9-1798b987cf03.csv,484,csv.quotes"], Msoko.Rows(warehouse, "SELECT path, row_no, rule FROM rejects.reject JOIN ops.source_file USING (file_key) WHERE severity = 'row'"));

        // Every school row of every file, figure by figure.
        var ours = Msoko.Rows(warehouse,
            """
            SELECT f.path || '|' || a.row_no || '|' || string_agg(a.n || '×' || CASE WHEN a.mean = floor(a.mean) THEN CAST(CAST(a.mean AS BIGINT) AS VARCHAR) ELSE CAST(a.mean AS VARCHAR) END, ' ' ORDER BY encode(a.n || '×' || CASE WHEN a.mean = floor(a.mean) THEN CAST(CAST(a.mean AS BIGINT) AS VARCHAR) ELSE CAST(a.mean AS VARCHAR) END)) AS r
            FROM core.fct_aggregate_result AS a JOIN ops.source_file AS f USING (file_key) WHERE a.mean IS NOT NULL GROUP BY f.path, a.row_no ORDER BY r
            """).ToHashSet(StringComparer.Ordinal);
        var expected = new HashSet<string>(StringComparer.Ordinal);
        foreach (var shape in BulgariaOracle.Files)
        {
            var path = Directory.GetFiles(data, shape.Prefix + "-*.csv").Single();
            foreach (var (row, cells) in BulgariaOracle.Rows(shape, path)) expected.Add($"{Path.GetFileName(path)}|{row}|{string.Join(' ', cells)}");
        }

        Assert.True(expected.Count > 30_000);
        Assert.Empty(expected.Except(ours).Take(5));
        Assert.Empty(ours.Except(expected).Take(5));

        // Participants by subject of two works, read off the files with a spreadsheet's sum.
        foreach (var (prefix, column, procedure, year, grade, subject) in ((string, int, string, int, int, string)[])[("dzi-2018", 5, "ДЗИ", 2018, 12, "Български език и литература"), ("dzi-2018", 7, "ДЗИ", 2018, 12, "МА"), ("nvo-7-2022", 7, "НВО", 2022, 7, "МА")])
        {
            var shape = BulgariaOracle.Files.Single(f => f.Prefix == prefix);
            var single = shape with { First = column, Subjects = 1 };
            var sum = BulgariaOracle.Rows(single, Directory.GetFiles(data, prefix + "-*.csv").Single()).Sum(r => int.Parse(r.Cells[0].Split('×')[0], CultureInfo.InvariantCulture));
            Assert.Equal(sum.ToString(CultureInfo.InvariantCulture), Msoko.Scalar(warehouse, $"SELECT n FROM marts.mart_aggregate_results WHERE scope = 'all' AND procedure = '{procedure}' AND year = {year} AND grade = {grade} AND subject = '{subject}'"));
        }

        // The files' own totals of 2016–18 (and 2020–21): every one agrees. Those of 2015 disagree in 183 rows by a recount of the file itself
        // (mean of its four columns against its fifth), and the warehouse says so.
        Assert.Equal(["2016,совпадает", "2017,совпадает", "2018,совпадает", "2020,совпадает", "2021,совпадает"],
            Msoko.Rows(warehouse, "SELECT DISTINCT year, verdict FROM marts.mart_aggregate_reconciliation WHERE procedure = 'ДЗИ' ORDER BY ALL"));
        Assert.True(int.Parse(Msoko.Scalar(warehouse, "SELECT count(*) FROM marts.mart_aggregate_reconciliation WHERE procedure = 'ДЗИ' AND year <= 2018"), CultureInfo.InvariantCulture) > 10_000);
        Assert.Equal("183", Msoko.Scalar(warehouse, "SELECT count(*) FROM marts.mart_aggregate_reconciliation WHERE year = 2015 AND verdict = 'расходится'"));
    }

    [SharedFact]
    public void A_table_that_nearly_repeats_another_year_is_told_and_left_out()
    {
        using var folder = new TempFolder();
        var original = Directory.GetFiles(SharedData.PathOf("data", "bulgaria_nvo_dzi"), "nvo-10-2022-*.csv").Single();
        folder.Write("data/nvo-10-2022-a.csv", File.ReadAllText(original));
        // A few figures corrected, so that the bytes differ.
        folder.Write("data/nvo-10-2023-b.csv", File.ReadAllText(original).Replace("\"38,97\"", "\"38,98\"", StringComparison.Ordinal).Replace("\"21,79\"", "\"21,8\"", StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "tests", "MsokoAnalytics.EndToEnd.Tests", "mappings", "bulgaria"), "*НВО.yml")) File.Copy(file, folder.PathOf("data", Path.GetFileName(file)));
        var warehouse = folder.PathOf("w.duckdb");
        var run = Msoko.Run("run", folder.PathOf("data"), "-w", warehouse, "-o", folder.PathOf("out"));
        Assert.Contains("таблица одного года повторяет таблицу другого", run.All, StringComparison.Ordinal);
        Assert.Equal(["2023,nvo-10-2023-b.csv,2022,nvo-10-2022-a.csv"], Msoko.Rows(warehouse, "SELECT year, path, twin_year, twin_path FROM core.int_aggregate_twin"));
        Assert.Equal(["2022"], Msoko.Rows(warehouse, "SELECT DISTINCT year FROM marts.mart_aggregate_results"));
    }
}
