using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Evidence;

/// <summary>Normal scores of a test's roster and of the same pupils elsewhere; NaN = unknown. One element per roster row.</summary>
internal sealed class PupilLevels
{
    /// <summary>Normal score of the primary score among the participants.</summary>
    public required double[] Y { get; init; }

    /// <summary>Normal score of the journal mark among the roster.</summary>
    public required double[] Journal { get; init; }

    /// <summary>Mean score in the pupil's other subjects of the year.</summary>
    public required double[] OtherY { get; init; }

    /// <summary>Mean journal score in the other subjects of the year.</summary>
    public required double[] OtherJournal { get; init; }

    /// <summary>Last year's score in the subject.</summary>
    public required double[] PastY { get; init; }

    /// <summary>Mean of last year's scores in the other subjects.</summary>
    public required double[] PastOther { get; init; }

    public static PupilLevels[] Build(ObjectivityData data)
    {
        var tests = data.Tests;
        var own = new (double[] Y, double[] J)[tests.Count];
        Parallel.For(0, tests.Count, t => own[t] = Scores(tests[t]));
        var subjects = tests.Count == 0 ? 0 : tests.Max(t => t.Subject) + 1;
        var n = data.PupilCount;
        // Sums per pupil in the order of the tests, so that a result does not depend on threads.
        double[] sumY = new double[n], sumJ = new double[n];
        int[] countY = new int[n], countJ = new int[n];
        var bySubject = data.PreviousYear is null ? null : Enumerable.Range(0, subjects).Select(_ => Nan(n)).ToArray();
        for (var t = 0; t < tests.Count; t++)
        {
            var (y, j) = own[t];
            for (var i = 0; i < tests[t].Rows; i++)
            {
                var p = tests[t].Pupil[i];
                if (!double.IsNaN(y[i]))
                {
                    sumY[p] += y[i];
                    countY[p]++;
                    if (bySubject is not null) bySubject[tests[t].Subject][p] = y[i];
                }

                if (double.IsNaN(j[i])) continue;
                sumJ[p] += j[i];
                countJ[p]++;
            }
        }

        var result = new PupilLevels[tests.Count];
        Parallel.For(0, tests.Count, t =>
        {
            var test = tests[t];
            var (y, j) = own[t];
            double[] oY = Nan(test.Rows), oJ = Nan(test.Rows), pY = Nan(test.Rows), pO = Nan(test.Rows);
            for (var i = 0; i < test.Rows; i++)
            {
                var p = test.Pupil[i];
                oY[i] = MeanWithout(sumY[p], countY[p], y[i]);
                oJ[i] = MeanWithout(sumJ[p], countJ[p], j[i]);
                if (bySubject is null || data.PreviousYear![p] is not (>= 0 and var past)) continue;
                pY[i] = bySubject[test.Subject][past];
                pO[i] = MeanWithout(sumY[past], countY[past], pY[i]);
            }

            result[t] = new PupilLevels { Y = y, Journal = j, OtherY = oY, OtherJournal = oJ, PastY = pY, PastOther = pO };
        });
        return result;
    }

    private static (double[] Y, double[] J) Scores(AssessmentTest test)
    {
        double[] y = new double[test.Rows], j = new double[test.Rows];
        for (var i = 0; i < test.Rows; i++)
        {
            y[i] = test.Score[i] < 0 ? double.NaN : test.Score[i];
            j[i] = test.Journal[i] == 0 ? double.NaN : test.Journal[i];
        }

        return (RankNormal.Scores(y), RankNormal.Scores(j));
    }

    private static double MeanWithout(double sum, int count, double own)
    {
        if (double.IsNaN(own)) return count > 0 ? sum / count : double.NaN;
        return count > 1 ? (sum - own) / (count - 1) : double.NaN;
    }

    private static double[] Nan(int n)
    {
        var a = new double[n];
        Array.Fill(a, double.NaN);
        return a;
    }
}
