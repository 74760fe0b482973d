using System.Runtime.InteropServices;
using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity;

/// <summary>Why something cannot be judged.</summary>
public enum RefusalReason
{
    /// <summary>The data set has too few schools.</summary>
    FewSchools,

    /// <summary>The test has too few participants.</summary>
    FewParticipants,

    /// <summary>The test has too few classes.</summary>
    FewClasses,

    /// <summary>Everybody has the same score.</summary>
    NoSpread,

    /// <summary>The class has too few participants.</summary>
    SmallClass,

    /// <summary>Neither items nor journal: levels are described, never flagged.</summary>
    LevelsOnly,
}

/// <summary>A test, or a class of it, that gets no verdict.</summary>
/// <param name="Test">Index of the test; −1 = the whole data set.</param>
/// <param name="Class">Number of the class; −1 = all of the test.</param>
/// <param name="Reason">Why.</param>
/// <param name="Count">The number that is too small.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Refusal(int Test, int Class, RefusalReason Reason, int Count);

/// <summary>In which way the data lie outside what the models were trained on.</summary>
public enum RangeWarning
{
    Rounding,
    AbsenceSpread,
    ItemHeterogeneity,
    LevelSpread,
    LogOddsShape,
    FewUnitsOfSubject,
}

/// <summary>A figure of the data against what was met in training.</summary>
/// <param name="Kind">What is compared.</param>
/// <param name="Value">Figure of the data; NaN where the data do not give it.</param>
/// <param name="Low">Lower end of the range.</param>
/// <param name="High">Upper end of the range.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RangeCheck(RangeWarning Kind, double Value, double Low, double High)
{
    public bool IsOutside => Value < Low || Value > High;
}

/// <summary>A unit with its place in the lists.</summary>
/// <param name="Scored">Scores.</param>
/// <param name="QValue">Expected share of false entries of the shortest list that holds the unit.</param>
/// <param name="ConformalP">Share of honest generated classes of that size with evidence at least as strong, from the unit alone.</param>
/// <param name="Contributions">Contribution of each evidence to the log odds of the likeliest mechanism.</param>
/// <param name="Model">Name of the model that served the unit.</param>
public sealed record JudgedUnit(ScoredUnit Scored, double QValue, double ConformalP, double[] Contributions, string Model);

/// <summary>A school with its place in the list of its scope; NaN = it is in none, for its only class of the work says it all.</summary>
public sealed record JudgedSchool(ScoredSchool Scored, double QValue);

/// <summary>What the analysis found and what it could not judge.</summary>
public sealed record ObjectivityReport(
    JudgedUnit[] Units, JudgedSchool[] Schools, Refusal[] Refusals, NuisanceParameters Nuisance, double Prevalence, RangeCheck[] Range)
{
    /// <summary>The tests that could be judged; <see cref="Evidence.UnitRecord.Test"/> is an index into them.</summary>
    public required ObjectivityData Judged { get; init; }

    /// <summary>The scores alone.</summary>
    public Scores Scores => new([.. Units.Select(u => u.Scored)], [.. Schools.Select(s => s.Scored)], Prevalence, Nuisance.Rho);
}

/// <summary>The whole analysis of a data set: refusals, evidences, scores, lists. Pure; equal for any number of threads.</summary>
public static class ObjectivityAnalysis
{
    /// <param name="data">Tests of all years.</param>
    /// <param name="models">Trained models.</param>
    public static ObjectivityReport Analyse(ObjectivityData data, ModelSet models)
    {
        var refusals = new List<Refusal>();
        var kept = Kept(data, refusals);
        var judged = data with { Tests = [.. kept.Select(t => data.Tests[t])] };
        var evidence = EvidenceEngine.Compute(judged);
        var oneYear = kept.Select(t => data.Tests[t].Year).Distinct().Count() == 1;
        foreach (var unit in evidence.Units)
        {
            if (unit.Participants < UnitRules.FewestParticipants) refusals.Add(new Refusal(kept[unit.Test], unit.Class, RefusalReason.SmallClass, unit.Participants));
            else if (models.For(unit.Tier, oneYear) is null) refusals.Add(new Refusal(kept[unit.Test], unit.Class, RefusalReason.LevelsOnly, unit.Participants));
        }

        var main = evidence.Units.GroupBy(u => u.Tier).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => models.For(g.Key, oneYear)).FirstOrDefault(m => m is not null);
        var scores = ObjectivityScoring.Score(evidence, u => models.For(u.Tier, oneYear)?.Unit, main?.School);
        var q = BayesianFdr.QValues(Array.ConvertAll(scores.Units, u => u.Posterior));
        var likelihoods = models.Tiers.ToDictionary(t => t.Unit, t => new Likelihoods(t.Unit));
        var units = new JudgedUnit[scores.Units.Length];
        Parallelism.For(0, units.Length, i =>
        {
            var scored = scores.Units[i];
            var model = models.For(scored.Unit.Tier, oneYear)!;
            units[i] = new JudgedUnit(scored, q[i], model.Conformal.PValue(scored.Unit.Participants, scored.LogOdds), likelihoods[model.Unit].Contributions(scored.Unit, scored.Mechanism), model.Name);
        });
        return new ObjectivityReport(
            units, Schools(scores.Schools), [.. refusals], evidence.Nuisance, scores.Prevalence,
            main is null ? [] : Range(evidence, scores, main))
        {
            Judged = judged,
        };
    }

    /// <summary>A list for each scope.</summary>
    private static JudgedSchool[] Schools(ScoredSchool[] schools)
    {
        var q = new double[schools.Length];
        Array.Fill(q, double.NaN);
        foreach (var scope in Enumerable.Range(0, schools.Length).Where(i => schools[i].Scope != SchoolScope.Work || schools[i].Units.Length > 1).GroupBy(i => schools[i].Scope))
        {
            var rows = scope.ToArray();
            var values = BayesianFdr.QValues(Array.ConvertAll(rows, i => schools[i].Posterior));
            for (var i = 0; i < rows.Length; i++) q[rows[i]] = values[i];
        }

        return [.. schools.Select((s, i) => new JudgedSchool(s, q[i]))];
    }

    /// <summary>Indices of the tests that can be judged.</summary>
    private static int[] Kept(ObjectivityData data, List<Refusal> refusals)
    {
        var schools = data.Tests.SelectMany(t => Enumerable.Range(0, t.Rows).Where(i => t.Score[i] >= 0).Select(i => t.School[i])).Distinct().Count();
        if (schools < UnitRules.FewestSchools)
        {
            refusals.Add(new Refusal(-1, -1, RefusalReason.FewSchools, schools));
            return [];
        }

        var kept = new List<int>();
        for (var t = 0; t < data.Tests.Count; t++)
        {
            var test = data.Tests[t];
            var scores = test.Score.Where(s => s >= 0).Distinct().Count();
            if (test.Participants < UnitRules.FewestOfTest) refusals.Add(new Refusal(t, -1, RefusalReason.FewParticipants, test.Participants));
            else if (test.Classes.Length < UnitRules.FewestClasses) refusals.Add(new Refusal(t, -1, RefusalReason.FewClasses, test.Classes.Length));
            else if (scores < 2) refusals.Add(new Refusal(t, -1, RefusalReason.NoSpread, scores));
            else kept.Add(t);
        }

        return [.. kept];
    }

    /// <summary>Everything that is compared with training, within the range or not.</summary>
    private static RangeCheck[] Range(EvidenceSet evidence, Scores scores, TierModel model)
    {
        var range = model.Range;
        const double rhoLimit = 0.25, shift = 0.3;
        const int fewestForShape = 200;
        var checks = new List<RangeCheck> { new(RangeWarning.Rounding, evidence.Nuisance.Rho, 0, Math.Max(rhoLimit, range.RhoMax)) };
        // A tier without a roster learnt nothing about absence and does not use it.
        if (model.Unit.Evidence.Contains(ModelNames.Evidence[(int)EvidenceKind.Absence])) checks.Add(new(RangeWarning.AbsenceSpread, evidence.Nuisance.TauAbsence, 0, Math.Min(range.TauAbsenceMax, 1 - 1e-9)));
        checks.Add(new(RangeWarning.ItemHeterogeneity, Largest(evidence.ItemTau2), 0, range.ItemTau2Max));
        checks.Add(new(RangeWarning.LevelSpread, Largest(evidence.Spreads.SelectMany(s => new[] { s.OtherTau2, s.OwnJournalTau2, s.JournalSideTau2 })), 0, range.LevelTau2Max));
        if (scores.Units.Length > 0)
            checks.Add(new(RangeWarning.FewUnitsOfSubject, scores.Units.GroupBy(u => u.Unit.Subject).Min(g => g.Count()), UnitRules.FewestUnitsOfSubject, double.PositiveInfinity));
        var odds = scores.Units.Select(u => u.LogOdds).Order().ToArray();
        if (odds.Length >= fewestForShape)
            checks.Add(new(RangeWarning.LogOddsShape, Enumerable.Range(1, 8).Max(k => Math.Abs(odds[(int)(k / 10.0 * (odds.Length - 1))] - range.LogOddsQuantiles[k - 1])), 0, shift));
        return [.. checks];
    }

    /// <returns>NaN when no value is known.</returns>
    private static double Largest(IEnumerable<double> values) => values.Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Max();
}
