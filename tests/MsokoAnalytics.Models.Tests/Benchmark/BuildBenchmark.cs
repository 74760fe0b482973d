using System.Globalization;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Testing;
using Xunit.Abstractions;

namespace MsokoAnalytics.Models.Tests.Benchmark;

public class BuildBenchmark(ITestOutputHelper output)
{
    [BenchmarkFact]
    public void Build_a_region_of_two_years()
    {
        using var folder = new TempFolder();
        using var database = new TestDatabase(Infrastructure.Models.Project, folder.PathOf("bench.duckdb"));
        database.Execute("SET memory_limit = '4GB'");
        database.Execute("SET preserve_insertion_order = false");
        SyntheticRegion.Fill(database, schools: 650, works: 60, taskMaximum: null);
        output.WriteLine("rows: " + database.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
        output.WriteLine("task scores: " + database.Scalar("SELECT sum(len(task_score)) FROM staging.stg_vpr__result"));

        Report("first build", database.MustBuild(Infrastructure.Models.Project, new RunContext("first")));
        Report("nothing changed", database.MustBuild(Infrastructure.Models.Project, new RunContext("second")));
        Report("forced", database.MustBuild(Infrastructure.Models.Project, new RunContext("third") { Force = true }));
        output.WriteLine("peak memory of the process, MB: " + (System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 >> 20));
        output.WriteLine("database, MB: " + (new FileInfo(folder.PathOf("bench.duckdb")).Length >> 20));
    }

    private void Report(string title, BuildResult result)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {result.Seconds:0.00} s"));
        foreach (var model in result.Models.Where(m => m.Seconds >= 0.15))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {model.Model} {model.Seconds:0.00} s, {model.Rows} rows"));
    }
}
