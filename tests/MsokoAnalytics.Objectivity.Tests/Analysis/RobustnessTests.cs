using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Tests.Analysis;

/// <summary>Odd data give an answer or a refusal with a reason: never an exception, never a NaN.</summary>
public class RobustnessTests
{
    private static readonly GeneratedWorld World = WorldGenerator.Generate(new WorldParameters { Schools = 14, Years = 2 }, 21);

    [Fact]
    public void Nothing_at_all() => Refused(new ObjectivityData([], 0), RefusalReason.FewSchools);

    [Fact]
    public void One_school() => Refused(Change((row, _) => row.School == 1 ? row : null), RefusalReason.FewSchools);

    [Fact]
    public void One_class()
    {
        var first = World.Data.Tests[0].Classes[0];
        Refused(Change((row, _) => row.Class == first ? row : null), RefusalReason.FewSchools);
    }

    [Fact]
    public void All_scores_equal()
    {
        var report = Sound(Change((row, test) => row.Score is null ? row : row with { Score = 10, Items = Spread(test, 10) }));
        Assert.Empty(report.Units);
        Assert.All(report.Refusals, r => Assert.Equal(RefusalReason.NoSpread, r.Reason));
    }

    [Fact]
    public void All_scores_of_one_class_equal()
    {
        var odd = World.Data.Tests[0].Classes[3];
        Sound(Change((row, test) => row.Class != odd || row.Score is null ? row : row with { Score = 10, Items = Spread(test, 10) }));
    }

    [Fact]
    public void No_journal()
    {
        var report = Sound(Change((row, _) => row with { Journal = null }));
        Assert.NotEmpty(report.Units);
        Assert.All(report.Units, u => Assert.Equal(DataTier.T3, u.Scored.Unit.Tier));
    }

    [Fact]
    public void No_items()
    {
        var report = Sound(TierMask.Apply(World.Data, DataTier.T4));
        Assert.NotEmpty(report.Units);
        Assert.All(report.Units, u => Assert.Equal(DataTier.T4, u.Scored.Unit.Tier));
    }

    [Fact]
    public void Neither_journal_nor_items_is_never_flagged()
    {
        var report = Sound(TierMask.Apply(World.Data, DataTier.T5));
        Assert.Empty(report.Units);
        Assert.Contains(report.Refusals, r => r.Reason == RefusalReason.LevelsOnly);
    }

    [Fact]
    public void One_work_only()
    {
        var report = Sound(World.Data with { Tests = [World.Data.Tests[0]] });
        Assert.NotEmpty(report.Units);
        Assert.All(report.Units, u => Assert.Equal(0, u.Scored.Context.OtherYears));
    }

    [Fact]
    public void Classes_that_repeat_each_other_to_the_last_point()
    {
        var test = World.Data.Tests[0];
        var source = Enumerable.Range(0, test.Rows).Where(i => test.Class(i) == test.Classes[0]).ToArray();
        var rows = Rows(test);
        foreach (var c in test.Classes[1..4])
        {
            rows.RemoveAll(r => r.Class == c);
            rows.AddRange(source.Select(i => Row(test, i) with { Class = c }));
        }

        Sound(World.Data with { Tests = [Rebuild(test, rows), .. World.Data.Tests.Skip(1)] });
    }

    [Fact]
    public void A_year_without_participants()
    {
        var report = Sound(Change((row, test) => test.Year == 2 ? row with { Score = null, Items = null } : row));
        Assert.NotEmpty(report.Units);
        Assert.All(report.Units, u => Assert.Equal(1, u.Scored.Unit.Year));
        Assert.Contains(report.Refusals, r => r.Reason == RefusalReason.FewParticipants && r.Count == 0);
    }

    [Fact]
    public void Everybody_present_and_everybody_with_the_same_journal_mark() =>
        Sound(Change((row, _) => row.Score is null ? null : row with { Journal = 4 }));

    [Fact]
    public void Totals_that_differ_from_the_items_and_pupils_without_items() =>
        Sound(Change((row, test) => row.Score is null ? row
            : row.Pupil % 7 == 0 ? row with { Items = null }
            : row.Pupil % 11 == 0 ? row with { Score = (short)Math.Min(row.Score.Value + 1, test.MaxScore) } : row));

    [Fact]
    public void A_class_under_five_is_refused_with_its_number()
    {
        var small = World.Data.Tests[0].Classes[2];
        var seen = 0;
        var report = Sound(Change((row, test) => row.Class != small || test != World.Data.Tests[0] || row.Score is null || seen++ < 4 ? row : row with { Score = null, Items = null }));
        Assert.Contains(report.Refusals, r => r.Reason == RefusalReason.SmallClass && r.Class == small && r.Count == 4);
        Assert.DoesNotContain(report.Units, u => u.Scored.Unit.Class == small && u.Scored.Unit.Subject == World.Data.Tests[0].Subject && u.Scored.Unit.Year == World.Data.Tests[0].Year);
    }

    private static void Refused(ObjectivityData data, RefusalReason reason)
    {
        var report = Sound(data);
        Assert.Empty(report.Units);
        Assert.Equal(reason, Assert.Single(report.Refusals).Reason);
    }

    private static ObjectivityReport Sound(ObjectivityData data)
    {
        var report = ObjectivityAnalysis.Analyse(data, ModelSet.Default);
        Assert.All(report.Units, u =>
        {
            Assert.InRange(u.Scored.Posterior, 0, 1);
            Assert.InRange(u.QValue, 0, 1);
            Assert.InRange(u.ConformalP, 0, 1);
            Assert.True(double.IsFinite(u.Scored.LogOdds));
            Assert.All(u.Scored.Likelihoods, l => Assert.True(double.IsFinite(l)));
            Assert.All(u.Contributions, c => Assert.True(double.IsFinite(c)));
            Assert.DoesNotContain(u.Scored.Unit.Evidence, double.IsInfinity);
        });
        Assert.All(report.Schools, s => Assert.InRange(s.Scored.Posterior, 0, 1));
        Assert.True(double.IsFinite(report.Nuisance.Rho) && double.IsFinite(report.Prevalence));
        return report;
    }

    private static ObjectivityData Change(Func<RosterRow, AssessmentTest, RosterRow?> change) =>
        World.Data with { Tests = [.. World.Data.Tests.Select(t => Rebuild(t, [.. Rows(t).Select(r => change(r, t)).OfType<RosterRow>()]))] };

    private static List<RosterRow> Rows(AssessmentTest test) => [.. Enumerable.Range(0, test.Rows).Select(i => Row(test, i))];

    private static RosterRow Row(AssessmentTest test, int i)
    {
        var count = test.Maxima.Length;
        return new RosterRow(
            test.Pupil[i], test.Class(i), test.School[i], test.Score[i] < 0 ? null : test.Score[i], test.Journal[i] == 0 ? null : test.Journal[i],
            test.ItemTotal[i] < 0 ? null : test.Items.AsSpan(i * count, count).ToArray());
    }

    private static AssessmentTest Rebuild(AssessmentTest test, List<RosterRow> rows) =>
        AssessmentTest.Create(test.Subject, test.Grade, test.Year, test.Maxima, test.MaxScore, test.Thresholds, rows);

    private static sbyte[] Spread(AssessmentTest test, int total)
    {
        var items = new sbyte[test.Maxima.Length];
        for (var j = 0; total > 0; j++)
        {
            items[j] = (sbyte)Math.Min(total, test.Maxima[j]);
            total -= items[j];
        }

        return items;
    }
}
