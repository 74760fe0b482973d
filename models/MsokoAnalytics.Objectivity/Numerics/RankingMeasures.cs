namespace MsokoAnalytics.Objectivity.Numerics;

/// <summary>How well scores put the cases above the controls.</summary>
public static class RankingMeasures
{
    /// <summary>Area under the ROC curve, ties count half; NaN without cases or controls.</summary>
    public static double Auc(ReadOnlySpan<double> score, ReadOnlySpan<bool> isCase)
    {
        var ranks = RankNormal.AverageRanks(score);
        double sum = 0, cases = 0;
        for (var i = 0; i < ranks.Length; i++)
        {
            if (!isCase[i]) continue;
            sum += ranks[i];
            cases++;
        }

        var controls = ranks.Length - cases;
        return cases == 0 || controls == 0 ? double.NaN : (sum - (cases * (cases + 1) / 2)) / (cases * controls);
    }

    /// <summary>Share of cases among the best <paramref name="share"/> of all.</summary>
    public static double PrecisionAtTop(ReadOnlySpan<double> score, ReadOnlySpan<bool> isCase, double share)
    {
        var order = Order(score);
        var top = (int)(share * order.Length);
        var hits = 0;
        for (var i = 0; i < top; i++)
            if (isCase[order[i]]) hits++;
        return top == 0 ? double.NaN : (double)hits / top;
    }

    /// <summary>Share of the cases in the longest list, best first, whose true share of controls is at most <paramref name="fdp"/>.</summary>
    public static double RecallAtFalseShare(ReadOnlySpan<double> score, ReadOnlySpan<bool> isCase, double fdp)
    {
        var cases = 0;
        foreach (var c in isCase)
            if (c) cases++;
        return cases == 0 ? double.NaN : (double)LongestAt(score, isCase, fdp).Hits / cases;
    }

    /// <summary>Length of that list.</summary>
    public static int LengthAtFalseShare(ReadOnlySpan<double> score, ReadOnlySpan<bool> isCase, double fdp) => LongestAt(score, isCase, fdp).Length;

    private static (int Length, int Hits) LongestAt(ReadOnlySpan<double> score, ReadOnlySpan<bool> isCase, double fdp)
    {
        var order = Order(score);
        var hits = 0;
        var longest = (Length: 0, Hits: 0);
        for (var i = 0; i < order.Length; i++)
        {
            if (isCase[order[i]]) hits++;
            if (i + 1 - hits <= fdp * (i + 1)) longest = (i + 1, hits);
        }

        return longest;
    }

    private static int[] Order(ReadOnlySpan<double> score)
    {
        var values = score.ToArray();
        return [.. Enumerable.Range(0, values.Length).OrderByDescending(i => values[i])];
    }
}
