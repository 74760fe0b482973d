using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Dapper;
using MsokoAnalytics.Cli;
using MsokoAnalytics.DemoData;
using MsokoAnalytics.Intake;
using MsokoAnalytics.Intake.Loading;
using MsokoAnalytics.Intake.Tables;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Benchmarks.Loading;

/// <summary>
/// How fast a region-year of ВПР loads, phase by phase. Every phase runs in a process of its own, so that its peak memory is its own, and
/// several times in it: the first run pays for compiling the program (a small load has gone before it), the last is the steady state.
/// <list type="bullet">
/// <item><c>parse</c>: every row read into cells, nothing kept;</item>
/// <item><c>staging</c>: parse to typed staging in a warehouse in memory, raw rows not kept (what <c>msoko check</c> does). The whole of it has the opening of the warehouse, its
/// schema, SHA-256 of the files, the report and closing; «reading to commit» is parsing to staging alone;</item>
/// <item><c>memory</c>: the same with raw rows kept;</item>
/// <item><c>write</c>: the finished staging rows written once more from one table in memory into another by the engine alone: the floor below which
/// no way of filling this table gets;</item>
/// <item><c>load</c>: into a database file, raw kept, committed file by file.</item>
/// </list>
/// </summary>
internal static class LoadBenchmark
{
    private static readonly string[] Phases = ["parse", "write", "staging", "memory", "load"];

    public static int Run(IReadOnlyList<string> args)
    {
        var options = LoadBenchmarkOptions.Parse(args);
        Prepare(options);
        if (options.Phase is { } phase) return RunPhase(options, phase);
        Console.WriteLine(FormattableString.Invariant($"{options.Works} files × {options.Rows} rows, {(options.Csv ? "CSV" : "XLSX")}, {Environment.ProcessorCount} cores, .NET {Environment.Version}"));
        Console.WriteLine("phase      run   wall, s   rows/s wall   reading to commit, s   rows/s   processor, s   µs a row   of it compiling, s   peak memory, MB");
        foreach (var name in Phases)
        {
            using var child = Process.Start(Environment.ProcessPath!, ["load", .. options.Arguments(), "--phase", name]);
            child.WaitForExit();
            if (child.ExitCode != 0) return child.ExitCode;
        }

        return 0;
    }

    /// <summary>Writes the files once; later runs find them.</summary>
    private static void Prepare(LoadBenchmarkOptions options)
    {
        if (Directory.Exists(Path.Combine(options.Folder, "truth"))) return;
        Console.WriteLine($"writing files to {options.Folder}");
        DemoGenerator.Generate(new DemoOptions
        {
            OutDir = options.Folder,
            PerformanceSet = new PerformanceSet { Works = options.Works, RowsPerWork = options.Rows, Csv = options.Csv },
        });
    }

    private static int RunPhase(LoadBenchmarkOptions options, string phase)
    {
        var setup = IntakeSetup.Load(Settings.Asset("sources"));
        // Compiling the program's own code is paid once, whatever the number of files.
        var small = options with { Works = 4, Rows = 2000 };
        Prepare(small);
        RunPhase(setup, small, phase);
        Yardstick.Print();
        using var prepared = phase == "write" ? Staged(setup, Path.Combine(options.Folder, "data")) : null;
        for (var run = 1; run <= options.Repeat; run++)
        {
            var watch = Stopwatch.StartNew();
            var processor = Environment.CpuUsage.TotalTime;
            var compiling = JitInfo.GetCompilationTime();
            var (rows, reading, bytes) = prepared is null ? RunPhase(setup, options, phase) : (Copy(prepared), TimeSpan.Zero, 0);
            var wall = watch.Elapsed.TotalSeconds;
            var spent = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
            var compiled = (JitInfo.GetCompilationTime() - compiling).TotalSeconds;
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{phase,-8} {run,5} {wall,9:0.00} {rows / wall,13:0} {reading.TotalSeconds,22:0.00} {(reading > TimeSpan.Zero ? rows / reading.TotalSeconds : 0),8:0} {spent,14:0.00} {spent * 1e6 / rows,10:0.00} {compiled,20:0.00} {process.PeakWorkingSet64 >> 20,18}{(bytes > 0 ? $"   database {bytes >> 20} MB" : "")}"));
        }

        return 0;
    }

    private static (long Rows, TimeSpan Reading, long DatabaseBytes) RunPhase(IntakeSetup setup, LoadBenchmarkOptions options, string phase)
    {
        var data = Path.Combine(options.Folder, "data");
        return phase switch
        {
            "parse" => (Parse(setup, data), TimeSpan.Zero, 0),
            "write" => (0, TimeSpan.Zero, 0),
            "staging" => Load(setup, data, null, keepRaw: false),
            "memory" => Load(setup, data, null, keepRaw: true),
            "load" => InFile(options, path => Load(setup, data, path, keepRaw: true)),
            _ => throw new ArgumentException($"no phase «{phase}»", nameof(phase)),
        };
    }

    private static long Parse(IntakeSetup setup, string data)
    {
        long rows = 0;
        Parallel.ForEach(SourceFolder.List(data).Tables, path =>
        {
            using var reader = setup.Readers.Open(path);
            var row = new RowBuffer();
            long n = 0;
            while (reader.NextSheet())
                while (reader.ReadRow(row)) n++;
            Interlocked.Add(ref rows, n);
        });
        return rows;
    }

    private static WarehouseDatabase Staged(IntakeSetup setup, string data)
    {
        var warehouse = WarehouseDatabase.Open(new WarehouseOptions());
        Load(warehouse, setup, data, keepRaw: false);
        return warehouse;
    }

    private static long Copy(WarehouseDatabase warehouse)
    {
        using var connection = warehouse.NewConnection();
        return connection.ExecuteScalar<long>("CREATE OR REPLACE TABLE copy_of_staging AS SELECT * FROM staging.stg_vpr__result; SELECT count(*) FROM copy_of_staging");
    }

    private static (long Rows, TimeSpan Reading, long DatabaseBytes) Load(IntakeSetup setup, string data, string? path, bool keepRaw)
    {
        using var warehouse = WarehouseDatabase.Open(new WarehouseOptions { Path = path });
        var (rows, reading) = Load(warehouse, setup, data, keepRaw);
        return (rows, reading, 0);
    }

    private static (long Rows, TimeSpan Reading) Load(WarehouseDatabase warehouse, IntakeSetup setup, string data, bool keepRaw)
    {
        var report = new IntakeRunner(warehouse, setup, "benchmark", TimeProvider.System) { KeepRaw = keepRaw }.RunAsync(data, null, CancellationToken.None).GetAwaiter().GetResult();
        if (report.HasProblems) throw new InvalidOperationException(report.Problems.First().Path + ": " + report.Problems.First().Problem);
        return (report.Files.Sum(f => (long)f.Read), report.Reading);
    }

    private static (long Rows, TimeSpan Reading, long DatabaseBytes) InFile(LoadBenchmarkOptions options, Func<string, (long Rows, TimeSpan Reading, long DatabaseBytes)> load)
    {
        var path = Path.Combine(options.Folder, "benchmark.duckdb");
        Delete(path);
        try
        {
            return load(path) with { DatabaseBytes = new FileInfo(path).Length };
        }
        finally
        {
            Delete(path);
        }
    }

    private static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(path + ".wal");
    }
}
