using System.Diagnostics;
using System.Globalization;
using MsokoAnalytics.Analysis;
using MsokoAnalytics.Cli;
using MsokoAnalytics.Intake;
using MsokoAnalytics.Intake.Loading;
using MsokoAnalytics.Models;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Benchmarks.Warehouse;

/// <summary>
/// The whole warehouse of a region over many years: files, load, build, sizes; with <c>--next</c> also one more year on top, against the same year alone. Every
/// phase runs in a process of its own, so that each peak memory is its own. See <see cref="WarehouseBenchmarkOptions"/>.
/// </summary>
internal static class WarehouseBenchmark
{
    public static int Run(IReadOnlyList<string> args)
    {
        var options = WarehouseBenchmarkOptions.Parse(args);
        if (options.Phase is { } phase) return RunPhase(options, phase);
        WarehouseFiles.Make(options, options.Years + (options.Next ? 1 : 0));
        var alone = options with { Alone = true };
        foreach (var database in (string[])[options.Database, alone.Database])
        {
            File.Delete(database);
            File.Delete(database + ".wal");
        }

        Console.WriteLine(FormattableString.Invariant($"{options.Years} years × {options.Works} works × {options.Rows} pupils ({options.Schools} schools × {WarehouseBenchmarkOptions.PupilsPerSchool}), {options.Marks} marks of journals a year, {Environment.ProcessorCount} cores, memory_limit {options.Memory}"));
        Console.WriteLine("phase            wall, s   processor, s   peak memory, MB   database, MB");
        WarehouseFiles.Place(options, 0, options.Years);
        Child(args, "load");
        Child(args, "build");
        if (options.Next)
        {
            WarehouseFiles.Place(options, 0, options.Years + 1);
            Child(args, "load");
            Child(args, "build");
        }

        Child(args, "sizes");
        if (options.Next)
        {
            var figures = Path.Combine(options.Folder, "figures.txt");
            var next = Figures(figures).TakeLast(2).ToList();
            WarehouseFiles.Place(alone, options.Years, 1);
            Child([.. args, "--alone"], "load");
            Child([.. args, "--alone"], "build");
            var single = Figures(figures).TakeLast(2).ToList();
            ModelTimes.Compare(options.ModelTimes, alone.ModelTimes);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"year {options.Years + 1} on top against alone: wall {next.Sum(f => f.Wall) / single.Sum(f => f.Wall):0.00}, processor {next.Sum(f => f.Processor) / single.Sum(f => f.Processor):0.00} (load {next[0].Processor / single[0].Processor:0.00}, build {next[1].Processor / single[1].Processor:0.00})"));
        }

        WarehouseFiles.Place(options, 0, 0);
        if (options.Keep) return 0;
        File.Delete(options.Database);
        File.Delete(alone.Database);
        return 0;
    }

    private static void Child(IReadOnlyList<string> args, string phase)
    {
        using var child = Process.Start(Environment.ProcessPath!, ["warehouse", .. args, "--phase", phase]);
        child.WaitForExit();
        if (child.ExitCode != 0) throw new InvalidOperationException($"phase {phase} ended with {child.ExitCode}");
    }

    private static IEnumerable<(double Wall, double Processor)> Figures(string path) =>
        File.ReadLines(path).Select(line => line.Split(' ')).Select(f => (double.Parse(f[0], CultureInfo.InvariantCulture), double.Parse(f[1], CultureInfo.InvariantCulture)));

    private static int RunPhase(WarehouseBenchmarkOptions options, string phase)
    {
        using var warehouse = WarehouseDatabase.Open(new WarehouseOptions { Path = options.Database, MemoryLimit = options.Memory, Snapshot = false });
        if (phase == "sizes")
        {
            Sizes(warehouse);
            return 0;
        }

        var watch = Stopwatch.StartNew();
        var processor = Environment.CpuUsage.TotalTime;
        var slow = phase == "load" ? Load(warehouse, options) : Build(warehouse, options);
        // What the engine leaves for the end belongs to the phase.
        using (var command = warehouse.Connection.CreateCommand())
        {
            command.CommandText = "CHECKPOINT";
            command.ExecuteNonQuery();
        }

        var wall = watch.Elapsed.TotalSeconds;
        var spent = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(options.Alone ? phase + " alone" : phase),-14} {wall,9:0.0} {spent,14:0.0} {process.PeakWorkingSet64 >> 20,17} {new FileInfo(options.Database).Length >> 20,14}"));
        foreach (var line in slow) Console.WriteLine("    " + line);
        File.AppendAllText(Path.Combine(options.Folder, "figures.txt"), string.Create(CultureInfo.InvariantCulture, $"{wall:R} {spent:R}\n"));
        return 0;
    }

    private static List<string> Load(WarehouseDatabase warehouse, WarehouseBenchmarkOptions options)
    {
        var report = new IntakeRunner(warehouse, IntakeSetup.Load(Settings.Asset("sources")), "benchmark", TimeProvider.System).RunAsync(options.Data, null, CancellationToken.None).GetAwaiter().GetResult();
        return [FormattableString.Invariant($"{report.Files.Count} files, {report.Files.Sum(f => (long)f.Read)} rows read, {report.Files.Sum(f => (long)f.Loaded)} loaded, {report.Problems.Count()} files with problems")];
    }

    private static List<string> Build(WarehouseDatabase warehouse, WarehouseBenchmarkOptions options)
    {
        var context = new RunContext("benchmark") { Analyses = AnalysisSet.All, Another = warehouse.NewConnection };
        var before = Environment.CpuUsage.TotalTime.TotalSeconds;
        var result = new ModelRunner(warehouse.Connection, ModelProject.Load(Settings.Asset("models")), context).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        if (!result.Succeeded) throw new InvalidOperationException(string.Join("; ", result.Errors));
        var spent = Environment.CpuUsage.TotalTime.TotalSeconds - before;
        var times = new ModelTimes(result, spent);
        times.Save(options.ModelTimes);
        var built = result.Models.Count(m => m.Status == ModelStatus.Built);
        return
        [
            FormattableString.Invariant($"{built} models built in {result.Models.Sum(m => m.Seconds):0.0} s, processor {result.Models.Sum(m => m.ProcessorSeconds):0.0} s; all in {result.Seconds:0.0} s, processor {spent:0.0} s"),
            .. times.Dearest(40),
            string.Join(", ", result.Models.Where(m => m.PartitionsBuilt is not null).Select(m => $"{m.Model} {m.PartitionsBuilt}")),
        ];
    }

    /// <summary>Megabytes of the largest tables.</summary>
    private static void Sizes(WarehouseDatabase warehouse)
    {
        using var tables = warehouse.Connection.CreateCommand();
        tables.CommandText = "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT internal AND estimated_size > 100000 ORDER BY estimated_size DESC";
        var names = new List<string>();
        using (var reader = tables.ExecuteReader())
            while (reader.Read()) names.Add(reader.GetString(0));
        foreach (var name in names)
        {
            using var size = warehouse.Connection.CreateCommand();
            size.CommandText = $"SELECT count(DISTINCT block_id) / 4.0 FROM pragma_storage_info('{name}') WHERE persistent";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {name}: {Convert.ToDouble(size.ExecuteScalar(), CultureInfo.InvariantCulture):0} MB"));
        }
    }
}
