using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Building;

public sealed class JournalAndTaskTests
{
    [Fact]
    public void The_journal_table_divides_by_pupils_with_both_marks()
    {
        var hand = new HandMade();
        var work = hand.Work(HandMade.Spring2021, 5, "РУ", "Русский язык");
        hand.Result(work, HandMade.Municipality, 30, 60, 50, 20).Result(work, HandMade.Region, 300, 600, 500, 200)
            .Journal(work, HandMade.Municipality, 15, 130, 3, gap2: 2).Journal(work, HandMade.Region, 300, 1100, 100, gap2: null);
        var context = hand.MunicipalityContext();

        var section = JournalSectionBuilder.Build(context)!;

        var row = section.Groups[0].Rows[0];
        Assert.Equal(148, row.Both);
        Assert.Equal(new Share(10.1, 6.2, 16.0), row.Lowered); // 15 of 148: Newcombe (1998) prints 6.24–16.05, with one more digit 16.047
        Assert.Equal(2.0, row.Raised!.Value); // 3 / 148
        Assert.Equal(1.4, row.Gap2); // 2 / 148
        Assert.Equal(new Reference(20.0, -9.9, -1), Assert.Single(row.References));
        Assert.Equal([15, 130, 3], ((StackedChart)context.Charts[row.Chart]).Parts);
    }

    [Fact]
    public void Without_journal_marks_there_is_no_journal_section()
    {
        var hand = new HandMade();
        hand.Result(hand.Work(HandMade.Spring2021, 5, "РУ", "Русский язык"), HandMade.Municipality, 3, 6, 5, 2);

        Assert.Null(JournalSectionBuilder.Build(hand.MunicipalityContext()));
    }

    [Fact]
    public void Weak_tasks_are_those_furthest_behind_the_region_at_most_three_of_a_work()
    {
        var hand = new HandMade();
        var work = hand.Work(HandMade.Spring2021, 5, "МА", "Математика");
        var other = hand.Work(HandMade.Spring2021, 6, "МА", "Математика");
        foreach (var w in new[] { work, other }) hand.Result(w, HandMade.Municipality, 5, 5, 5, 5).Result(w, HandMade.Region, 50, 50, 50, 50);
        (double Own, double Region)[] figures = [(50, 70), (40, 55), (30, 42), (60, 70), (80, 75)];
        for (var i = 0; i < figures.Length; i++)
            hand.Task(work, HandMade.Municipality, i + 1, $"{i + 1}", figures[i].Own, 20, x: 1.25).Task(work, HandMade.Region, i + 1, $"{i + 1}", figures[i].Region, 200);
        hand.Task(other, HandMade.Municipality, 1, "1.1", 10, 20).Task(other, HandMade.Region, 1, "1.1", 11, 200);

        var section = TaskSectionBuilder.Build(hand.MunicipalityContext(), colourByDifference: false)!;

        Assert.Equal("Задания с наибольшим отставанием от региона", section.WeakTitle);
        Assert.Equal(
            [
                new WeakTask("Математика, 5\u00A0класс", "1", 20, 50, 70, -20, 1.3),
                new WeakTask("Математика, 5\u00A0класс", "2", 20, 40, 55, -15, 1.3),
                new WeakTask("Математика, 5\u00A0класс", "3", 20, 30, 42, -12, 1.3),
                new WeakTask("Математика, 6\u00A0класс", "1.1", 20, 10, 11, -1, null),
            ],
            section.Weak);
    }

    [Fact]
    public void Without_a_wider_group_the_lowest_tasks_are_listed_and_small_groups_never()
    {
        var hand = new HandMade();
        var work = hand.Work(HandMade.Spring2021, 5, "МА", "Математика");
        var small = hand.Work(HandMade.Spring2021, 7, "НЯ", "Немецкий язык");
        hand.Result(work, HandMade.Municipality, 5, 5, 5, 5).Result(small, HandMade.Municipality, 2, 2, 2, 2)
            .Task(work, HandMade.Municipality, 1, "1", 90, 20).Task(work, HandMade.Municipality, 2, "2", 20, 20).Task(small, HandMade.Municipality, 1, "1", 5, 8);

        var section = TaskSectionBuilder.Build(hand.MunicipalityContext(), colourByDifference: true)!;

        Assert.Equal("Задания с наименьшим выполнением", section.WeakTitle);
        Assert.Equal(["2", "1"], section.Weak.Select(w => w.Task));
        Assert.Equal(1, section.Skipped);
        Assert.Equal("heatmap", section.Spec); // nothing to take a difference from
        Assert.Null(section.Versus);
    }

    [Fact]
    public void The_school_heatmap_is_coloured_by_the_difference_from_the_municipality()
    {
        var hand = new HandMade().School("990001", "СОШ № 1");
        var work = hand.Work(HandMade.Spring2021, 5, "МА", "Математика");
        var school = HandMade.Of("990001");
        hand.Result(work, HandMade.Municipality, 50, 50, 50, 50).Result(work, school, 5, 5, 5, 5)
            .Task(work, school, 1, "1", 62.34, 20).Task(work, HandMade.Municipality, 1, "1", 50, 200).Task(work, school, 3, "3", 10, 20);
        var context = hand.SchoolContext("990001");

        var section = TaskSectionBuilder.Build(context, colourByDifference: true)!;

        Assert.Equal("муниципалитет", section.Versus);
        var cells = Assert.Single(((HeatmapChart)context.Charts[section.Groups[0].Chart]).Rows);
        Assert.Equal([new HeatmapCell(62.3, 12.3), null, new HeatmapCell(10, null)], cells);
    }
}
