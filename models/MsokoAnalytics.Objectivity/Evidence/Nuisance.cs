using System.Runtime.InteropServices;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Evidence;

/// <summary>Parameters of honest behaviour, estimated from the user's own data.</summary>
/// <param name="Rho">Share of pupils one point below a threshold who are rounded up everywhere, 0..<see cref="RhoMax"/>.</param>
/// <param name="TauAbsence">Standard deviation between classes of the absence logit, one of the grid.</param>
public sealed record NuisanceParameters(double Rho, double TauAbsence)
{
    /// <summary>Bound of <see cref="Rho"/> (reference/methods.md §4.1).</summary>
    public const double RhoMax = 0.4;

    /// <summary>What <see cref="Rho"/> would be without its bounds; NaN where nobody was expected just below a threshold.</summary>
    public double RhoUnbounded { get; init; } = double.NaN;

    /// <summary>By school number: share rounded up at thresholds and the expected number just below them; NaN and 0 where there is none.</summary>
    public SchoolHeaping[] Schools { get; init; } = [];
}

/// <summary>Heaping of a school at the thresholds of all its works.</summary>
/// <param name="Share">½(1 − observed/expected just below) + ½(excess at the threshold/expected just below); NaN without expectation.</param>
/// <param name="Expected">Expected number of works one point below a threshold.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SchoolHeaping(double Share, double Expected)
{
    /// <summary>Median over schools weighted by <see cref="Expected"/>, with the interval of a median of that many schools; NaN without schools.</summary>
    public static (double Share, double Low, double High, int Schools) Median(IEnumerable<SchoolHeaping> schools)
    {
        var known = schools.Where(s => s.Expected > 0).OrderBy(s => s.Share).ToArray();
        // Ranks of a binomial(k, ½): the median lies between them in 95 % of samples.
        var half = known.Length == 0 ? 0 : 1.959963984540054 * 0.5 / Math.Sqrt(known.Length);
        return (At(known, 0.5), At(known, 0.5 - half), At(known, 0.5 + half), known.Length);
    }

    private static double At(SchoolHeaping[] ordered, double quantile)
    {
        if (ordered.Length == 0) return double.NaN;
        double wanted = quantile * ordered.Sum(s => s.Expected), sum = 0;
        foreach (var (share, weight) in ordered)
        {
            sum += weight;
            if (sum >= wanted) return share;
        }

        return ordered[^1].Share;
    }
}

/// <summary>Score densities of a test and of its classes, before rounding up.</summary>
internal sealed class ClassDensities
{
    /// <summary>Smoothed density of the test, M + 1.</summary>
    public required double[] Test { get; init; }

    /// <summary>Row-major, a row of M + 1 per class.</summary>
    public required double[] Classes { get; init; }
}

/// <summary>Absence of a roster: ability proxy u and probability π of absence, per row.</summary>
internal sealed record AbsenceModel(double[] U, double[] Probability);

/// <summary>Estimates <see cref="NuisanceParameters"/> and keeps what the evidences need again.</summary>
internal static class Nuisance
{
    public static readonly double[] GridZ = [-1.6, -0.8, 0, 0.8, 1.6];
    public static readonly double[] GridWeight = Weights();
    private static readonly double[] Taus = [.15, .3, .45, .6, .8, 1.0, 1.2];

    public static NuisanceParameters Estimate(IReadOnlyList<AssessmentTest> tests, PupilLevels[] levels, ClassDensities[] densities, AbsenceModel[] absences)
    {
        var schools = tests.Count == 0 ? 0 : tests.Max(t => t.School.Length == 0 ? 0 : t.School.Max()) + 1;
        double[] below = new double[schools], expected = new double[schools], excess = new double[schools];
        var likelihood = new double[tests.Count][];
        Parallelism.For(0, tests.Count, t =>
        {
            densities[t] = Densities(tests[t]);
            absences[t] = Absence(tests[t], levels[t]);
            likelihood[t] = AbsenceLikelihood(tests[t], absences[t]);
        });
        for (var t = 0; t < tests.Count; t++) Heaping(tests[t], densities[t], below, expected, excess);
        var best = 0;
        var total = new double[Taus.Length];
        foreach (var one in likelihood)
            for (var k = 0; k < Taus.Length; k++) total[k] += one[k];
        for (var k = 1; k < Taus.Length; k++)
            if (total[k] > total[best]) best = k;
        SchoolHeaping[] heaping = [.. expected.Select((e, s) => e > 0 ? new SchoolHeaping((0.5 * (1 - (below[s] / e))) + (0.5 * excess[s] / e), e) : new SchoolHeaping(double.NaN, 0))];
        var rho = SchoolHeaping.Median(heaping).Share;
        return new NuisanceParameters(double.IsNaN(rho) ? 0 : Math.Clamp(rho, 0, NuisanceParameters.RhoMax), Taus[best]) { RhoUnbounded = rho, Schools = heaping };
    }

    private static double[] Weights()
    {
        var w = Array.ConvertAll(GridZ, z => Math.Exp(-0.5 * z * z));
        var sum = w.Sum();
        return Array.ConvertAll(w, x => x / sum);
    }

    private static ClassDensities Densities(AssessmentTest test)
    {
        var histogram = new double[test.MaxScore + 1];
        double sum = 0, square = 0;
        foreach (var s in test.Score)
        {
            if (s < 0) continue;
            histogram[s]++;
            sum += s;
            square += (double)s * s;
        }

        var n = Math.Max(test.Participants, 1);
        // A class is tighter than the test: three quarters of the variance lie within classes.
        var within = ((square / n) - (sum / n * (sum / n))) * 0.75;
        var f = ScoreDensity.LogLinear(histogram);
        var means = new double[test.Classes.Length];
        var variances = new double[test.Classes.Length];
        for (var c = 0; c < means.Length; c++)
        {
            var (count, mean, variance) = Moments(test, c);
            (means[c], variances[c]) = count < UnitRules.FewestParticipants
                ? (test.MaxScore / 2.0, within)
                : (Math.Clamp(mean, 0.5, test.MaxScore - 0.5), (((count - 1) * variance) + (10 * within)) / (count - 1 + 10));
        }

        return new ClassDensities { Test = f, Classes = ScoreDensity.Tilt(f, means, variances) };
    }

    private static (int Count, double Mean, double Variance) Moments(AssessmentTest test, int c)
    {
        var n = 0;
        double sum = 0;
        var scores = test.Score.AsSpan(test.ClassStart[c], test.ClassStart[c + 1] - test.ClassStart[c]);
        foreach (var s in scores)
        {
            if (s < 0) continue;
            n++;
            sum += s;
        }

        if (n < 2) return (n, sum, 0);
        double mean = sum / n, square = 0;
        foreach (var s in scores)
            if (s >= 0) square += (s - mean) * (s - mean);
        return (n, mean, square / (n - 1));
    }

    private static void Heaping(AssessmentTest test, ClassDensities densities, double[] below, double[] expected, double[] excess)
    {
        var points = test.MaxScore + 1;
        for (var c = 0; c < test.Classes.Length; c++)
        {
            int a = test.ClassStart[c], b = test.ClassStart[c + 1], school = test.School[a];
            var scores = test.Score.AsSpan(a, b - a);
            var n = Count(scores, s => s >= 0);
            if (n < UnitRules.FewestParticipants) continue;
            var f = densities.Classes.AsSpan(c * points, points);
            foreach (var t in test.Thresholds)
            {
                below[school] += Count(scores, s => s == t - 1);
                expected[school] += n * f[t - 1];
                excess[school] += Count(scores, s => s == t) - (n * f[t]);
            }
        }
    }

    private static int Count(ReadOnlySpan<short> scores, Func<short, bool> of)
    {
        var n = 0;
        foreach (var s in scores)
            if (of(s)) n++;
        return n;
    }

    private static AbsenceModel Absence(AssessmentTest test, PupilLevels level)
    {
        var u = new double[test.Rows];
        for (var i = 0; i < u.Length; i++)
        {
            var journal = (0.5 * level.Journal[i]) + (0.5 * level.OtherJournal[i]);
            u[i] = (0.6 * (double.IsNaN(journal) ? 0 : journal)) + (0.4 * (double.IsNaN(level.OtherY[i]) ? 0 : level.OtherY[i]));
        }

        var present = test.Rows == 0 ? 1 : (double)test.Participants / test.Rows;
        double b0 = Math.Log((1 - present + 1e-3) / Math.Max(present, 1e-3)), b1 = 0;
        for (var step = 0; step < 15; step++)
        {
            double h00 = 1e-3, h01 = 0, h11 = 1e-3, g0 = 0, g1 = 0;
            for (var i = 0; i < u.Length; i++)
            {
                var q = LogMath.Sigmoid(b0 + (b1 * u[i]));
                double w = q * (1 - q), r = (test.Score[i] < 0 ? 1 : 0) - q;
                h00 += w;
                h01 += w * u[i];
                h11 += w * u[i] * u[i];
                g0 += r;
                g1 += r * u[i];
            }

            var determinant = (h00 * h11) - (h01 * h01);
            // Nobody absent: the logit runs to minus infinity; 30 is as good and keeps every logarithm finite.
            b0 = Math.Clamp(b0 + (((h11 * g0) - (h01 * g1)) / determinant), -30, 30);
            b1 = Math.Clamp(b1 + (((h00 * g1) - (h01 * g0)) / determinant), -30, 30);
        }

        return new AbsenceModel(u, Array.ConvertAll(u, x => Math.Clamp(LogMath.Sigmoid(b0 + (b1 * x)), 1e-12, 1 - 1e-12)));
    }

    private static double[] AbsenceLikelihood(AssessmentTest test, AbsenceModel absence)
    {
        var total = new double[Taus.Length];
        var node = new double[GridZ.Length];
        for (var k = 0; k < Taus.Length; k++)
        {
            for (var c = 0; c < test.Classes.Length; c++)
            {
                Array.Clear(node);
                for (var i = test.ClassStart[c]; i < test.ClassStart[c + 1]; i++)
                {
                    var q = absence.Probability[i];
                    var logit = Math.Log(q / (1 - q));
                    for (var g = 0; g < node.Length; g++)
                    {
                        var p = LogMath.Sigmoid(logit + (Taus[k] * GridZ[g]));
                        node[g] += Math.Log(test.Score[i] < 0 ? p : 1 - p);
                    }
                }

                total[k] += Integrate(node);
            }
        }

        return total;
    }

    /// <summary>ln Σ weight·exp(node).</summary>
    internal static double Integrate(ReadOnlySpan<double> node)
    {
        var top = double.NegativeInfinity;
        foreach (var v in node) top = Math.Max(top, v);
        double sum = 0;
        for (var g = 0; g < node.Length; g++) sum += GridWeight[g] * Math.Exp(node[g] - top);
        return top + Math.Log(sum);
    }
}
