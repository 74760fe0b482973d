using System.Globalization;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Benchmarking.Reporting;

/// <summary>A world to be run for the page.</summary>
/// <param name="Scenario">Name.</param>
/// <param name="Tier">Data left.</param>
/// <param name="Count">Number of worlds.</param>
public sealed record PlannedWorld(string Scenario, DataTier Tier, int Count);

/// <summary>The page <c>objectivity-benchmark.md</c> with its plot: goals, calibration, every world, every tier.</summary>
public static class BenchmarkReport
{
    private const string Plot = "objectivity-calibration.svg";
    private static readonly string[] Main = ["mun", "oneyear", "zero"];

    /// <summary>The worlds that carry most goals get <paramref name="count"/> seeds, the others half of that, a region of 500 schools two.</summary>
    public static IReadOnlyList<PlannedWorld> Plan(int count)
    {
        var half = Math.Max(2, count / 2);
        return
        [
            .. Scenarios.Names.Select(n => new PlannedWorld(n, DataTier.T2, Main.Contains(n) ? count : Scenarios.Find(n)!.Schools >= 200 ? Math.Min(2, count) : Math.Min(half, count))),
            .. new[] { DataTier.T1, DataTier.T3, DataTier.T4 }.Select(t => new PlannedWorld("mun", t, Math.Min(half, count))),
        ];
    }

    /// <param name="folder">Where the page and its plot go.</param>
    /// <param name="seed">Seed of the first world.</param>
    /// <param name="count">Worlds of the main scenarios.</param>
    /// <param name="version">Version of the models.</param>
    /// <param name="run">Runs one planned world.</param>
    public static async Task WriteAsync(string folder, long seed, int count, string version, Func<PlannedWorld, BenchmarkResult> run)
    {
        var results = Plan(count).Select(p => (Plan: p, Result: run(p))).ToArray();
        var usual = results.Where(r => r.Plan.Tier == DataTier.T2).ToDictionary(r => r.Plan.Scenario, r => r.Result);
        var calibration = usual["mun"].Own.Calibration;
        await using var w = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        w.WriteLine("# Benchmark of signs of biased results");
        w.WriteLine();
        w.WriteLine($"Made by `msoko benchmark objectivity --report docs/methodology --seed {seed} --count {count}` with the models of version {version} (trained on seeds 1001–1020). The seeds below");
        w.WriteLine("were used neither in training nor in design. The worlds go through a warehouse, T1 straight to the engine. AUC, P@5 % (precision in the best 5 %) and R@FDP (recall of");
        w.WriteLine("the longest list with at most that true share of false entries) are means over the worlds; «q» columns are the method's own list, pooled. Methods «+ контекст и калибровка»");
        w.WriteLine("are other methods with our context and calibration, the best two of each world. Last line: ours.");
        w.WriteLine();
        Demands(w, Goals.Of(usual));
        Overview(w, results);
        w.WriteLine("## Calibration");
        w.WriteLine();
        w.WriteLine($"![probability told against the share manipulated]({Plot})");
        w.WriteLine();
        w.WriteLine($"mun, {BenchmarkTables.Seeds(usual["mun"].Seeds)}; intervals by Wilson.");
        w.WriteLine();
        w.WriteLine("| units | mean probability told | share manipulated |");
        w.WriteLine("|---|---|---|");
        foreach (var bin in calibration) w.WriteLine($"| {bin.Units} | {BenchmarkTables.F(bin.Predicted)} | {BenchmarkTables.F(bin.Observed)} |");
        w.WriteLine();
        w.WriteLine("## Worlds");
        foreach (var (plan, result) in results) BenchmarkTables.Write(w, result, plan.Tier == DataTier.T2 ? "" : $", data of {plan.Tier}");
        await File.WriteAllTextAsync(Path.Combine(folder, "objectivity-benchmark.md"), w.ToString());
        await File.WriteAllTextAsync(Path.Combine(folder, Plot), CalibrationPlot.Svg(calibration));
    }

    private static void Demands(TextWriter w, IReadOnlyList<Goal> goals)
    {
        w.WriteLine("## Goals");
        w.WriteLine();
        w.WriteLine("Rows of methods.md §7, column «Must», with what the issue raises (AUC .945, recall .48 with at most 6 % false, one year .940).");
        w.WriteLine();
        w.WriteLine("| row | quantity | must | measured | reached |");
        w.WriteLine("|---|---|---|---|---|");
        foreach (var g in goals) w.WriteLine($"| {g.Row} | {g.Quantity} | {g.Must} | {g.Measured} | {g.IsReached switch { true => "yes", false => "**no**", _ => "test" }} |");
        w.WriteLine();
    }

    private static void Overview(TextWriter w, (PlannedWorld Plan, BenchmarkResult Result)[] results)
    {
        w.WriteLine("## Ours in every world");
        w.WriteLine();
        w.WriteLine("| world | worlds | AUC full / class alone | R@FDP 10 % | q 5 %: n, FDP, recall | q 10 %: n, FDP, recall | best other with our context: AUC, R@FDP 10 % |");
        w.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (plan, result) in results)
        {
            var (ours, alone) = (result.Methods[^1], result.Methods[^2]);
            var other = result.Methods.Where(m => m.HasOurContext).MaxBy(m => m.Recall10);
            w.WriteLine($"| {plan.Scenario}{(plan.Tier == DataTier.T2 ? "" : $", {plan.Tier}")} | {plan.Count} | {BenchmarkTables.F(ours.Auc)} / {BenchmarkTables.F(alone.Auc)} | {BenchmarkTables.F(ours.Recall10)} "
                + $"| {BenchmarkTables.List(ours.List5)} | {BenchmarkTables.List(ours.List10)} | {(other is null ? "—" : $"{BenchmarkTables.F(other.Auc)}, {BenchmarkTables.F(other.Recall10)}")} |");
        }

        w.WriteLine();
    }
}
