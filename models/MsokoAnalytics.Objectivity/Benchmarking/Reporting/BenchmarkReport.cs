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

    /// <summary>The worlds of the issue; the limits of real files come after them.</summary>
    private static readonly string[] Next = ["noisy", "highprev", "lowprev", "nopersist", "small", "guess", "weak", "strong", "gymheavy", "badlinks"];

    /// <summary>What goals rest on comes first.</summary>
    /// <param name="count">Worlds of the scenarios that carry most goals.</param>
    /// <param name="others">Worlds of the others; a region of 500 schools counts for much, two are the most, one where fewer than five are asked for.</param>
    public static IReadOnlyList<PlannedWorld> Plan(int count, int others)
    {
        string[] large = [.. Scenarios.Names.Where(n => Scenarios.Find(n)!.Schools >= 200)];
        return
        [
            .. Main.Select(n => new PlannedWorld(n, DataTier.T2, count)),
            .. Next.Select(n => new PlannedWorld(n, DataTier.T2, others)),
            .. new[] { DataTier.T3, DataTier.T4, DataTier.T1 }.Select(t => new PlannedWorld("mun", t, others)),
            .. large.Select(n => new PlannedWorld(n, DataTier.T2, others < 5 ? 1 : 2)),
            .. Scenarios.Names.Except([.. Main, .. Next, .. large]).Select(n => new PlannedWorld(n, DataTier.T2, others)),
        ];
    }

    /// <summary>The page is written anew after every scenario, so that what is measured is not lost when the rest is broken off.</summary>
    /// <param name="folder">Where the page and its plot go.</param>
    /// <param name="seed">Seed of the first world.</param>
    /// <param name="count">Worlds of the main scenarios.</param>
    /// <param name="others">Worlds of the others.</param>
    /// <param name="version">Version of the models.</param>
    /// <param name="run">Runs one planned world.</param>
    public static async Task WriteAsync(string folder, long seed, int count, int others, string version, Func<PlannedWorld, BenchmarkResult> run)
    {
        var plan = Plan(count, others);
        List<(PlannedWorld Plan, BenchmarkResult Result)> results = [];
        var command = $"msoko benchmark objectivity --report docs/methodology --seed {seed.ToString(CultureInfo.InvariantCulture)} --count {count} --others {others}";
        foreach (var world in plan)
        {
            results.Add((world, run(world)));
            await PageAsync(folder, command, version, results, [.. plan.Skip(results.Count)]);
        }
    }

    private static async Task PageAsync(string folder, string command, string version, IReadOnlyList<(PlannedWorld Plan, BenchmarkResult Result)> results, PlannedWorld[] open)
    {
        var usual = results.Where(r => r.Plan.Tier == DataTier.T2).ToDictionary(r => r.Plan.Scenario, r => r.Result);
        var calibration = usual["mun"].Own.Calibration;
        await using var w = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        w.WriteLine("# Benchmark of signs of biased results");
        w.WriteLine();
        w.WriteLine($"Made by `{command}` with the models of version {version} (trained on seeds 1001–1020). The seeds below");
        w.WriteLine("were used neither in training nor in design. The worlds go through a warehouse, T1 straight to the engine. AUC, P@5 % (precision in the best 5 %) and R@FDP (recall of");
        w.WriteLine("the longest list with at most that true share of false entries) are means over the worlds; «q» columns are the method's own list, pooled. Methods «+ контекст и калибровка»");
        w.WriteLine("are other methods with our context and calibration, the best two of each world. Last line: ours.");
        if (open.Length > 0) w.WriteLine($"Not run: {string.Join("; ", open.Select(Name))}.");
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

    private static void Overview(TextWriter w, IReadOnlyList<(PlannedWorld Plan, BenchmarkResult Result)> results)
    {
        w.WriteLine("## Ours in every world");
        w.WriteLine();
        w.WriteLine("| world | worlds | AUC full / class alone | R@FDP 10 % | q 5 %: n, FDP, recall | q 10 %: n, FDP, recall | best other with our context: AUC, R@FDP 10 % |");
        w.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (plan, result) in results)
        {
            var (ours, alone) = (result.Methods[^1], result.Methods[^2]);
            var other = result.Methods.Where(m => m.HasOurContext).MaxBy(m => m.Recall10);
            w.WriteLine($"| {Name(plan)} | {plan.Count} | {BenchmarkTables.F(ours.Auc)} / {BenchmarkTables.F(alone.Auc)} | {BenchmarkTables.F(ours.Recall10)} "
                + $"| {BenchmarkTables.List(ours.List5)} | {BenchmarkTables.List(ours.List10)} | {(other is null ? "—" : $"{BenchmarkTables.F(other.Auc)}, {BenchmarkTables.F(other.Recall10)}")} |");
        }

        w.WriteLine();
    }

    private static string Name(PlannedWorld world) => world.Tier == DataTier.T2 ? world.Scenario : $"{world.Scenario}, {world.Tier}";
}
