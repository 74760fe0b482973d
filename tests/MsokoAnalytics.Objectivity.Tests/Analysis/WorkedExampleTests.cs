using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Tests.Analysis;

/// <summary>The example of docs/methodology/objectivity.md: what its page says, calculated by hand and once more in Python, is what the code says.</summary>
public class WorkedExampleTests
{
    /// <summary>The class of the example and its two other years.</summary>
    private static readonly double[][] Likelihood = [[2.6, .1, -.5, .4, -.2, .9, -.3], [2.2, 0, 0, 0, 0, 0, 0], [1.5, 0, 0, 0, 0, 0, 0]];

    [Fact]
    public void The_class_alone()
    {
        var odds = Likelihoods.UnitLogOdds(Likelihood[0]);
        Assert.Equal(1.2116704, odds, 7);
        Assert.Equal(.1502338, LogMath.Sigmoid(odds + Math.Log(.05 / .95)), 7);
    }

    [Fact]
    public void Its_other_years()
    {
        UnitRecord[] units = [.. Enumerable.Range(0, 3).Select(i => new UnitRecord
        {
            Test = i, ClassIndex = 0, Class = 1, School = 1, Subject = 0, Grade = 5 + i, Year = i, AcademicYear = i, Participants = 20, Roster = 20, MaxScore = 30, MeanY = 0,
        })];
        var context = ContextScores.Build(units, Likelihood).Units[0];
        Assert.Equal((2.7182365, 2), (Math.Round(context.Series, 7), context.OtherYears));
    }

    [Fact]
    public void The_lists()
    {
        double[] posterior = [.99, .97, .93, .90, .73, .40];
        Assert.Equal(3, BayesianFdr.Flag(posterior, .05).Count(x => x));
        Assert.Equal(5, BayesianFdr.Flag(posterior, .10).Count(x => x));
        Assert.All(BayesianFdr.QValues(posterior).Zip([.01, .02, .0366667, .0525, .096, .18]), q => Assert.Equal(q.Second, q.First, 6));
    }
}
