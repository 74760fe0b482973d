using System.Globalization;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Benchmarking.Reporting;

/// <summary>Benchmark tables as Markdown, so that a page of the documentation is the output of the command.</summary>
public static class BenchmarkTables
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <param name="w">Where to.</param>
    /// <param name="result">Figures of a scenario.</param>
    /// <param name="note">Said behind the name of the scenario.</param>
    public static void Write(TextWriter w, BenchmarkResult result, string note = "")
    {
        w.WriteLine();
        w.WriteLine($"### {result.Scenario}{note}, {Seeds(result.Seeds)}");
        w.WriteLine();
        w.WriteLine(string.Create(Plain, $"{result.Own.Units} units, {result.Own.Manipulated} manipulated. Own rounding estimate ρ {result.Own.Rho:0.000}; detection {result.Own.Seconds:0.0} s of processor time per world."));
        w.WriteLine();
        w.WriteLine("| method | AUC | P@5 % | R@FDP 5 % | R@FDP 10 % | q 5 %: n, FDP, recall | q 10 %: n, FDP, recall |");
        w.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var m in result.Methods) w.WriteLine($"| {m.Name} | {F(m.Auc)} | {F(m.Top5)} | {F(m.Recall5)} | {F(m.Recall10)} | {List(m.List5)} | {List(m.List10)} |");
        w.WriteLine();
        w.WriteLine("| honest units in the list at q 10 % | " + string.Join(" | ", ObjectivityBenchmark.HonestKinds) + " |");
        w.WriteLine("|---|" + string.Concat(Enumerable.Repeat("---|", ObjectivityBenchmark.HonestKinds.Length)));
        foreach (var m in result.Methods.Where(m => m.Honest.Count > 0))
            w.WriteLine($"| {m.Name} | {string.Join(" | ", ObjectivityBenchmark.HonestKinds.Select(k => Percent(m.Honest[k])))} |");
        w.WriteLine();
        Mechanism[] kinds = [Mechanism.Bump, Mechanism.Help, Mechanism.Share, Mechanism.CopyJournal, Mechanism.Absent, Mechanism.Lift];
        w.WriteLine("| recall at q 10 % by mechanism | bump | help | share | copyjournal | absent | lift |");
        w.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var m in result.Methods.Where(m => m.RecallByMechanism.Count > 0))
            w.WriteLine($"| {m.Name} | {string.Join(" | ", kinds.Select(k => F(m.RecallByMechanism[k])))} |");
        w.WriteLine();
        w.WriteLine("| school level, ours | AUC | q 5 %: n, FDP, recall | q 10 %: n, FDP, recall |");
        w.WriteLine("|---|---|---|---|");
        foreach (var (scope, schools) in result.Own.Schools) w.WriteLine($"| {ScopeName(scope)} | {F(schools.Auc)} | {List(schools.List5)} | {List(schools.List10)} |");
        w.WriteLine();
        w.WriteLine($"Ours: mechanism right (without lift) {F(result.Own.MechanismRight)}; calibration error {F(result.Own.CalibrationError, "0.0000")}; Brier skill {F(result.Own.BrierSkill)}; leniency index AUC {F(result.Own.LeniencyAuc)}.");
    }

    internal static string Seeds(IReadOnlyList<long> seeds) => seeds.Count == 1 ? $"seed {seeds[0].ToString(Plain)}" : $"seeds {seeds[0].ToString(Plain)}–{seeds[^1].ToString(Plain)}";

    private static string ScopeName(SchoolScope scope) => scope switch
    {
        SchoolScope.Work => "school × work, two classes and more",
        SchoolScope.Year => "school × year",
        _ => "school, all years",
    };

    internal static string F(double value, string format = "0.000") => double.IsNaN(value) ? "—" : value.ToString(format, Plain);

    internal static string Percent(double value) => double.IsNaN(value) ? "—" : (100 * value).ToString("0.00", Plain) + " %";

    internal static string List(ListFigures? list) => list is null ? "no list" : $"{list.Entries.ToString(Plain)}, {F(list.FalseShare)}, {F(list.Recall)}";
}
