using System.Diagnostics;
using System.Globalization;
using MsokoAnalytics.Analysis;
using MsokoAnalytics.Cli;
using MsokoAnalytics.DemoData;
using MsokoAnalytics.Intake;
using MsokoAnalytics.Intake.Loading;
using MsokoAnalytics.Models;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Benchmarks.Warehouse;

/// <summary>
/// The whole warehouse of a region over many years: files, load, build, sizes. Load and build run in processes of their own, so that each
/// peak memory is its own. <c>warehouse [--years 10] [--schools 650] [--works 30] [--memory 3GB] [--keep] [--phase load|build|sizes]</c>
/// </summary>
internal static class WarehouseBenchmark
{
    public static int Run(IReadOnlyList<string> args)
    {
        var options = WarehouseBenchmarkOptions.Parse(args);
        if (options.Phase is { } phase) return RunPhase(options, phase);
        WriteFiles(options);
        File.Delete(options.Database);
        File.Delete(options.Database + ".wal");
        Console.WriteLine(FormattableString.Invariant($"{options.Years} years × {options.Works} works × {options.Rows} pupils ({options.Schools} schools × {WarehouseBenchmarkOptions.PupilsPerSchool}), {Environment.ProcessorCount} cores, memory_limit {options.Memory}"));
        Console.WriteLine("phase      wall, s   processor, s   peak memory, MB   database, MB");
        foreach (var name in (string[])["load", "build", "sizes"])
        {
            using var child = Process.Start(Environment.ProcessPath!, ["warehouse", .. args, "--phase", name]);
            child.WaitForExit();
            if (child.ExitCode != 0) return child.ExitCode;
        }

        if (!options.Keep) File.Delete(options.Database);
        return 0;
    }

    /// <summary>
    /// The generator's load set has the works of two years; it is made anew with another seed for every two years, and the names of its files,
    /// which alone tell the year, are changed.
    /// </summary>
    private static void WriteFiles(WarehouseBenchmarkOptions options)
    {
        for (var pair = 0; pair < (options.Years + 1) / 2; pair++)
        {
            var done = Path.Combine(options.Data, FormattableString.Invariant($"{pair}.done"));
            if (File.Exists(done)) continue;
            var made = Path.Combine(options.Folder, "made");
            DemoGenerator.Generate(new DemoOptions
            {
                OutDir = made, Overwrite = true, Seed = pair + 1, Schools = options.Schools,
                // Enough pupils in these schools for every work.
                SizeFactor = WarehouseBenchmarkOptions.PupilsPerSchool / 18.0,
                PerformanceSet = new PerformanceSet { Works = Math.Min(60, options.Works * 2), RowsPerWork = options.Rows, Csv = true },
            });
            foreach (var file in Directory.EnumerateFiles(Path.Combine(made, "data"), "*.csv", SearchOption.AllDirectories))
            {
                var name = Path.GetRelativePath(Path.Combine(made, "data"), file);
                var year = name.Contains("2022", StringComparison.Ordinal) ? 2022 : 2023;
                var index = (pair * 2) + year - 2022;
                if (index >= options.Years) continue;
                var target = Path.Combine(options.Data, name.Replace(year.ToString(CultureInfo.InvariantCulture), (2015 + index).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Move(file, target, overwrite: true);
            }

            Directory.Delete(made, recursive: true);
            Directory.CreateDirectory(options.Data);
            File.WriteAllText(done, "");
        }
    }

    private static int RunPhase(WarehouseBenchmarkOptions options, string phase)
    {
        using var warehouse = WarehouseDatabase.Open(new WarehouseOptions { Path = options.Database, MemoryLimit = options.Memory });
        if (phase == "sizes")
        {
            Sizes(warehouse);
            return 0;
        }

        var watch = Stopwatch.StartNew();
        var processor = Environment.CpuUsage.TotalTime;
        var slow = phase == "load" ? Load(warehouse, options) : Build(warehouse);
        var wall = watch.Elapsed.TotalSeconds;
        var spent = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{phase,-8} {wall,9:0.0} {spent,14:0.0} {process.PeakWorkingSet64 >> 20,17} {new FileInfo(options.Database).Length >> 20,14}"));
        foreach (var line in slow) Console.WriteLine("    " + line);
        return 0;
    }

    private static List<string> Load(WarehouseDatabase warehouse, WarehouseBenchmarkOptions options)
    {
        var report = new IntakeRunner(warehouse, IntakeSetup.Load(Settings.Asset("sources")), "benchmark", TimeProvider.System).RunAsync(options.Data, null, CancellationToken.None).GetAwaiter().GetResult();
        return [FormattableString.Invariant($"{report.Files.Count} files, {report.Files.Sum(f => (long)f.Read)} rows read, {report.Files.Sum(f => (long)f.Loaded)} loaded, {report.Problems.Count()} files with problems")];
    }

    private static List<string> Build(WarehouseDatabase warehouse)
    {
        var lines = new List<string>();
        var context = new RunContext("benchmark")
        {
            Analyses = AnalysisSet.All,
            Progress = step =>
            {
                if (step.Stage == ModelStage.Built && step.Seconds >= 1) lines.Add(string.Create(CultureInfo.InvariantCulture, $"{step.Model}: {step.Seconds:0.0} s, {step.Rows} rows"));
            },
        };
        var result = new ModelRunner(warehouse.Connection, ModelProject.Load(Settings.Asset("models")), context).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        if (!result.Succeeded) throw new InvalidOperationException(string.Join("; ", result.Errors));
        return lines;
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
