using System.Globalization;

namespace MsokoAnalytics.Benchmarks.Warehouse;

/// <summary>Size of the warehouse benchmark.</summary>
/// <param name="Years">Calendar years from 2015 on.</param>
/// <param name="Schools">Schools of the region.</param>
/// <param name="Works">Works a year, 1…30.</param>
/// <param name="Memory">The engine's memory limit.</param>
/// <param name="Keep">Whether the database stays.</param>
/// <param name="Phase">The one phase to run in this process; null for all.</param>
internal sealed record WarehouseBenchmarkOptions(int Years, int Schools, int Works, string Memory, bool Keep, string? Phase)
{
    /// <summary>Pupils of a school in one work.</summary>
    public const int PupilsPerSchool = 60;

    public int Rows => Schools * PupilsPerSchool;

    public string Folder => Path.Combine(Path.GetTempPath(), "msoko-benchmark", FormattableString.Invariant($"region-{Schools}x{Works}"));

    public string Data => Path.Combine(Folder, FormattableString.Invariant($"years-{Years}"));

    public string Database => Path.Combine(Folder, "benchmark.duckdb");

    public static WarehouseBenchmarkOptions Parse(IReadOnlyList<string> args)
    {
        var options = new WarehouseBenchmarkOptions(Years: 10, Schools: 650, Works: 30, Memory: "3GB", Keep: false, Phase: null);
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--years" => options with { Years = int.Parse(args[++i], CultureInfo.InvariantCulture) },
                "--schools" => options with { Schools = int.Parse(args[++i], CultureInfo.InvariantCulture) },
                "--works" => options with { Works = int.Parse(args[++i], CultureInfo.InvariantCulture) },
                "--memory" => options with { Memory = args[++i] },
                "--keep" => options with { Keep = true },
                "--phase" => options with { Phase = args[++i] },
                var other => throw new ArgumentException($"unknown option «{other}»: warehouse [--years N] [--schools N] [--works N] [--memory 3GB] [--keep] [--phase load|build|sizes]", nameof(args)),
            };
        }

        return options;
    }
}
