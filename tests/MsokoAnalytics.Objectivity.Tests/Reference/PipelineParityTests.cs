using System.Globalization;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Objectivity.Tests.Reference;

/// <summary>The whole pipeline against the prototype's outputs on the same 8 745 pupils: evidences, likelihood ratios, context, posteriors to 1e-6.</summary>
public class PipelineParityTests
{
    private const double Tolerance = 1e-6;

    [SharedFact]
    public void Nuisance_parameters_are_the_prototypes()
    {
        var set = EvidenceEngine.Compute(Fixtures.Pupils());
        var expected = Fixtures.Json("e2e/nuisance.json");
        Assert.Equal(expected.GetProperty("rho").GetDouble(), set.Nuisance.Rho, Tolerance);
        Assert.Equal(expected.GetProperty("tau_abs").GetDouble(), set.Nuisance.TauAbsence);
    }

    [SharedFact]
    public void Units_have_the_prototypes_evidences_ratios_contexts_and_posteriors()
    {
        var set = EvidenceEngine.Compute(Fixtures.Pupils());
        var model = Fixtures.UnitModel();
        var scores = ObjectivityScoring.Score(set, _ => model, null);
        var expected = Fixtures.Table("e2e/units_expected.csv");
        Assert.Equal(expected.Count, scores.Units.Length);
        var byKey = scores.Units.ToDictionary(u => (u.Unit.Class, u.Unit.Subject, u.Unit.Year));
        var wrong = new List<string>();
        foreach (var row in expected)
        {
            var scored = byKey[(Fixtures.Int(row["cls"]), Array.IndexOf(Fixtures.Subjects, row["subj"]), Fixtures.Int(row["year"]))];
            var unit = scored.Unit;
            Assert.Equal(Fixtures.Int(row["n"]), unit.Participants);
            Assert.Equal(Fixtures.Int(row["nroster"]), unit.Roster);
            Check("mV", unit.Other.Mean);
            Check("mJ", unit.OwnJournal.Mean);
            Check("mG", unit.JournalSide.Mean);
            Check("hard_num", unit.Hard.Sum);
            Check("hard_var", unit.Hard.Variance);
            Check("pf", unit.MisfitRaw);
            Check("agr", unit.AgreementRaw);
            Check("meany", unit.MeanY);
            Check("zV", unit[EvidenceKind.LevelOther]);
            Check("zJ", unit[EvidenceKind.LevelJournal]);
            Check("zG", unit[EvidenceKind.JournalLevel]);
            Check("zF", unit[EvidenceKind.Misfit]);
            Check("zH", unit[EvidenceKind.HardItems]);
            Check("sim", unit[EvidenceKind.Sharing]);
            Check("lB", unit[EvidenceKind.Bump]);
            Check("lJ", unit[EvidenceKind.JournalCopy]);
            Check("lAb", unit[EvidenceKind.Absence]);
            Check("zA", unit[EvidenceKind.Agreement]);
            string[] mechanisms = ["bump", "help", "share", "copyjournal", "absent", "lift", "inflate"];
            for (var k = 0; k < mechanisms.Length; k++) Check("llr_" + mechanisms[k], scored.Likelihoods[k]);
            Check("unit_logodds", scored.LogOdds);
            Check("ctx_series", scored.Context.Series);
            Check("ctx_parallel", scored.Context.Parallel);
            Check("ctx_school", scored.Context.School);
            Check("posterior", scored.Posterior);

            void Check(string name, double actual)
            {
                var value = double.Parse(row[name], CultureInfo.InvariantCulture);
                if (!(Math.Abs(value - actual) <= Tolerance * Math.Max(1, Math.Abs(value)))) wrong.Add(FormattableString.Invariant($"{name}: {value} → {actual} ({row["cls"]} {row["subj"]} {row["year"]})"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.GroupBy(w => w.Split(':')[0]).Select(g => $"{g.Key} ×{g.Count()}: {string.Join(" | ", g.Take(4))}")));
    }
}
