using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Building;

public sealed class MarksSectionTests
{
    [Fact]
    public void Shares_intervals_and_differences_come_from_the_counts()
    {
        var hand = new HandMade();
        var work = hand.Work(HandMade.Spring2021, 4, "МА", "Математика");
        // 263 with a mark, 81 of them «4» or «5»: the interval 25.5–36.6 is the one published by Newcombe (1998).
        hand.Result(work, HandMade.Municipality, 20, 162, 60, 21, enrolled: 300, mean: 11.26).Result(work, HandMade.Region, 1000, 5000, 3000, 1000);
        var context = hand.MunicipalityContext();

        var section = MarksSectionBuilder.Build(context);

        var row = Assert.Single(Assert.Single(section.Groups).Rows);
        Assert.Equal("4\u00A0класс", section.Groups[0].Title);
        Assert.Equal("Математика", row.Work);
        Assert.Equal("ср. балл 11,3 из 20", row.Note);
        Assert.Equal(263, row.Writers);
        Assert.Equal(87.7, row.Attendance); // 263 / 300
        Assert.Equal(new Share(30.8, 25.5, 36.6), row.Quality);
        Assert.Equal(92.4, row.Pass!.Value); // 243 / 263
        Assert.Equal(["регион"], section.References);
        // 40 % of the region lie above the interval: ours is lower.
        Assert.Equal(new Reference(40.0, -9.2, -1), Assert.Single(row.References));
    }

    [Fact]
    public void The_difference_is_the_one_a_reader_gets_by_subtracting()
    {
        // 12.25 prints as 12.3 and 10.14 as 10.1; their difference prints as 2.2, although 2.11 would round to 2.1.
        var reference = Figures.Compare(49, 400, 1014, 10000);

        Assert.Equal(new Reference(10.1, 2.2, 0), reference);
    }

    [Fact]
    public void A_small_group_shows_no_share_in_the_municipality_and_only_counts_in_the_school()
    {
        var hand = new HandMade().School("990001", "СОШ № 1");
        var work = hand.Work(HandMade.Spring2021, 7, "НЯ", "Немецкий язык");
        hand.Result(work, HandMade.Municipality, 1, 5, 2, 1).Result(work, HandMade.Of("990001"), 1, 5, 2, 1);

        var municipality = hand.MunicipalityContext();
        var summary = MarksSectionBuilder.Build(municipality).Groups[0].Rows[0];
        var school = hand.SchoolContext("990001");
        var card = MarksSectionBuilder.Build(school).Groups[0].Rows[0];

        foreach (var row in new[] { summary, card })
        {
            Assert.True(row.Small);
            Assert.Null(row.Pass);
            Assert.Null(row.Quality);
            Assert.Null(row.Note);
        }

        Assert.Empty(((StackedChart)municipality.Charts[summary.Chart]).Parts);
        Assert.Equal([1, 5, 2, 1], ((StackedChart)school.Charts[card.Chart]).Parts);
        Assert.Contains("малая группа", municipality.Charts[summary.Chart].Alt, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_pupils_are_not_a_small_group()
    {
        var hand = new HandMade();
        var work = hand.Work(HandMade.Spring2021, 7, "НЯ", "Немецкий язык");
        hand.Result(work, HandMade.Municipality, 1, 5, 3, 1);

        var row = MarksSectionBuilder.Build(hand.MunicipalityContext()).Groups[0].Rows[0];

        Assert.False(row.Small);
        Assert.Equal(40, row.Quality!.Value);
    }

    [Theory]
    [InlineData("file", "допущение", false)]
    [InlineData("assumed", "допущение", true)]
    [InlineData("mixed", "допущение", true)]
    [InlineData("mixed", "official", false)]
    [InlineData("scale", "official", false)]
    public void A_mark_counts_as_assumed_only_when_it_was_read_off_an_assumed_scale(string markSource, string scaleStatus, bool expected)
    {
        var hand = new HandMade();
        var work = hand.Work(HandMade.Spring2021, 4, "МА", "Математика", scaleStatus: scaleStatus);
        hand.Result(work, HandMade.Municipality, 5, 5, 5, 5, markSource: markSource);

        Assert.Equal(expected, MarksSectionBuilder.Build(hand.MunicipalityContext()).Groups[0].Rows[0].Assumed);
    }

    [Fact]
    public void Works_stand_by_class_then_compulsory_subjects_first_and_base_before_advanced()
    {
        var hand = new HandMade();
        var autumn = new WaveKey(2022, WaveKey.Autumn);
        foreach (var (grade, code, name, level) in new[]
                 {
                     (8, "ФИ", "Физика", "base"), (7, "МА", "Математика", "advanced"), (7, "АЯ", "Английский язык", "base"), (7, "МА", "Математика", "base"),
                     (7, "РУ", "Русский язык", "base"), (4, "ОМ", "Окружающий мир", "base"),
                 })
            hand.Result(hand.Work(autumn, grade, code, name, level), HandMade.Municipality, 5, 5, 5, 5);

        var section = MarksSectionBuilder.Build(hand.MunicipalityContext(autumn));

        Assert.Equal(
            ["Программа 4\u00A0класса (писали в\u00A05\u00A0классе)", "Программа 7\u00A0класса (писали в\u00A08\u00A0классе)", "Программа 8\u00A0класса (писали в\u00A09\u00A0классе)"],
            section.Groups.Select(g => g.Title));
        Assert.Equal(["Русский язык", "Математика", "Математика (углубл.)", "Английский язык"], section.Groups[1].Rows.Select(r => r.Work));
    }
}
