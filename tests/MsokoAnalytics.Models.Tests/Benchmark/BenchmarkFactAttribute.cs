namespace MsokoAnalytics.Models.Tests.Benchmark;

/// <summary>A measurement, not a test: runs only with <c>MSOKO_BENCHMARK=1</c>, prints figures and asserts nothing about time.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BenchmarkFactAttribute : FactAttribute
{
    public BenchmarkFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("MSOKO_BENCHMARK") != "1") Skip = "измерение: запускается с MSOKO_BENCHMARK=1";
    }
}
