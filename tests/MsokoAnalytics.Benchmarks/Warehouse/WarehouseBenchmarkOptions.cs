using System.Globalization;

namespace MsokoAnalytics.Benchmarks.Warehouse;

/// <summary>Size of the warehouse benchmark.</summary>
/// <param name="Years">Calendar years from 2015 on.</param>
/// <param name="Schools">Schools of the region.</param>
/// <param name="Works">Works a year, 1…30.</param>
/// <param name="Marks">Marks of journals a year, one line each.</param>
/// <param name="Memory">The engine's memory limit.</param>
/// <param name="Next">Whether one more year is loaded and built on top, and the same year alone.</param>
/// <param name="Keep">Whether the database stays.</param>
/// <param name="Phase">The one phase to run in this process; null for all.</param>
/// <param name="Alone">Whether the phase is of the warehouse of one year.</param>
internal sealed record WarehouseBenchmarkOptions(int Years, int Schools, int Works, int Marks, string Memory, bool Next, bool Keep, string? Phase, bool Alone)
{
    /// <summary>Pupils of a school in one work.</summary>
    public const int PupilsPerSchool = 60;

    private const string Usage = "warehouse [--years N] [--schools N] [--works N] [--marks N] [--memory 3GB] [--next] [--keep]";

    public int Rows => Schools * PupilsPerSchool;

    public string Folder => Path.Combine(Path.GetTempPath(), "msoko-benchmark", FormattableString.Invariant($"region-{Schools}x{Works}+{Marks}"));

    /// <summary>Files of all years made so far, a folder a year.</summary>
    public string Made => Path.Combine(Folder, "made");

    /// <summary>The folder a phase loads.</summary>
    public string Data => Path.Combine(Folder, Alone ? "alone" : "data");

    public string Database => Path.Combine(Folder, Alone ? "alone.duckdb" : "benchmark.duckdb");

    /// <summary>Processor time of every model in the last build of this warehouse.</summary>
    public string ModelTimes => Database + ".models";

    public static WarehouseBenchmarkOptions Parse(IReadOnlyList<string> args)
    {
        var options = new WarehouseBenchmarkOptions(Years: 10, Schools: 650, Works: 30, Marks: 4_000_000, Memory: "3GB", Next: false, Keep: false, Phase: null, Alone: false);
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--years" => options with { Years = Number(args[++i]) },
                "--schools" => options with { Schools = Number(args[++i]) },
                "--works" => options with { Works = Number(args[++i]) },
                "--marks" => options with { Marks = Number(args[++i]) },
                "--memory" => options with { Memory = args[++i] },
                "--next" => options with { Next = true },
                "--keep" => options with { Keep = true },
                "--phase" => options with { Phase = args[++i] },
                "--alone" => options with { Alone = true },
                var other => throw new ArgumentException($"unknown option «{other}»: {Usage}", nameof(args)),
            };
        }

        return options;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
