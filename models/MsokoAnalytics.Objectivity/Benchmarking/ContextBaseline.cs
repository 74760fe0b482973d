using System.Text.Json.Serialization;
using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Benchmarking;

/// <summary>
/// Another method given the advantages of ours (methods.md §6.1, «fair comparison»): its score calibrated on generated worlds, then the means of
/// that over the other years of the class, its parallels and the rest of the school, the prevalence, and the same calibration of stage 2. The network of teachers needs
/// likelihoods by mechanism, which no other method has.
/// </summary>
public sealed record ContextBaseline
{
    /// <summary>Name of the method.</summary>
    [JsonPropertyName("method")]
    public required string Method { get; init; }

    /// <summary>Ends of the scores met in training; beyond them a score counts as its end.</summary>
    [JsonPropertyName("low")]
    public required double Low { get; init; }

    [JsonPropertyName("high")]
    public required double High { get; init; }

    /// <summary>Where the calibration of the score may bend.</summary>
    [JsonPropertyName("knots")]
    public required double[] Knots { get; init; }

    /// <summary>Score to log odds.</summary>
    [JsonPropertyName("own")]
    public required LogisticModel Own { get; init; }

    /// <summary>Logit of the share of manipulated units in training.</summary>
    [JsonPropertyName("prior")]
    public required double Prior { get; init; }

    /// <summary>Log likelihood ratio, context and prevalence to log odds; features of <see cref="PosteriorFeatures"/>.</summary>
    [JsonPropertyName("stage2")]
    public required LogisticModel Stage2 { get; init; }

    /// <summary>Name of the method with context.</summary>
    [JsonIgnore]
    public string Name => Method + " + контекст и калибровка";

    /// <summary>Length of the row of features of <see cref="Own"/>.</summary>
    internal static int Columns(double[] knots) => knots.Length + 1;

    internal static void Fill(double score, double low, double high, double[] knots, Span<double> row)
    {
        var s = Math.Clamp(score, low, high);
        row[0] = s;
        for (var k = 0; k < knots.Length; k++) row[k + 1] = Math.Max(s - knots[k], 0);
    }

    /// <summary>Log likelihood ratios from the scores alone.</summary>
    internal double[] Ratios(double[] scores)
    {
        var row = new double[Columns(Knots)];
        return Array.ConvertAll(scores, score =>
        {
            Fill(score, Low, High, Knots, row);
            return Own.LogOdds(row) - Prior;
        });
    }

    internal MethodResult Apply(UnitRecord[] units, double[] scores)
    {
        var ratios = Ratios(scores);
        var posterior = new double[units.Length];
        Rows(units, ratios, (u, row) => posterior[u] = LogMath.Sigmoid(Stage2.LogOdds(row)));
        return new MethodResult(Name, posterior, BayesianFdr.Flag(posterior, .05), BayesianFdr.Flag(posterior, .10));
    }

    /// <summary>Features of stage 2, unit by unit: the mean ratio of the other years, of the parallels and of the school's other subjects.</summary>
    internal static void Rows(UnitRecord[] units, double[] ratios, Action<int, double[]> use)
    {
        var series = new Dictionary<(int, int, int), (double Sum, int Count)>();
        var groups = new Dictionary<(int, int), (double Sum, int Count)>();
        var schools = new Dictionary<int, (double Sum, int Count)>();
        for (var u = 0; u < units.Length; u++)
        {
            Add(series, (units[u].Class, units[u].Subject, units[u].School), ratios[u]);
            Add(groups, (units[u].School, units[u].Subject), ratios[u]);
            Add(schools, units[u].School, ratios[u]);
        }

        var prevalence = Prevalence.Estimate(ratios);
        var row = new double[PosteriorFeatures.WithoutTeachers];
        for (var u = 0; u < units.Length; u++)
        {
            var own = series[(units[u].Class, units[u].Subject, units[u].School)];
            var group = groups[(units[u].School, units[u].Subject)];
            var school = schools[units[u].School];
            var context = new ContextScore(
                Mean(own.Sum - ratios[u], own.Count - 1), Mean(group.Sum - own.Sum, group.Count - own.Count), Mean(school.Sum - group.Sum, school.Count - group.Count), own.Count - 1, Network: 0);
            PosteriorFeatures.Fill(ratios[u], context, prevalence, row);
            use(u, row);
        }
    }

    private static void Add<TKey>(Dictionary<TKey, (double Sum, int Count)> sums, TKey key, double value)
        where TKey : notnull
    {
        var (sum, count) = sums.GetValueOrDefault(key);
        sums[key] = (sum + value, count + 1);
    }

    private static double Mean(double sum, int count) => count == 0 ? 0 : sum / count;
}
