using MathNet.Numerics.Distributions;

namespace MsokoAnalytics.Objectivity.Numerics;

/// <summary>Ranks and the rank-based inverse normal transformation (Blom).</summary>
public static class RankNormal
{
    /// <summary>Average ranks, from 1; ties share the mean of their places.</summary>
    public static double[] AverageRanks(ReadOnlySpan<double> values)
    {
        var keys = values.ToArray();
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(keys, order);
        var ranks = new double[keys.Length];
        for (var a = 0; a < keys.Length;)
        {
            var b = a + 1;
            while (b < keys.Length && keys[b] == keys[a]) b++;
            for (var i = a; i < b; i++) ranks[order[i]] = (a + b + 1) / 2.0;
            a = b;
        }

        return ranks;
    }

    /// <summary>Φ⁻¹((rank − 0.375)/(N + 0.25)) of the values that are not NaN; NaN stays NaN.</summary>
    public static double[] Scores(ReadOnlySpan<double> values)
    {
        var kept = new List<double>(values.Length);
        foreach (var v in values)
            if (!double.IsNaN(v)) kept.Add(v);
        var ranks = AverageRanks(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kept));
        // Few distinct ranks (marks, scores): the quantile of each is taken once.
        var known = new Dictionary<double, double>();
        var result = new double[values.Length];
        var next = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                result[i] = double.NaN;
                continue;
            }

            var rank = ranks[next++];
            if (!known.TryGetValue(rank, out var score))
                known[rank] = score = Normal.InvCDF(0, 1, (rank - 0.375) / (kept.Count + 0.25));
            result[i] = score;
        }

        return result;
    }
}
