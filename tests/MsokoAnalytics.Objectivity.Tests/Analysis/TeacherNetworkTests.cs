using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inference;

namespace MsokoAnalytics.Objectivity.Tests.Analysis;

/// <summary>The network of teachers against sums over every combination of school, kinds and assignments, made in Python term by term.</summary>
public class TeacherNetworkTests
{
    [Fact]
    public void A_unit_of_its_own_has_the_odds_of_the_prior()
    {
        // P(a teacher manipulates) = .15·.35 + .85·.03 = .078, in a class and year .7 of that.
        var odds = TeacherNetwork.LogOdds([Unit(1, 0, 1, 5)], [new double[7]]);
        Assert.Equal(Math.Log(.0546 / .9454), Assert.Single(odds), 12);
    }

    [Fact]
    public void Two_classes_over_two_years_and_another_subject_equal_the_sum_over_all_combinations()
    {
        UnitRecord[] units = [Unit(1, 0, 1, 5), Unit(1, 0, 2, 6), Unit(2, 0, 1, 5), Unit(2, 0, 2, 6), Unit(1, 1, 1, 5), Unit(2, 1, 1, 5)];
        double[][] likelihoods =
        [
            [2, -1, 0, 1, -2, .5, 0], [3, 0, -1, 0, 0, 0, -1], [-1, 1, 0, -3, 0, 2, 1], [0, 0, 4, 0, -1, 0, 0], [1.5, 0, 0, 0, 0, -1, 2], [-2, -1, 0, 0, 0, 0, -.5],
        ];
        double[] expected = [-0.5436940241349862, -0.3677782280408001, -1.2742169619369483, -0.4616217629028293, -2.049922268468686, -2.605798910527068];
        var odds = TeacherNetwork.LogOdds(units, likelihoods);
        for (var u = 0; u < odds.Length; u++) Assert.Equal(expected[u], odds[u], 10);
        // Another school changes nothing here, and the order of the units neither.
        UnitRecord[] more = [.. units.Reverse(), Unit(9, 0, 1, 5, school: 8)];
        var again = TeacherNetwork.LogOdds(more, [.. likelihoods.Reverse(), [9, 9, 9, 9, 9, 9, 0]]);
        for (var u = 0; u < odds.Length; u++) Assert.Equal(odds[u], again[odds.Length - 1 - u], 10);
    }

    [Fact]
    public void Many_classes_with_extreme_ratios_give_finite_odds()
    {
        UnitRecord[] units = [.. Enumerable.Range(0, 60).Select(i => Unit(i / 3, 0, 1 + (i % 3), 5 + (i % 3)))];
        foreach (var extreme in new[] { -40.0, 40 })
            Assert.All(TeacherNetwork.LogOdds(units, [.. units.Select(_ => Enumerable.Repeat(extreme, 7).ToArray())]), o => Assert.True(double.IsFinite(o)));
    }

    private static UnitRecord Unit(int number, int subject, int year, int grade, int school = 1) => new()
    {
        Test = 0, ClassIndex = 0, Class = number, School = school, Subject = subject, Grade = grade, Year = year, AcademicYear = year, Participants = 20, Roster = 20, MaxScore = 30, MeanY = 0,
    };
}
