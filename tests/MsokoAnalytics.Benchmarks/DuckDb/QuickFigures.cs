using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MsokoAnalytics.DuckDb;

namespace MsokoAnalytics.Benchmarks.DuckDb;

/// <summary>
/// Reading and writing speeds on one core by a stopwatch: the process is bound to one core where the system allows it and the engine has
/// one thread. Each figure is the median of several runs after one warm-up. Rows per second of processor time stand beside those per
/// second of the clock: on a machine with other work the clock measures that work too.
/// </summary>
internal static class QuickFigures
{
    private const int Runs = 5;
    private const int ReadRows = 20_000_000;
    private const int AppendRows = 3_000_000;
    private const int ListRows = 500_000;

    public static void Print(TextWriter output)
    {
        var bound = BindToOneCore();
        output.WriteLine($"DuckDB {DuckDbConnection.LibraryVersion}, .NET {Environment.Version}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, " + (bound ? "1 core (affinity), threads=1" : "threads=1"));
        using (var read = new ReadWorkload(ReadRows))
        {
            Measure(output, "read: GetInt32 row loop", ReadRows, read.GetInt32, read.ExpectedSum);
            Measure(output, "read: GetFieldValue<int> row loop", ReadRows, read.GetFieldValue, read.ExpectedSum);
            Measure(output, "read: GetValue row loop (boxing)", ReadRows, read.GetValue, read.ExpectedSum);
            Measure(output, "read: chunk Span<int>", ReadRows, read.Span, read.ExpectedSum);
            Measure(output, "read: 4 columns with a string", ReadRows, read.FourColumns, read.ExpectedSum);
        }

        using (var append = new AppendWorkload(AppendRows, ":memory:")) Append(output, "memory", append);
        using (var lists = new AppendWorkload(ListRows, ":memory:")) 
        {
            Measure(output, "append: 6 columns, 2 lists of 20, memory", ListRows, lists.TaskLists, ListRows);
            Measure(output, "append: the same by whole lists, memory", ListRows, lists.TaskSpans, ListRows);
            Measure(output, "append: 3 columns and 35 cells VARCHAR[], memory", ListRows, lists.RawCells, ListRows);
        }

        var folder = Directory.CreateTempSubdirectory("msoko-bench-");
        try
        {
            using var append = new AppendWorkload(AppendRows, Path.Combine(folder.FullName, "bench.duckdb"));
            Append(output, "file", append);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Append(TextWriter output, string where, AppendWorkload append)
    {
        Measure(output, $"append: 8 columns, setters, {where}", AppendRows, append.Setters, AppendRows);
        Measure(output, $"append: 8 columns, long texts + NULL, {where}", AppendRows, append.LongTextsAndNulls, AppendRows);
        Measure(output, $"append: 8 columns, spans, {where}", AppendRows, append.Spans, AppendRows);
    }

    private static void Measure(TextWriter output, string name, int rows, Func<long> run, long expected)
    {
        var seconds = new List<double>();
        var busy = new List<double>();
        for (var i = 0; i <= Runs; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            var result = run();
            clock.Stop();
            if (result != expected) throw new InvalidOperationException($"{name}: {result} instead of {expected}");
            if (i == 0) continue;
            seconds.Add(clock.Elapsed.TotalSeconds);
            busy.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        seconds.Sort();
        busy.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-48} {rows / seconds[Runs / 2] / 1e6,8:F1} M rows/s by the clock, {rows / busy[Runs / 2] / 1e6,8:F1} by processor time"));
    }

    private static bool BindToOneCore()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows()) return false;
        using var process = Process.GetCurrentProcess();
        process.ProcessorAffinity = 1;
        return true;
    }
}
