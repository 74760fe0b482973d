using BenchmarkDotNet.Running;
using MsokoAnalytics.Benchmarks.DuckDb;
using MsokoAnalytics.Benchmarks.Loading;
using MsokoAnalytics.Benchmarks.Warehouse;

// "duckdb" prints quick figures by a stopwatch, "load" times the load of a region-year by phase,
// "warehouse" a whole region over many years; anything else goes to BenchmarkDotNet (e.g. --filter *Append*).
if (args is ["duckdb", ..])
{
    QuickFigures.Print(Console.Out);
    return 0;
}

if (args is ["load", .. var rest]) return LoadBenchmark.Run(rest);
if (args is ["warehouse", .. var size]) return WarehouseBenchmark.Run(size);

BenchmarkSwitcher.FromAssembly(typeof(QuickFigures).Assembly).Run(args);
return 0;
