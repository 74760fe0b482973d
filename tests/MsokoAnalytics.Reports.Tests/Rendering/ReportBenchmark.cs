using System.Diagnostics;
using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Rendering;
using MsokoAnalytics.Reports.Tests.Samples;
using MsokoAnalytics.Testing;
using Xunit;
using Xunit.Abstractions;

namespace MsokoAnalytics.Reports.Tests.Rendering;

/// <summary>
/// Time and memory of many reports; run by hand:
/// <c>MSOKO_BENCH_REPORTS=100 dotnet test -c Release tests/MsokoAnalytics.Reports.Tests --filter ReportBenchmark -l "console;verbosity=detailed"</c>.
/// </summary>
public sealed class ReportBenchmark(ITestOutputHelper output)
{
    [BenchmarkFact]
    public async Task Many_reports()
    {
        var count = BenchmarkFactAttribute.Count;
        var wave = new WaveKey(2023, WaveKey.Spring);
        var region = new SampleRegion(schools: count - 1);
        var data = region.Data(wave);
        var clock = Stopwatch.StartNew();
        List<byte[]> models = [ModelJson.Serialize(SampleReports.Municipality(data, wave))];
        models.AddRange(data.Schools.Select(s => ModelJson.Serialize(SampleReports.School(data, s, wave))));
        output.WriteLine($"модели: {models.Count}, {Text(clock.Elapsed.TotalMilliseconds / models.Count)} мс на отчёт, {Text(models.Average(m => m.Length) / 1024)} КБ JSON");
        foreach (var workers in new[] { 1, 2 })
        {
            using var folder = new TempFolder();
            using var target = OutputFolder.Open(folder.FullName);
            clock.Restart();
            List<Rendered> rendered = [];
            await using (var host = new RenderHost(FakeAssets.Node, ReportAssets.Load(null), target.Temporary, workers, TimeSpan.FromMinutes(5), CancellationToken.None))
            {
                var tasks = new List<Task<RenderOutcome>>();
                for (var i = 0; i < models.Count; i++) tasks.Add(await host.EnqueueAsync(new RenderJob(folder.PathOf($"{i}.pdf"), models[i])));
                foreach (var outcome in await Task.WhenAll(tasks)) rendered.Add(Assert.IsType<Rendered>(outcome.Rendered));
            }

            output.WriteLine(
                $"обработчиков {workers}: {Text(clock.Elapsed.TotalMilliseconds / models.Count)} мс на отчёт (с запуском), процессорного времени {Text(rendered.Average(r => r.CpuMilliseconds))} мс, "
                + $"память обработчика до {Text(rendered.Max(r => r.PeakMegabytes))} МБ, PDF {Text(rendered.Average(r => r.Bytes) / 1024)} КБ, страниц {Text(rendered.Average(r => r.Pages))}");
        }
    }

    private static string Text(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}

/// <summary>Skipped unless <c>MSOKO_BENCH_REPORTS</c> holds the number of reports.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BenchmarkFactAttribute : FactAttribute
{
    public BenchmarkFactAttribute()
    {
        if (Count < 2) Skip = "замер скорости: задайте MSOKO_BENCH_REPORTS=100";
    }

    internal static int Count { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("MSOKO_BENCH_REPORTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
