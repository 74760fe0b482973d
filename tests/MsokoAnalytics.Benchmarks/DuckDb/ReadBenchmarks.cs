using BenchmarkDotNet.Attributes;

namespace MsokoAnalytics.Benchmarks.DuckDb;

/// <summary>Reading 20 million integers with one engine thread.</summary>
[MemoryDiagnoser]
public class ReadBenchmarks : IDisposable
{
    private ReadWorkload? _workload;

    [GlobalSetup]
    public void Setup() => _workload = new ReadWorkload(20_000_000);

    [GlobalCleanup]
    public void Dispose() => _workload?.Dispose();

    [Benchmark(Baseline = true)]
    public long GetInt32() => _workload!.GetInt32();

    [Benchmark]
    public long GetFieldValue() => _workload!.GetFieldValue();

    [Benchmark]
    public long GetValue() => _workload!.GetValue();

    [Benchmark]
    public long ChunkSpan() => _workload!.Span();
}
