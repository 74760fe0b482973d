using System.Runtime.InteropServices;
using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Inference;

/// <summary>What the rest of the data says of a unit, in log odds.</summary>
/// <param name="Series">Same class and subject in other years.</param>
/// <param name="Parallel">Other classes of the school in the subject.</param>
/// <param name="School">Other subjects of the school.</param>
/// <param name="OtherYears">Number of other units of the series.</param>
/// <param name="Network">Log odds of the unit and all of these together, if teachers are at work (<see cref="TeacherNetwork"/>).</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ContextScore(double Series, double Parallel, double School, int OtherYears, double Network);

/// <summary>Context of all units of a data set and the log odds of the schools.</summary>
public sealed class ContextScores
{
    private const int Manipulations = 6;
    private const double CleanShare = .03;
    private const double ProneShare = .35;
    private const double Preferred = .6;
    private const double InflateShare = .04;

    /// <summary>By unit.</summary>
    public required ContextScore[] Units { get; init; }

    /// <summary>Log odds that the school is prone, all kinds alike likely, by school number.</summary>
    public required IReadOnlyDictionary<int, double> Schools { get; init; }

    /// <param name="units">Units with a verdict.</param>
    /// <param name="likelihoods">Their seven log likelihood ratios.</param>
    public static ContextScores Build(IReadOnlyList<UnitRecord> units, double[][] likelihoods)
    {
        var n = units.Count;
        var a = new double[n][];
        var weights = new double[n][];
        for (var u = 0; u < n; u++)
        {
            var l = Array.ConvertAll(likelihoods[u], x => Math.Clamp(x, -10, 10));
            weights[u] = Softmax(l.AsSpan(0, Manipulations));
            a[u] = Array.ConvertAll(l, x => Math.Log(0.2 + (0.8 * Math.Exp(x))));
        }

        var (seriesOf, seriesCount) = Number(units, u => (u.Class, u.Subject, u.School));
        var (groupOf, groupCount) = Number(units, u => (u.School, u.Subject, 0));
        var (schoolOf, schoolCount) = Number(units, u => (u.School, 0, 0));
        var series = Sums(a, seriesOf, seriesCount);
        var sizes = new int[seriesCount];
        int[] groupOfSeries = new int[seriesCount], schoolOfGroup = new int[groupCount];
        for (var u = 0; u < n; u++)
        {
            sizes[seriesOf[u]]++;
            groupOfSeries[seriesOf[u]] = groupOf[u];
            schoolOfGroup[groupOf[u]] = schoolOf[u];
        }

        var b = new double[seriesCount][];
        var groupSum = Zeros(groupCount, Manipulations);
        var states = new double[seriesCount][];
        var stateSum = Zeros(groupCount, Manipulations + 1);
        var seriesInGroup = new int[groupCount];
        for (var s = 0; s < seriesCount; s++)
        {
            var lenient = Lenient(series[s][Manipulations]);
            b[s] = new double[Manipulations];
            for (var k = 0; k < Manipulations; k++) b[s][k] = LogMath.LogAdd(Math.Log(.5), Math.Log(.5) + series[s][k] - lenient);
            states[s] = SchoolStates(series[s]);
            var g = groupOfSeries[s];
            seriesInGroup[g]++;
            for (var k = 0; k < Manipulations; k++) groupSum[g][k] += b[s][k];
            for (var k = 0; k <= Manipulations; k++) stateSum[g][k] += states[s][k];
        }

        var schoolSum = Zeros(schoolCount, Manipulations + 1);
        for (var g = 0; g < groupCount; g++)
        {
            for (var k = 0; k <= Manipulations; k++)
            {
                stateSum[g][k] /= Math.Sqrt(seriesInGroup[g]);
                schoolSum[schoolOfGroup[g]][k] += stateSum[g][k];
            }
        }

        var network = TeacherNetwork.LogOdds(units, likelihoods);
        var result = new ContextScore[n];
        Span<double> other = stackalloc double[Manipulations];
        for (var u = 0; u < n; u++)
        {
            int s = seriesOf[u], g = groupOf[u], h = schoolOf[u];
            for (var k = 0; k < Manipulations; k++) other[k] = series[s][k] - a[u][k];
            var own = Math.Clamp(Mix(other, weights[u]) - Lenient(series[s][Manipulations] - a[u][Manipulations]), -6, 10);
            for (var k = 0; k < Manipulations; k++) other[k] = groupSum[g][k] - b[s][k];
            var parallel = Math.Clamp(Mix(other, weights[u]), -6, 10);
            for (var k = 0; k < Manipulations; k++)
                other[k] = schoolSum[h][k] - stateSum[g][k] + Math.Log(.4 + (3.6 * weights[u][k]));
            var clean = schoolSum[h][Manipulations] - stateSum[g][Manipulations];
            var school = Math.Clamp(LogMath.LogMeanExp(other) - clean, -10, 10);
            result[u] = new ContextScore(own, parallel, school, sizes[s] - 1, network[u]);
        }

        var schools = new Dictionary<int, double>();
        for (var u = 0; u < n; u++)
        {
            var sum = schoolSum[schoolOf[u]];
            schools.TryAdd(units[u].School, LogMath.LogMeanExp(sum.AsSpan(0, Manipulations)) - sum[Manipulations]);
        }

        return new ContextScores { Units = result, Schools = schools };
    }

    /// <summary>ln(0.96 + 0.04·e^x): honest work with or without a lenient journal.</summary>
    private static double Lenient(double x) => LogMath.LogAdd(Math.Log(1 - InflateShare), Math.Log(InflateShare) + x);

    /// <summary>ln(0.7·Σ ω_k e^{B_k} + 0.3·mean e^{B_k}): mostly the unit's own mechanism, with room for another.</summary>
    private static double Mix(ReadOnlySpan<double> b, double[] weights)
    {
        double own = 0, any = 0;
        for (var k = 0; k < b.Length; k++)
        {
            var e = Math.Exp(Math.Clamp(b[k], -30, 30));
            own += weights[k] * e;
            any += e;
        }

        return Math.Log((0.7 * own) + (0.3 * any / b.Length));
    }

    /// <summary>Log likelihood of a series under a prone school with each preferred kind (0..5) and under a clean one (6).</summary>
    private static double[] SchoolStates(double[] series)
    {
        var states = new double[Manipulations + 1];
        Span<double> terms = stackalloc double[Manipulations + 2];
        for (var state = 0; state <= Manipulations; state++)
        {
            var share = state == Manipulations ? CleanShare : ProneShare;
            for (var k = 0; k < Manipulations; k++)
            {
                var part = state == Manipulations ? 1.0 / Manipulations : ((1 - Preferred) / Manipulations) + (k == state ? Preferred : 0);
                terms[k] = Math.Log(share * part) + series[k];
            }

            terms[Manipulations] = Math.Log((1 - share) * InflateShare) + series[Manipulations];
            terms[Manipulations + 1] = Math.Log((1 - share) * (1 - InflateShare));
            states[state] = LogMath.LogSumExp(terms);
        }

        return states;
    }

    private static double[] Softmax(ReadOnlySpan<double> l)
    {
        var all = LogMath.LogSumExp(l);
        var w = new double[l.Length];
        for (var k = 0; k < w.Length; k++) w[k] = Math.Exp(l[k] - all);
        return w;
    }

    private static (int[] Of, int Count) Number(IReadOnlyList<UnitRecord> units, Func<UnitRecord, (int, int, int)> key)
    {
        var known = new Dictionary<(int, int, int), int>();
        var of = new int[units.Count];
        for (var u = 0; u < of.Length; u++)
        {
            if (!known.TryGetValue(key(units[u]), out var number)) known[key(units[u])] = number = known.Count;
            of[u] = number;
        }

        return (of, known.Count);
    }

    private static double[][] Sums(double[][] values, int[] of, int count)
    {
        var sums = Zeros(count, values.Length == 0 ? 0 : values[0].Length);
        for (var u = 0; u < values.Length; u++)
            for (var k = 0; k < values[u].Length; k++) sums[of[u]][k] += values[u][k];
        return sums;
    }

    private static double[][] Zeros(int rows, int columns)
    {
        var result = new double[rows][];
        for (var i = 0; i < rows; i++) result[i] = new double[columns];
        return result;
    }
}
