namespace MsokoAnalytics.Objectivity.Numerics;

/// <summary>Sums of exponentials and the logistic function, safe at both ends.</summary>
internal static class LogMath
{
    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    public static double LogSumExp(ReadOnlySpan<double> values)
    {
        var top = double.NegativeInfinity;
        foreach (var v in values) top = Math.Max(top, v);
        if (double.IsNegativeInfinity(top)) return top;
        double sum = 0;
        foreach (var v in values) sum += Math.Exp(v - top);
        return top + Math.Log(sum);
    }

    /// <summary>ln of the mean of exponentials.</summary>
    public static double LogMeanExp(ReadOnlySpan<double> values) => LogSumExp(values) - Math.Log(values.Length);

    public static double LogAdd(double a, double b)
    {
        var top = Math.Max(a, b);
        return double.IsNegativeInfinity(top) ? top : top + Math.Log(Math.Exp(a - top) + Math.Exp(b - top));
    }
}
