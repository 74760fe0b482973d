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
        var other = LevelRegression.OtherWorks(tests, levels);
        var own = LevelRegression.OwnJournal(tests, levels);
        var journal = LevelRegression.JournalSide(tests, levels);
        var densities = new ClassDensities[tests.Count];
        var absences = new AbsenceModel[tests.Count];
        var nuisance = Nuisance.Estimate(tests, levels, densities, absences);
        var byTest = new UnitRecord[tests.Count][];
        var itemTau2 = new double[tests.Count];
        Parallelism.For(0, tests.Count, t =>
        {
            var evidence = new UnitEvidence(tests[t], levels[t], densities[t], absences[t], nuisance);
            byTest[t] = evidence.Units(t, other[t], own[t], journal[t]);
            itemTau2[t] = evidence.ItemTau2;
        });
        for (var t = 0; t < tests.Count; t++)
        {
            var tier = TierOf(tests[t], data.PreviousYear is not null);
            foreach (var unit in byTest[t]) unit.Tier = tier;
        }

        var order = Enumerable.Range(0, tests.Count).OrderBy(t => tests[t].Subject).ThenBy(t => tests[t].Grade).ThenBy(t => tests[t].Year);
        var units = order.SelectMany(t => byTest[t]).ToArray();
        return new EvidenceSet(units, nuisance, Standardiser.Apply(units), itemTau2);
    }

    /// <summary>What the test's files hold: items and journal marks count as there when half of the participants have them.</summary>
    private static DataTier TierOf(AssessmentTest test, bool linked)
    {
        int items = 0, journal = 0;
        for (var i = 0; i < test.Rows; i++)
        {
            if (test.Score[i] < 0) continue;
            if (test.ItemTotal[i] >= 0) items++;
            if (test.Journal[i] != 0) journal++;
        }

        bool hasItems = 2 * items > test.Participants, hasJournal = 2 * journal > test.Participants;
        return (hasItems, hasJournal) switch
        {
            (true, true) => linked ? DataTier.T1 : DataTier.T2,
            (true, false) => DataTier.T3,
            (false, true) => DataTier.T4,
            _ => DataTier.T5,
        };
    }
}
