namespace MsokoAnalytics.Objectivity.Inference;

/// <summary>Share of manipulated units in a data set, from the unit log odds alone.</summary>
public static class Prevalence
{
    /// <summary>Mixture share by expectation–maximisation, 300 steps, with half a case in twenty as a prior.</summary>
    public static double Estimate(ReadOnlySpan<double> logOdds)
    {
        var share = 0.05;
        var ratio = new double[logOdds.Length];
        for (var i = 0; i < ratio.Length; i++) ratio[i] = Math.Exp(Math.Min(logOdds[i], 700));
        for (var step = 0; step < 300; step++)
        {
            double sum = 0;
            foreach (var r in ratio) sum += share * r / ((share * r) + 1 - share);
            var next = (sum + 0.5) / (ratio.Length + 20);
            if (Math.Abs(next - share) < 1e-15) break;
            share = next;
        }

        return share;
    }
}

/// <summary>Lists with a stated expected share of false entries.</summary>
public static class BayesianFdr
{
    /// <summary>Which entries belong to the longest list, best first, whose mean of 1 − posterior is at most <paramref name="q"/>.</summary>
    public static bool[] Flag(ReadOnlySpan<double> posterior, double q)
    {
        var order = Order(posterior);
        double sum = 0;
        var length = 0;
        for (var i = 0; i < order.Length; i++)
        {
            sum += 1 - posterior[order[i]];
            if (sum / (i + 1) <= q) length = i + 1;
        }

        var flags = new bool[order.Length];
        for (var i = 0; i < length; i++) flags[order[i]] = true;
        return flags;
    }

    /// <summary>Expected share of false entries of the shortest list that holds each entry.</summary>
    public static double[] QValues(ReadOnlySpan<double> posterior)
    {
        var order = Order(posterior);
        var q = new double[order.Length];
        double sum = 0;
        for (var i = 0; i < order.Length; i++)
        {
            sum += 1 - posterior[order[i]];
            q[order[i]] = sum / (i + 1);
        }

        return q;
    }

    private static int[] Order(ReadOnlySpan<double> posterior)
    {
        var values = posterior.ToArray();
        return [.. Enumerable.Range(0, values.Length).OrderByDescending(i => values[i])];
    }
}
