using System.Globalization;
using MsokoAnalytics.Objectivity.Training;

namespace MsokoAnalytics.Objectivity.Benchmarking.Reporting;

/// <summary>The page <c>objectivity-ablation.md</c>.</summary>
public static class AblationPage
{
    /// <param name="folder">Where the page goes.</param>
    /// <param name="plan">Training worlds.</param>
    /// <param name="seeds">Seeds of the measured worlds, in a row.</param>
    /// <param name="result">What was measured.</param>
    public static void Write(string folder, TrainingPlan plan, IReadOnlyList<long> seeds, AblationResult result)
    {
        using var w = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        w.WriteLine("# What carries the signs of biased results");
        w.WriteLine();
        w.WriteLine($"Made by `msoko benchmark objectivity --report docs/methodology --ablation --seed {seeds[0]} --count {seeds.Count}`: tier T2 trained anew on {plan.Worlds} worlds of {plan.Schools} schools (seeds");
        w.WriteLine($"{plan.Seed}–{plan.Seed + plan.Worlds - 1}) without one part at a time, measured on mun, {BenchmarkTables.Seeds(seeds)}, without a warehouse. With fewer training worlds than the shipped models the first");
        w.WriteLine("line lies near the benchmark, not on it. AUC and recall at a true false share of 10 % (R@FDP 10 %) are means over the worlds, the list is pooled.");
        w.WriteLine();
        w.WriteLine("| without | AUC full | AUC of the class alone | R@FDP 10 % | list at q 5 %: FDP, recall |");
        w.WriteLine("|---|---|---|---|---|");
        foreach (var l in result.Lines)
            w.WriteLine($"| {l.Without} | {BenchmarkTables.F(l.AucFull)} | {BenchmarkTables.F(l.AucUnit)} | {BenchmarkTables.F(l.Recall10)} | {BenchmarkTables.F(l.FalseShare5)}, {BenchmarkTables.F(l.Recall5)} |");
        if (result.NotRun.Count > 0) w.WriteLine($"\nNot run: {string.Join("; ", result.NotRun)}.");
        w.WriteLine();
        w.WriteLine("«Told the truth about every other class» cannot be had: a logistic regression of the class's own evidences and the true shares of manipulated results in its other years, its parallels and the");
        w.WriteLine("other subjects of its school. It tells how much any better context could still bring.");
        w.WriteLine();
        Others(w, result);
        w.WriteLine("## Recall by the number of changed records");
        w.WriteLine();
        w.WriteLine("Of the whole method (first line above), lists with a true false share of 10 %, pooled.");
        w.WriteLine();
        w.WriteLine("| changed records of the class | classes | found |");
        w.WriteLine("|---|---|---|");
        foreach (var l in result.Changed) w.WriteLine($"| {l.Changed} | {l.Cases} | {BenchmarkTables.F(l.Found)} |");
        File.WriteAllText(Path.Combine(folder, "objectivity-ablation.md"), w.ToString());
    }

    private static void Others(TextWriter w, AblationResult result)
    {
        w.WriteLine("## Other methods: as they stand, and with our context and calibration");
        w.WriteLine();
        w.WriteLine("R@FDP 10 %. «наши признаки» and Fisher are given the ten evidences of step 2, «показатели класса» plain figures of the class. Calibrations: `msoko train baselines`. «Ours ÷ it»: first line of the");
        w.WriteLine("table above.");
        w.WriteLine();
        var ours = result.Lines.FirstOrDefault(l => l.Without == Ablation.Nothing)?.Recall10 ?? double.NaN;
        w.WriteLine("| method | as it stands | with context | ours ÷ it |");
        w.WriteLine("|---|---|---|---|");
        foreach (var o in result.Others) w.WriteLine($"| {o.Method} | {BenchmarkTables.F(o.Alone)} | {BenchmarkTables.F(o.WithContext)} | {(o.WithContext < .01 ? "—" : BenchmarkTables.F(ours / o.WithContext, "0.0"))} |");
        w.WriteLine();
    }
}
