using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity;

/// <summary>Evidences of every unit of a data set, with the nuisance parameters they rest on.</summary>
/// <param name="Units">Ordered by subject, grade, year and class.</param>
/// <param name="Nuisance">Background rounding and absence spread of these data.</param>
/// <param name="Spreads">Between-class variances by subject.</param>
/// <param name="ItemTau2">Class × item heterogeneity by test, NaN without items.</param>
public sealed record EvidenceSet(UnitRecord[] Units, NuisanceParameters Nuisance, SubjectSpread[] Spreads, double[] ItemTau2);

/// <summary>Computes evidences. Pure: the same data give the same bits, whatever the number of threads.</summary>
public static class EvidenceEngine
{
    public static EvidenceSet Compute(ObjectivityData data)
    {
        var tests = data.Tests;
        var levels = PupilLevels.Build(data);
        double[][] other = [], own = [], journal = [];
        Parallel.Invoke(
            () => other = LevelRegression.OtherWorks(tests, levels),
            () => own = LevelRegression.OwnJournal(tests, levels),
            () => journal = LevelRegression.JournalSide(tests, levels));
        var densities = new ClassDensities[tests.Count];
        var absences = new AbsenceModel[tests.Count];
        var nuisance = Nuisance.Estimate(tests, levels, densities, absences);
        var byTest = new UnitRecord[tests.Count][];
        var itemTau2 = new double[tests.Count];
        Parallel.For(0, tests.Count, t =>
        {
            var evidence = new UnitEvidence(tests[t], levels[t], densities[t], absences[t], nuisance);
            byTest[t] = evidence.Units(t, other[t], own[t], journal[t]);
            itemTau2[t] = evidence.ItemTau2;
        });
        var order = Enumerable.Range(0, tests.Count).OrderBy(t => tests[t].Subject).ThenBy(t => tests[t].Grade).ThenBy(t => tests[t].Year);
        var units = order.SelectMany(t => byTest[t]).ToArray();
        return new EvidenceSet(units, nuisance, Standardiser.Apply(units), itemTau2);
    }
}
