using BenchmarkDotNet.Running;
using MsokoAnalytics.Benchmarks.DuckDb;

// "duckdb" prints quick figures by a stopwatch; anything else goes to BenchmarkDotNet (e.g. --filter *Append*).
if (args is ["duckdb", ..])
{
    QuickFigures.Print(Console.Out);
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(QuickFigures).Assembly).Run(args);
return 0;
