using System.Diagnostics;
using System.Globalization;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Testing;
using Xunit.Abstractions;

namespace MsokoAnalytics.Models.Tests.Benchmark;

public class BuildBenchmark(ITestOutputHelper output)
{
    [BenchmarkFact]
    public async Task Build_a_region_of_two_years()
    {
        using var folder = new TempFolder();
        using var database = new TestDatabase(Infrastructure.Models.Project, folder.PathOf("bench.duckdb"));
        database.Execute("SET memory_limit = '4GB'");
        SyntheticRegion.Fill(database, schools: 650, works: 60, taskMaximum: 2);
        SyntheticRegion.StoreAsLoaded(database);
        Line($"rows: {database.Scalar("SELECT count(*) FROM staging.stg_vpr__result")}");
        Line($"task scores: {database.Scalar("SELECT sum(len(task_score)) FROM staging.stg_vpr__result")}");
        Line($"peak memory after filling, MB: {Peak()}");

        await MeasureAsync("first build", database, force: false);
        await MeasureAsync("nothing changed", database, force: false);
        await MeasureAsync("forced", database, force: true);
        Line($"peak memory of the process, MB: {Peak()}");
        Line($"database, MB: {new FileInfo(folder.PathOf("bench.duckdb")).Length >> 20}");
    }

    /// <summary>
    /// Processor time tells more than the clock on a machine shared with others. Awaited, as the program does it: a thread of the pool that waits would keep the build waiting
    /// for another one, more than a second in all.
    /// </summary>
    private async Task MeasureAsync(string title, TestDatabase database, bool force)
    {
        var started = Processor();
        var context = new RunContext(title) { Force = force };
        var result = await database.MustBuildAsync(Infrastructure.Models.Project, context);
        Line($"{title}: {result.Seconds:0.00} s, processor {(Processor() - started).TotalSeconds:0.00} s");
        foreach (var model in result.Models.Where(m => m.Status == ModelStatus.Built && m.ProcessorSeconds >= 0.15))
            Line($"  {model.Model}: {model.Seconds:0.00} s, processor {model.ProcessorSeconds:0.00} s, {model.Rows} rows");
    }

    private static TimeSpan Processor()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 >> 20;
    }

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
