namespace MsokoAnalytics.Objectivity.Inference;

/// <summary>Stage 2: features of the calibration model.</summary>
public static class PosteriorFeatures
{
    public const int Count = 18;

    /// <summary>Without the teachers: what the design document and models of version 2 have.</summary>
    public const int WithoutTeachers = 14;

    /// <param name="logOdds">Unit log odds of stage 1.</param>
    /// <param name="context">Context of the unit.</param>
    /// <param name="prevalence">Share of manipulated units in the data set.</param>
    /// <param name="row">Filled, <see cref="Count"/> or <see cref="WithoutTeachers"/> values.</param>
    public static void Fill(double logOdds, ContextScore context, double prevalence, Span<double> row)
    {
        var s = Math.Clamp(logOdds, -6, 12);
        row[0] = s;
        row[1] = Math.Max(s - 2, 0);
        row[2] = Math.Max(s - 5, 0);
        row[3] = context.Series;
        row[4] = Math.Max(context.Series, 0);
        row[5] = context.Parallel;
        row[6] = Math.Max(context.Parallel, 0);
        row[7] = context.School;
        row[8] = Math.Max(context.School, 0);
        row[9] = Math.Log(prevalence);
        row[10] = .1 * s * context.Series;
        row[11] = .1 * s * context.Parallel;
        row[12] = context.OtherYears == 0 ? 1 : 0;
        row[13] = context.OtherYears == 1 ? 1 : 0;
        if (row.Length == WithoutTeachers) return;
        var network = Math.Clamp(context.Network, -12, 14);
        row[14] = network;
        row[15] = Math.Max(network + 2, 0);
        row[16] = Math.Max(network - 1, 0);
        row[17] = Math.Max(network - 4, 0);
    }
}

/// <summary>School level, over all years and in one: features of the school models.</summary>
public static class SchoolFeatures
{
    public const int Count = 7;

    /// <param name="posterior">Posteriors of the school's units.</param>
    /// <param name="logOdds">Their unit log odds.</param>
    /// <param name="schoolLogOdds">Log odds that the school is prone.</param>
    /// <param name="row">Filled, <see cref="Count"/> values.</param>
    public static void Fill(ReadOnlySpan<double> posterior, ReadOnlySpan<double> logOdds, double schoolLogOdds, Span<double> row)
    {
        double sum = 0, odds = 0;
        foreach (var p in posterior) sum += p;
        foreach (var s in logOdds) odds += Math.Clamp(s, -4, 10);
        var mean = sum / posterior.Length;
        var sorted = posterior.ToArray();
        Array.Sort(sorted);
        var top = sorted.AsSpan(Math.Max(0, sorted.Length - 3));
        double best = 0;
        foreach (var p in top) best += p;
        var school = Math.Clamp(schoolLogOdds, -15, 25);
        row[0] = Math.Log(mean + .001);
        row[1] = Math.Max(mean - .1, 0);
        row[2] = best / top.Length;
        row[3] = odds / logOdds.Length;
        row[4] = school;
        row[5] = Math.Max(school, 0);
        row[6] = Math.Log(posterior.Length);
    }
}

/// <summary>Classes of one school that wrote the same work: features of the model «at least one of them».</summary>
public static class SchoolWorkFeatures
{
    public const int Count = 5;

    /// <param name="posterior">Posteriors of the classes.</param>
    /// <param name="logOdds">Their unit log odds.</param>
    /// <param name="schoolLogOdds">Log odds that the school is prone.</param>
    /// <param name="row">Filled, <see cref="Count"/> values.</param>
    public static void Fill(ReadOnlySpan<double> posterior, ReadOnlySpan<double> logOdds, double schoolLogOdds, Span<double> row)
    {
        double none = 0, best = 0, odds = 0;
        foreach (var p in posterior)
        {
            none += Math.Log(Math.Max(1 - p, 1e-12));
            best = Math.Max(best, p);
        }

        foreach (var s in logOdds) odds += Math.Clamp(s, -4, 10);
        row[0] = Logit(1 - Math.Exp(none));
        row[1] = Logit(best);
        row[2] = odds / logOdds.Length;
        row[3] = Math.Clamp(schoolLogOdds, -15, 25);
        row[4] = Math.Log(posterior.Length);
    }

    private static double Logit(double p)
    {
        var inside = Math.Clamp(p, 1e-6, 1 - 1e-6);
        return Math.Log(inside / (1 - inside));
    }
}
