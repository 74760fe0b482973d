using System.Text.Json;
using System.Text.Json.Serialization;

namespace MsokoAnalytics.Detection;

/// <summary>
/// A general outlier detector: for exploring any table, never for flagging results (on simulated manipulations such detectors reach
/// an AUC of 0.62–0.67, docs/methodology/general-detectors.md). Equal data, options and seed give equal scores, whatever the number of threads.
/// Another implementation (Microsoft.ML, should it become available) plugs in here.
/// </summary>
public interface IAnomalyDetector
{
    /// <summary>Name for the user.</summary>
    string Name { get; }

    /// <exception cref="DetectionException">The data are too few or degenerate for this detector.</exception>
    FittedDetector Fit(FeatureMatrix data);
}

/// <summary>What a detector has learnt. Serialisable to JSON and back without loss.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "detector")]
[JsonDerivedType(typeof(Forest.FittedForest), "isolation_forest")]
[JsonDerivedType(typeof(FittedEcod), "ecod")]
[JsonDerivedType(typeof(Covariance.FittedCovariance), "robust_covariance")]
[JsonDerivedType(typeof(Components.FittedComponents), "pca")]
[JsonDerivedType(typeof(FittedLof), "lof")]
public abstract record FittedDetector
{
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Feature names in the order of <see cref="FeatureMatrix.Names"/>.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>One finite score per row; larger is more unusual. What the number means is said by each detector.</summary>
    /// <exception cref="DetectionException">The features are not those that were learnt.</exception>
    public double[] Score(FeatureMatrix data)
    {
        if (!data.Names.SequenceEqual(Names)) throw new DetectionException($"показатели не те, по которым обучен поиск: {string.Join(", ", Names)}");
        var scores = new double[data.Rows];
        // Every row is scored alone, so the order of the work cannot change a score.
        Parallel.For(0, data.Rows, i => scores[i] = ScoreRow(data.Row(i)));
        return scores;
    }

    /// <summary>How much each feature contributes to the score of a row, in the order of <see cref="Names"/>; larger is more of the reason.</summary>
    public abstract double[] Explain(ReadOnlySpan<double> row);

    protected internal abstract double ScoreRow(ReadOnlySpan<double> row);

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <exception cref="DetectionException">The text is no detector.</exception>
    public static FittedDetector FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<FittedDetector>(json, Options) ?? throw new DetectionException("файл детектора пуст");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new DetectionException($"файл детектора не читается: {e.Message}");
        }
    }

    /// <summary>
    /// Contributions of a detector that has no additive form: by how much the score falls when one feature is set to its typical value.
    /// </summary>
    protected double[] ExplainByReplacement(ReadOnlySpan<double> row, IReadOnlyList<double> typical)
    {
        var changed = row.ToArray();
        var whole = ScoreRow(row);
        var result = new double[changed.Length];
        for (var j = 0; j < changed.Length; j++)
        {
            changed[j] = typical[j];
            result[j] = whole - ScoreRow(changed);
            changed[j] = row[j];
        }

        return result;
    }
}
