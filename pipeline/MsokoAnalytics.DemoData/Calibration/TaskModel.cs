using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.Calibration;

/// <summary>
/// Task scores given the total. P(x | Σx = T) is proportional to exp(Σ xⱼ·θⱼ(T)), θⱼ(T) = easeⱼ + slopeⱼ·s(T), s being the
/// standardised logit of the total. The sums over all score vectors are tabled, so a vector is drawn exactly,
/// task by task, and its sum is the total by construction.
/// </summary>
internal sealed class TaskModel
{
    private readonly int[] _max;
    private readonly double[][] _suffix;
    private readonly double[][] _theta;
    private readonly double[] _shares;

    /// <param name="max">Maximum of each task.</param>
    /// <param name="ease">Easiness of each task.</param>
    /// <param name="slope">How much faster than average a task grows with the total.</param>
    /// <param name="histogram">Weight of each total 0…Σmax; any positive sum.</param>
    public TaskModel(IReadOnlyList<int> max, IReadOnlyList<double> ease, IReadOnlyList<double> slope, IReadOnlyList<double> histogram)
    {
        _max = [.. max];
        Total = _max.Sum();
        if (histogram.Count != Total + 1) throw new ArgumentException($"{histogram.Count} totals for a maximum of {Total}", nameof(histogram));
        var sum = histogram.Sum();
        _shares = [.. histogram.Select(h => h / sum)];
        Level = Standardised(_shares, Total);
        _theta = new double[Total + 1][];
        _suffix = new double[Total + 1][];
        for (var t = 0; t <= Total; t++)
        {
            var level = Level[t];
            _theta[t] = [.. _max.Select((_, j) => ease[j] + slope[j] * level)];
            _suffix[t] = SuffixSums(_theta[t], t);
        }
    }

    public int Tasks => _max.Length;

    /// <summary>Highest total.</summary>
    public int Total { get; }

    /// <summary>s(T) for each total.</summary>
    public double[] Level { get; }

    public int Max(int task) => _max[task];

    /// <summary>θ of every task at a total.</summary>
    public ReadOnlySpan<double> Theta(int total) => _theta[total];

    /// <summary>Draws one score vector with the given sum.</summary>
    public void Draw(int total, ref KeyedRandom random, Span<byte> scores)
    {
        var suffix = _suffix[total];
        var theta = _theta[total];
        var width = total + 1;
        var rest = total;
        for (var j = 0; j < _max.Length; j++)
        {
            var next = (j + 1) * width;
            var u = random.NextDouble() * suffix[j * width + rest];
            var top = Math.Min(_max[j], rest);
            var ratio = Math.Exp(theta[j]);
            var weight = 1.0;
            var chosen = -1;
            for (var x = 0; x <= top; x++)
            {
                var mass = weight * suffix[next + rest - x];
                if (mass > 0)
                {
                    chosen = x;
                    if (u < mass) break;
                    u -= mass;
                }

                weight *= ratio;
            }

            scores[j] = (byte)chosen;
            rest -= chosen;
        }
    }

    /// <summary>Exact moments over the histogram of totals.</summary>
    public TaskMoments Moments()
    {
        var k = _max.Length;
        var mean = new double[k];
        var square = new double[k];
        var zero = new double[k];
        var withTotal = new double[k];
        var within = new double[k];
        var slopeInfo = new double[k];
        var meanTotal = _shares.Select((p, t) => p * t).Sum();
        for (var t = 0; t <= Total; t++)
        {
            var share = _shares[t];
            if (share <= 0) continue;
            var width = t + 1;
            var suffix = _suffix[t];
            var prefix = new double[width];
            prefix[0] = 1;
            var all = suffix[t];
            for (var j = 0; j < k; j++)
            {
                double e1 = 0, e2 = 0;
                var ratio = Math.Exp(_theta[t][j]);
                var following = new double[width];
                var weight = 1.0;
                for (var x = 0; x <= Math.Min(_max[j], t); x++)
                {
                    double mass = 0;
                    for (var r = 0; r <= t - x; r++)
                    {
                        mass += prefix[r] * suffix[(j + 1) * width + t - r - x];
                        following[r + x] += prefix[r] * weight;
                    }

                    var p = mass * weight / all;
                    e1 += p * x;
                    e2 += p * x * x;
                    if (x == 0) zero[j] += share * p;
                    weight *= ratio;
                }

                mean[j] += share * e1;
                square[j] += share * e2;
                withTotal[j] += share * e1 * (t - meanTotal);
                within[j] += share * (e2 - e1 * e1);
                slopeInfo[j] += share * (e2 - e1 * e1) * Level[t] * (t - meanTotal);
                prefix = following;
            }
        }

        return new TaskMoments(mean, [.. square.Select((s, j) => s - mean[j] * mean[j])], zero, withTotal, within, slopeInfo);
    }

    private double[] SuffixSums(double[] theta, int total)
    {
        var width = total + 1;
        var k = _max.Length;
        var sums = new double[(k + 1) * width];
        sums[k * width] = 1;
        for (var j = k - 1; j >= 0; j--)
        {
            var ratio = Math.Exp(theta[j]);
            for (var rest = 0; rest <= total; rest++)
            {
                double sum = 0, weight = 1;
                for (var x = 0; x <= Math.Min(_max[j], rest); x++)
                {
                    sum += weight * sums[(j + 1) * width + rest - x];
                    weight *= ratio;
                }

                sums[j * width + rest] = sum;
            }
        }

        return sums;
    }

    private static double[] Standardised(double[] shares, int total)
    {
        var logit = Enumerable.Range(0, total + 1).Select(t => Math.Log((t + 0.5) / (total - t + 0.5))).ToArray();
        var mean = logit.Select((s, t) => s * shares[t]).Sum();
        var sd = Math.Sqrt(logit.Select((s, t) => (s - mean) * (s - mean) * shares[t]).Sum());
        return [.. logit.Select(s => sd > 0 ? (s - mean) / sd : 0)];
    }
}

/// <summary>Moments of the task scores over a histogram of totals; one element per task.</summary>
/// <param name="Mean">E x.</param>
/// <param name="Variance">Var x.</param>
/// <param name="Zero">P(x = 0).</param>
/// <param name="CovarianceWithTotal">Cov(x, total).</param>
/// <param name="Within">Mean variance of x at a fixed total.</param>
/// <param name="SlopeInformation">Derivative of the covariance by the task's slope, other tasks held.</param>
internal sealed record TaskMoments(double[] Mean, double[] Variance, double[] Zero, double[] CovarianceWithTotal, double[] Within, double[] SlopeInformation);
