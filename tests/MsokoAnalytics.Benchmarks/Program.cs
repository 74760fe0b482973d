using BenchmarkDotNet.Running;
using MsokoAnalytics.Benchmarks.DuckDb;
using MsokoAnalytics.Benchmarks.Loading;

// "duckdb" prints quick figures by a stopwatch, "load" times the load of a region-year by phase; anything else goes to BenchmarkDotNet (e.g. --filter *Append*).
if (args is ["duckdb", ..])
{
    QuickFigures.Print(Console.Out);
    return 0;
}

if (args is ["load", .. var rest]) return LoadBenchmark.Run(rest);

BenchmarkSwitcher.FromAssembly(typeof(QuickFigures).Assembly).Run(args);
return 0;
