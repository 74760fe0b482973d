using BenchmarkDotNet.Attributes;

namespace MsokoAnalytics.Benchmarks.DuckDb;

/// <summary>Writing 3 million rows with one engine thread into a database in memory.</summary>
[MemoryDiagnoser]
public class AppendBenchmarks : IDisposable
{
    private AppendWorkload? _workload;

    [GlobalSetup]
    public void Setup() => _workload = new AppendWorkload(3_000_000, ":memory:");

    [GlobalCleanup]
    public void Dispose() => _workload?.Dispose();

    [Benchmark(Baseline = true)]
    public long Setters() => _workload!.Setters();

    [Benchmark]
    public long LongTextsAndNulls() => _workload!.LongTextsAndNulls();

    [Benchmark]
    public long Spans() => _workload!.Spans();
}
