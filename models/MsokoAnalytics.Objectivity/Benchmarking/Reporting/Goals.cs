using System.Globalization;

namespace MsokoAnalytics.Objectivity.Benchmarking.Reporting;

/// <summary>One demand and what was measured.</summary>
/// <param name="Row">Row of methods.md §7; «+» for a demand beyond it.</param>
/// <param name="Quantity">What is demanded.</param>
/// <param name="Must">Bound, as text.</param>
/// <param name="Measured">Figures, as text.</param>
/// <param name="IsReached">Null when another command or test tells.</param>
public sealed record Goal(string Row, string Quantity, string Must, string Measured, bool? IsReached);

/// <summary>The demands of methods.md §7, column «Must», with the raised ones of the issue, against results on worlds never seen.</summary>
public static class Goals
{
    /// <param name="results">Results by scenario; a scenario that was not run leaves its rows open.</param>
    public static IReadOnlyList<Goal> Of(IReadOnlyDictionary<string, BenchmarkResult> results)
    {
        List<Goal> goals = [];
        if (results.TryGetValue("mun", out var mun)) goals.AddRange(Municipality(mun));
        if (results.TryGetValue("oneyear", out var year)) goals.Add(AtLeast("1+", "oneyear: AUC full", .94, Full(year).Auc));
        if (results.TryGetValue("zero", out var zero)) goals.Add(AtMost("4", $"zero, {zero.Seeds.Count} worlds: units on the list at q 5 %", 1, Full(zero).List5!.Entries, "0"));
        foreach (var name in new[] { "noisy", "highprev", "lowprev" })
            if (results.TryGetValue(name, out var world)) goals.Add(AtMost("5", $"{name}: pooled FDP at q 5 %", .12, Full(world).List5!.FalseShare));
        if (results.TryGetValue("reg", out var region)) goals.AddRange(Region(region));
        if (mun is not null) goals.Add(AtMost("13", "mun: detection, s of processor time", 3, mun.Own.Seconds, "0.0"));
        goals.Add(new Goal("14", "the same bits for 1 and N threads, and on repeat", "equal", "`DetectionTests.Posteriors_are_the_same_bits_on_one_and_on_many_threads`", null));
        goals.Add(new Goal("15", "parity with the reference data", "≤ 1e-6", "`PipelineParityTests`", null));
        return [.. goals.OrderBy(g => int.Parse(g.Row.TrimEnd('+'), CultureInfo.InvariantCulture))];
    }

    private static IEnumerable<Goal> Municipality(BenchmarkResult mun)
    {
        var ours = Full(mun);
        var alone = mun.Methods[^2];
        var context = mun.Methods.SkipLast(2).Where(m => m.HasOurContext).ToArray();
        var plain = mun.Methods.SkipLast(2).Where(m => !m.HasOurContext).MaxBy(m => m.Recall10)!;
        yield return AtLeast("1", "mun: AUC full", .945, ours.Auc);
        yield return AtLeast("1", "mun: AUC of the class alone", .86, alone.Auc);
        yield return AtLeast("2", "mun: precision in the top 5 %", .65, ours.Top5);
        yield return AtLeast("2", "mun: recall at a true FDP of 10 %", .50, ours.Recall10);
        yield return AtLeast("2", $"… against the best other method as it stands ({plain.Name}, {BenchmarkTables.F(plain.Recall10)})", 3.5, ours.Recall10 / plain.Recall10, "0.0 ×");
        if (context.MaxBy(m => m.Recall10) is { } best)
            yield return AtLeast("2", $"… against the best one with our context ({best.Name}, {BenchmarkTables.F(best.Recall10)})", 2, ours.Recall10 / best.Recall10, "0.0 ×");
        yield return AtMost("3", "mun: pooled FDP at q 5 %", .06, ours.List5!.FalseShare);
        yield return AtMost("3", "mun: pooled FDP at q 10 %", .12, ours.List10!.FalseShare);
        yield return AtLeast("3", "mun: recall at q 5 %", .48, ours.List5.Recall);
        yield return AtLeast("3", "mun: recall at q 10 %", .50, ours.List10.Recall);
        foreach (var (row, kind, bound) in new[] { ("6", "гимназии", .01), ("6", "честный рост", .01), ("6", "сельские", .003), ("7", "верхние 5 %", .025), ("8", "мягкий журнал", .005) })
            yield return AtMost(row, $"mun: honest «{kind}» on the list at q 10 %", bound, ours.Honest[kind], "0.00 %");
        yield return AtLeast("8", "mun: AUC of the leniency index", .89, mun.Own.LeniencyAuc);
        yield return AtLeast("9", "mun: mechanism right among true flags, without lift", .90, mun.Own.MechanismRight);
        var schools = mun.Own.Schools[SchoolScope.All];
        yield return AtLeast("10", "mun: school AUC", .92, schools.Auc);
        yield return AtMost("10", $"mun: schools, pooled FDP at q 10 % ({schools.List10.Entries} listed)", .10, schools.List10.FalseShare);
        yield return AtMost("11", "mun: calibration error", .010, mun.Own.CalibrationError, "0.0000");
        yield return AtLeast("11", "mun: Brier skill", .50, mun.Own.BrierSkill);
    }

    private static IEnumerable<Goal> Region(BenchmarkResult region)
    {
        yield return AtLeast("12", "reg: AUC full", .93, Full(region).Auc);
        yield return AtMost("12", "reg: pooled FDP at q 10 %", .11, Full(region).List10!.FalseShare);
        yield return AtMost("12", "reg: detection, s of processor time", 60, region.Own.Seconds, "0.0");
    }

    private static MethodFigures Full(BenchmarkResult result) => result.Methods[^1];

    private static Goal AtLeast(string row, string quantity, double bound, double value, string format = "0.000") =>
        new(row, quantity, "≥ " + Text(bound, format), Text(value, format), value >= bound);

    private static Goal AtMost(string row, string quantity, double bound, double value, string format = "0.000") =>
        new(row, quantity, "≤ " + Text(bound, format), Text(value, format), value <= bound);

    private static string Text(double value, string format) => double.IsNaN(value) ? "—" : value.ToString(format, CultureInfo.InvariantCulture);
}
