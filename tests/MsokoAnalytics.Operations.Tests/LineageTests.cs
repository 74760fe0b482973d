using MsokoAnalytics.Operations.Lineage;
using Xunit;

namespace MsokoAnalytics.Operations.Tests;

/// <summary>A figure is followed down to files and rows, through other marts too.</summary>
public sealed class LineageTests : IDisposable
{
    private readonly TestWarehouse _warehouse = new();

    public LineageTests()
    {
        _warehouse.AddFile(1, "a.csv");
        _warehouse.AddFile(2, "b.csv");
        // School s1 in rows 2, 3, 5 of the first file and 7 of the second; one of its scores is 0.
        foreach (var (file, row, school, score) in (ReadOnlySpan<(long, int, string, int)>)[(1, 2, "s1", 5), (1, 3, "s1", 0), (1, 4, "s2", 7), (1, 5, "s1", 8), (2, 7, "s1", 1), (2, 8, "s2", 2)])
            _warehouse.AddRow(file, row, school, score);
        _warehouse.Model("core.fact", "SELECT r.file_key, r.sheet_no, r.row_no, r.school, r.score FROM staging.result AS r",
            ["file_key BIGINT", "sheet_no INTEGER", "row_no INTEGER", "school VARCHAR", "score INTEGER"], key: "file_key, sheet_no, row_no");
        _warehouse.Model("marts.school", "SELECT f.school, CAST(count(*) FILTER (WHERE f.score > 0) AS INTEGER) AS n FROM core.fact AS f GROUP BY f.school",
            ["school VARCHAR", "n INTEGER"],
            "lineage:\n  - from: core.fact\n    match: f.school = t.school\n    count: n\n    counted: f.score > 0");
        _warehouse.Model("marts.top", "SELECT s.school, s.n > 2 AS is_large FROM marts.school AS s", ["school VARCHAR", "is_large BOOLEAN"],
            "lineage:\n  - from: marts.school\n    match: f.school = t.school");
        _warehouse.Model("marts.list", "SELECT DISTINCT f.school FROM core.fact AS f", ["school VARCHAR"], "no_lineage: справочник");
        _warehouse.Build();
    }

    [Theory]
    [InlineData("marts.school")]
    [InlineData("top")]
    public void A_row_leads_to_files_and_row_numbers(string table)
    {
        var report = Read(table, "school=s1");
        Assert.Equal(["a.csv: 3 (2–3, 5)", "b.csv: 1 (7)"], report.Files.Select(f => $"{f.Path}: {f.Rows} ({f.RowRanges})"));
        Assert.All(report.Files, f => Assert.Equal(("Лист1", "core.fact"), (f.Sheet, f.Through)));
    }

    [Fact]
    public void The_number_is_compared_with_the_rows_that_count() =>
        Assert.Equal([new RowCount("n", "Столбец n", 3, 3)], Read("marts.school", "school=s1").Row!.Counts);

    [Fact]
    public void A_fact_leads_to_its_own_row() =>
        Assert.Equal(["b.csv 8"], Read("core.fact", "file_key=2,row_no=8").Files.Select(f => $"{f.Path} {f.RowRanges}"));

    [Fact]
    public void A_table_leads_to_run_version_upstream_and_files()
    {
        var report = Read("marts.top", null);
        Assert.Equal("r1", report.RunId);
        Assert.Equal(64, report.ModelHash!.Length);
        Assert.NotEqual(report.ModelHash, report.InputHash);
        Assert.Equal(["marts.school 1", "core.fact 2", "staging.result 3"], report.Upstream.Select(u => $"{u.Name} {u.Distance}"));
        Assert.Equal(["a.csv 4", "b.csv 2"], report.Files.Select(f => $"{f.Path} {f.Rows}"));
    }

    [Fact]
    public void A_table_without_rows_to_follow_says_why()
    {
        var report = Read("marts.list", "school=s2");
        Assert.Equal("справочник", report.Row!.Reason);
        Assert.Equal(2, report.Files.Count);
    }

    [Fact]
    public void The_version_of_a_rule_does_not_depend_on_the_data()
    {
        var before = Read("marts.school", null);
        _warehouse.AddFile(3, "c.csv");
        _warehouse.AddRow(3, 2, "s1", 4);
        _warehouse.Build();
        var after = Read("marts.school", null);
        Assert.Equal(before.ModelHash, after.ModelHash);
        Assert.NotEqual(before.InputHash, after.InputHash);
    }

    [Theory]
    [InlineData("marts.schol", null, "marts.school")]
    [InlineData("marts.school", "school", "столбец=значение")]
    [InlineData("marts.school", "shool=s1", "нет столбца «shool»")]
    [InlineData("marts.school", "school=s9", "нет такой строки")]
    [InlineData("core.fact", "school=s1", "больше одной строки")]
    public void A_wrong_question_is_answered_with_what_to_ask(string table, string? row, string says) =>
        Assert.Contains(says, Assert.Throws<OperationsException>(() => Read(table, row)).Message, StringComparison.Ordinal);

    public void Dispose() => _warehouse.Dispose();

    private LineageReport Read(string table, string? row) => new LineageReader(_warehouse.Connection, _warehouse.Project).Read(table, row);
}
