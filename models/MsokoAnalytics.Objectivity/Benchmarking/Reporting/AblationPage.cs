using System.Globalization;
using MsokoAnalytics.Objectivity.Training;

namespace MsokoAnalytics.Objectivity.Benchmarking.Reporting;

/// <summary>The page <c>objectivity-ablation.md</c>.</summary>
public static class AblationPage
{
    /// <param name="folder">Where the page goes.</param>
    /// <param name="plan">Training worlds.</param>
    /// <param name="seeds">Seeds of the measured worlds, in a row.</param>
    /// <param name="lines">Results, the whole method first.</param>
    public static async Task WriteAsync(string folder, TrainingPlan plan, IReadOnlyList<long> seeds, IReadOnlyList<AblationLine> lines)
    {
        await using var w = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        w.WriteLine("# What carries the signs of biased results");
        w.WriteLine();
        w.WriteLine($"Made by `msoko benchmark objectivity --report docs/methodology --ablation --seed {seeds[0]} --count {seeds.Count}`: tier T2 trained anew on {plan.Worlds} worlds of {plan.Schools} schools (seeds");
        w.WriteLine($"{plan.Seed}–{plan.Seed + plan.Worlds - 1}) without one part at a time, measured on mun, {BenchmarkTables.Seeds(seeds)}. With fewer training worlds than the shipped models the first line lies");
        w.WriteLine("near the benchmark, not on it. AUC and recall at a true false share of 10 % are means over the worlds, the list is pooled.");
        w.WriteLine();
        w.WriteLine("| without | AUC full | AUC of the class alone | R@FDP 10 % | list at q 5 %: FDP, recall |");
        w.WriteLine("|---|---|---|---|---|");
        foreach (var l in lines)
            w.WriteLine($"| {l.Without} | {BenchmarkTables.F(l.AucFull)} | {BenchmarkTables.F(l.AucUnit)} | {BenchmarkTables.F(l.Recall10)} | {BenchmarkTables.F(l.FalseShare5)}, {BenchmarkTables.F(l.Recall5)} |");
        await File.WriteAllTextAsync(Path.Combine(folder, "objectivity-ablation.md"), w.ToString());
    }
}
