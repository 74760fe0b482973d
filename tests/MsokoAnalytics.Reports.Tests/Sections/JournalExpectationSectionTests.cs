using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Sections.JournalExpectation;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Sections;

public sealed class JournalExpectationSectionTests
{
    private const string Work = "ВПР-2021-spring-05-МА-base";

    [Fact]
    public void Shares_stand_beside_what_the_journal_lets_expect()
    {
        var content = Build(ofSchool: false, [Row("", "lowered", 40, 10), Row("", "raised", 40, 2), Row(Work, "lowered", 40, 30, "выше ожидаемого")], [Soft("", 40, .25)])!;

        var model = (ExpectationModel)content.Data;
        var line = Assert.Single(model.Lines);
        Assert.Equal(new ExpectationCell(25, 20, 10.1, 30.3, 0), line.Lowered); // 10 of 40; usual range 10.06…30.26 rounded
        Assert.Equal(5.0, line.Raised!.Value); // 2 of 40
        Assert.Equal(.25, line.Leniency);
        Assert.Equal(.4, model.Limit); // the widest end is 0.35
        var sign = Assert.Single(model.Signs);
        Assert.Equal(("Школа А", "понизили", 75.0, "выше ожидаемого"), (sign.School, sign.Measure, sign.Value, sign.Verdict));
        Assert.Contains("понизили — 1", content.Conclusions[0].Text, StringComparison.Ordinal);
        Assert.Contains("не говорит, какая из двух отметок неверна", content.Conclusions[0].Text, StringComparison.Ordinal);
        Assert.Contains(content.Notes, n => n.Text.Contains("journal-1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_small_group_has_no_shares_however_many_works_its_pupils_wrote()
    {
        var model = (ExpectationModel)Build(ofSchool: false, [Row("", "lowered", 40, 10), Row("", "raised", 40, 2)], [Soft("", 9, .25)])!.Data;

        var line = Assert.Single(model.Lines);
        Assert.True(line.Small);
        Assert.Null(line.Lowered);
        Assert.Null(line.Leniency);
    }

    [Fact]
    public void A_school_has_its_works_and_their_sum()
    {
        var model = (ExpectationModel)Build(ofSchool: true, [Row(Work, "lowered", 20, 5), Row(Work, "raised", 20, 5), Row("", "lowered", 20, 5)], [Soft("", 20, .1)])!.Data;

        Assert.Equal(["Математика, 5\u00A0класс", "Все работы года"], model.Lines.Select(l => l.Name));
        Assert.True(model.Lines[1].IsTotal);
    }

    [Fact]
    public void Without_both_marks_there_is_no_section() => Assert.Null(Build(ofSchool: false, [], []));

    private static MsokoAnalytics.Reports.Sections.SectionContent? Build(bool ofSchool, IReadOnlyList<ExpectationRow> rows, IReadOnlyList<LeniencyRow> leniency)
    {
        var hand = new HandMade().School("000001", "Школа А");
        var work = hand.Work(HandMade.Spring2021, 5, "МА", "Математика");
        hand.Result(work, HandMade.Municipality, 5, 20, 20, 5).Result(work, HandMade.Of("000001"), 2, 8, 8, 2);
        var context = ofSchool ? BuildContext.ForSchool(hand.Data(), new SchoolRow { SchoolId = "000001", Name = "Школа А" }, HandMade.Spring2021) : hand.MunicipalityContext();
        return JournalExpectationSection.Build(context, new ExpectationYears(rows, leniency));
    }

    private static ExpectationRow Row(string work, string measure, int n, int k, string verdict = "в пределах ожидания") => new()
    {
        Year = 2021, Scope = Scopes.School, ScopeId = "000001", WorkId = work, Measure = measure, N = n, ObservedN = k, ExpectedPct = 20, UsualLo = 10.06, UsualHi = 30.26, Q = .5, Verdict = verdict, RuleVersion = "journal-1",
    };

    private static LeniencyRow Soft(string work, int pupils, double value) => new()
    {
        Year = 2021, Scope = Scopes.School, ScopeId = "000001", WorkId = work, N = 40, NPupils = pupils, Leniency = value, LeniencyLo = value - .1, LeniencyHi = value + .1, RuleVersion = "leniency-1",
    };
}
