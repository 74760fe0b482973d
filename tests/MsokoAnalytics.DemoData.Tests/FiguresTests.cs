using System.Globalization;
using MsokoAnalytics.DemoData.Tests.Reading;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

/// <summary>Figures in truth and in the official reports are those of the true results, recomputed here.</summary>
[Collection(DemoWorldTests.Name)]
public sealed class FiguresTests(DemoWorld world)
{
    [Fact]
    public void Figures_are_the_sums_of_the_results()
    {
        var figures = world.Truth("figures.csv").Rows;
        var checkedScopes = 0;
        foreach (var work in figures.GroupBy(f => f["work_id"]))
        {
            var results = world.Truth($"results/{work.Key}.csv").Rows;
            foreach (var scope in work.Where(f => f["external"] == "0"))
            {
                var pupils = results.Where(r => scope["scope"] == "school" ? r["school_id"] == scope["scope_id"] : r["municipality_id"] == scope["scope_id"]).ToList();
                var writers = pupils.Where(p => p["absent"] == "0").ToList();
                var both = writers.Where(p => p["journal_mark"] != "0").ToList();
                Assert.Equal(pupils.Count, scope.Int("n_enrolled"));
                Assert.Equal(writers.Count, scope.Int("n_writers"));
                Assert.Equal(writers.Sum(p => p.Int("primary_score")), scope.Int("score_sum"));
                for (var mark = 2; mark <= 5; mark++) Assert.Equal(writers.Count(p => p.Int("mark") == mark), scope.Int($"n{mark}"));
                Assert.Equal(both.Count, scope.Int("n_both"));
                Assert.Equal(both.Count(p => p.Int("mark") < p.Int("journal_mark")), scope.Int("n_lowered"));
                Assert.Equal(both.Count(p => p.Int("mark") == p.Int("journal_mark")), scope.Int("n_confirmed"));
                Assert.Equal(both.Count(p => p.Int("mark") > p.Int("journal_mark")), scope.Int("n_raised"));
                checkedScopes++;
            }
        }

        Assert.True(checkedScopes > world.Summary.Works * 10);
    }

    [Fact]
    public void Mark_statistics_round_the_counts_to_two_decimals()
    {
        foreach (var (file, sheets) in world.Books("mark_statistics"))
        {
            var figures = Figures(file["work_id"]);
            var rows = sheets[0].Rows.Where(r => r.Key > 8).Select(r => r.Key).ToList();
            Assert.Equal(figures.Count, rows.Count);
            foreach (var (row, figure) in rows.Zip(figures))
            {
                var n = figure.Int("n_writers");
                Assert.Equal(figure["scope"] == "school" ? null : figure["n_schools"], sheets[0].Cell(row, 2));
                Assert.Equal(n, Number(sheets[0], row, 3));
                for (var mark = 2; mark <= 5; mark++) Close(100.0 * figure.Int($"n{mark}") / n, Number(sheets[0], row, mark + 2));
                NamesScope(figure, sheets[0].Cell(row, 1)!);
            }
        }
    }

    [Fact]
    public void Journal_comparison_agrees_in_both_layouts()
    {
        var layouts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (file, sheets) in world.Books("journal_comparison"))
        {
            layouts.Add(file["layout"]);
            var figures = Figures(file["work_id"]).Where(f => f["scope"] != "country" && f.Int("n_both") > 0).ToList();
            var header = sheets[0].Rows.First(r => r.Value.Length > 0 && r.Value[0] == "Группы участников").Key;
            foreach (var (figure, i) in figures.Select((f, i) => (f, i)))
            {
                string[] parts = ["n_lowered", "n_confirmed", "n_raised"];
                var n = figure.Int("n_both");
                if (file["layout"] == "vpr_journal_wide")
                {
                    var row = header + 1 + i;
                    NamesScope(figure, sheets[0].Cell(row, 1)!);
                    Assert.Equal(n, Number(sheets[0], row, 2));
                    for (var p = 0; p < 3; p++)
                    {
                        Close(100.0 * figure.Int(parts[p]) / n, Number(sheets[0], row, 3 + 2 * p));
                        Assert.Equal(figure.Int(parts[p]), Number(sheets[0], row, 4 + 2 * p));
                    }
                }
                else
                {
                    var row = header + 1 + 5 * i;
                    NamesScope(figure, sheets[0].Cell(row, 1)!);
                    for (var p = 0; p < 3; p++)
                    {
                        Assert.Equal(figure.Int(parts[p]), Number(sheets[0], row + 1 + p, 2));
                        Close(100.0 * figure.Int(parts[p]) / n, Number(sheets[0], row + 1 + p, 3));
                    }

                    Assert.Equal(n, Number(sheets[0], row + 4, 2));
                    Assert.Equal(100, Number(sheets[0], row + 4, 3));
                }
            }
        }

        Assert.Equal(2, layouts.Count);
    }

    [Fact]
    public void With_several_municipalities_the_region_is_their_sum()
    {
        using var folder = new Testing.TempFolder();
        var summary = DemoGenerator.Generate(new DemoOptions { OutDir = folder.FullName, Schools = 12, Municipalities = 3, Years = [2024], SgoClasses = 0 });
        foreach (var work in new TruthTable(Path.Combine(summary.TruthDir, "figures.csv")).Rows.GroupBy(f => f["work_id"]))
        {
            var region = work.Single(f => f["scope"] == "region");
            Assert.Equal("0", region["external"]);
            Assert.Equal(work.Where(f => f["scope"] == "municipality").Sum(f => f.Int("n_writers")), region.Int("n_writers"));
            Assert.Equal(work.Where(f => f["scope"] == "school").Sum(f => f.Int("n2")), region.Int("n2"));
        }
    }

    private List<TruthRow> Figures(string work) => [.. world.Truth("figures.csv").Rows.Where(f => f["work_id"] == work)];

    private static double Number(BookSheet sheet, int row, int column) =>
        double.Parse(sheet.Cell(row, column)!.Replace(',', '.'), CultureInfo.InvariantCulture);

    /// <summary>Two decimals: half a hundredth off at most.</summary>
    private static void Close(double exact, double printed)
    {
        Assert.InRange(printed - exact, -0.0050001, 0.0050001);
        Assert.Equal(Math.Round(printed, 2), printed);
    }

    private static void NamesScope(TruthRow figure, string name)
    {
        switch (figure["scope"])
        {
            case "school":
                Assert.Matches($@"\((sch|edu|ksh){figure["scope_id"]}\)$", name);
                break;
            case "municipality":
                Assert.EndsWith($"(reg{figure["scope_id"]})", name, StringComparison.Ordinal);
                break;
            case "country":
                Assert.Equal("Вся выборка", name);
                break;
        }
    }
}
