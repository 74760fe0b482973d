using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Building;

public sealed class WavesSectionTests
{
    private static readonly ScopeRef School = HandMade.Of("990001");

    [Fact]
    public void Waves_stand_side_by_side_a_year_without_one_is_empty_and_2025_is_a_break()
    {
        var hand = new HandMade().School("990001", "СОШ № 1");
        WaveKey[] waves = [new(2022, WaveKey.Spring), new(2022, WaveKey.Autumn), new(2024, WaveKey.Spring), new(2025, WaveKey.Spring)];
        var works = waves.Select(w => hand.Work(w, 4, "МА", "Математика")).ToArray();
        hand.Result(works[0], School, 5, 5, 5, 5).Result(works[0], HandMade.Municipality, 50, 60, 50, 40) // 50 % against 45 %
            .Result(works[1], School, 2, 2, 2, 2).Result(works[1], HandMade.Municipality, 50, 60, 50, 40)
            .Result(works[3], School, 0, 10, 5, 5);

        var section = WavesSectionBuilder.Build(hand.SchoolContext("990001", waves[3]))!;

        Assert.Equal(["весна 2022", "осень 2022", "2023", "2024", "весна 2025"], section.Columns.Select(c => c.Title));
        Assert.Equal([false, false, false, false, true], section.Columns.Select(c => c.BreakBefore));
        Assert.True(section.HasBreak);
        var row = Assert.Single(Assert.Single(section.Groups).Rows);
        Assert.Equal(
            [
                new WavesCell(20, Small: false, 75, 50, 5),
                new WavesCell(8, Small: true, null, null, null),
                null,
                null, // the school has no results of 2024, though others have
                new WavesCell(20, Small: false, 100, 50, null),
            ],
            row.Cells);
    }

    [Fact]
    public void Only_the_five_newest_columns_are_shown_and_later_waves_are_not()
    {
        var hand = new HandMade().School("990001", "СОШ № 1");
        for (var year = 2018; year <= 2025; year++) hand.Result(hand.Work(new WaveKey(year, WaveKey.Spring), 4, "МА", "Математика"), School, 5, 5, 5, 5);

        var section = WavesSectionBuilder.Build(hand.SchoolContext("990001", new WaveKey(2024, WaveKey.Spring)))!;

        Assert.Equal(["весна 2020", "весна 2021", "весна 2022", "весна 2023", "весна 2024"], section.Columns.Select(c => c.Title));
        Assert.False(section.HasBreak);
    }

    [Fact]
    public void One_wave_has_no_dynamics()
    {
        var hand = new HandMade().School("990001", "СОШ № 1");
        hand.Result(hand.Work(HandMade.Spring2021, 4, "МА", "Математика"), School, 5, 5, 5, 5);

        Assert.Null(WavesSectionBuilder.Build(hand.SchoolContext("990001")));
    }

    [Fact]
    public void Levels_of_one_subject_are_never_mixed()
    {
        var hand = new HandMade().School("990001", "СОШ № 1");
        hand.Result(hand.Work(new WaveKey(2021, WaveKey.Spring), 7, "МА", "Математика"), School, 5, 5, 5, 5)
            .Result(hand.Work(new WaveKey(2022, WaveKey.Spring), 7, "МА", "Математика"), School, 4, 4, 4, 4)
            .Result(hand.Work(new WaveKey(2022, WaveKey.Spring), 7, "МА", "Математика", level: "advanced"), School, 0, 0, 6, 6);

        var rows = WavesSectionBuilder.Build(hand.SchoolContext("990001", new WaveKey(2022, WaveKey.Spring)))!.Groups[0].Rows;

        Assert.Equal(["Математика", "Математика (углубл.)"], rows.Select(r => r.Work));
        Assert.Equal([20, 16], rows[0].Cells.Select(c => c!.N));
        Assert.Null(rows[1].Cells[0]);
    }
}
