using System.Globalization;

namespace MsokoAnalytics.Benchmarks.Loading;

/// <summary>What the load benchmark reads.</summary>
/// <param name="Csv">CSV instead of XLSX.</param>
/// <param name="Works">Files, one work each.</param>
/// <param name="Rows">Pupil rows in each.</param>
/// <param name="Phase">The one phase to run in this process; null for all, each in a process of its own.</param>
/// <param name="Repeat">How often a phase runs in its process; the first time much of the program is not compiled to its final form yet.</param>
internal sealed record LoadBenchmarkOptions(bool Csv, int Works, int Rows, string? Phase, int Repeat)
{
    /// <summary>Where the files of these options lie; kept between runs.</summary>
    public string Folder => Path.Combine(Path.GetTempPath(), "msoko-benchmark", FormattableString.Invariant($"{(Csv ? "csv" : "xlsx")}-{Works}x{Rows}"));

    public static LoadBenchmarkOptions Parse(IReadOnlyList<string> args)
    {
        var options = new LoadBenchmarkOptions(Csv: true, Works: 34, Rows: 18_500, Phase: null, Repeat: 3);
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--csv" => options with { Csv = true },
                "--xlsx" => options with { Csv = false },
                "--works" => options with { Works = int.Parse(args[++i], CultureInfo.InvariantCulture) },
                "--rows" => options with { Rows = int.Parse(args[++i], CultureInfo.InvariantCulture) },
                "--phase" => options with { Phase = args[++i] },
                "--repeat" => options with { Repeat = int.Parse(args[++i], CultureInfo.InvariantCulture) },
                var other => throw new ArgumentException($"unknown option «{other}»: load [--csv|--xlsx] [--works N] [--rows M] [--repeat K] [--phase parse|write|staging|memory|load]", nameof(args)),
            };
        }

        return options;
    }

    public IEnumerable<string> Arguments() =>
        [Csv ? "--csv" : "--xlsx", "--works", Works.ToString(CultureInfo.InvariantCulture), "--rows", Rows.ToString(CultureInfo.InvariantCulture), "--repeat", Repeat.ToString(CultureInfo.InvariantCulture)];
}
