using System.Text.Json;
using System.Text.Json.Serialization;

namespace MsokoAnalytics.Objectivity.Inference;

/// <summary>Linear model over standardised features.</summary>
public sealed class LogisticModel
{
    [JsonPropertyName("mean")]
    public required double[] Mean { get; init; }

    [JsonPropertyName("scale")]
    public required double[] Scale { get; init; }

    [JsonPropertyName("coef")]
    public required double[] Coefficients { get; init; }

    [JsonPropertyName("intercept")]
    public required double Intercept { get; init; }

    /// <summary>Log-odds.</summary>
    public double LogOdds(ReadOnlySpan<double> features)
    {
        var sum = Intercept;
        for (var i = 0; i < features.Length; i++) sum += Coefficients[i] * (features[i] - Mean[i]) / Scale[i];
        return sum;
    }
}

/// <summary>Coefficients of stage 1 (multinomial, evidences to likelihood ratios) and stage 2 (context, prevalence, calibration).</summary>
public sealed class UnitModel
{
    /// <summary>Evidence names in the order of the basis; evidences that the tier lacks are absent.</summary>
    [JsonPropertyName("evidence")]
    public required string[] Evidence { get; init; }

    /// <summary>none, then six mechanisms, then inflate.</summary>
    [JsonPropertyName("classes")]
    public required string[] Classes { get; init; }

    [JsonPropertyName("mean")]
    public required double[] Mean { get; init; }

    [JsonPropertyName("scale")]
    public required double[] Scale { get; init; }

    [JsonPropertyName("coef")]
    public required double[][] Coefficients { get; init; }

    [JsonPropertyName("intercept")]
    public required double[] Intercept { get; init; }

    /// <summary>Shares of the classes in training.</summary>
    [JsonPropertyName("prior")]
    public required double[] Prior { get; init; }

    /// <summary>Mean of the basis over honest training units, the zero of explanations; null in models without it.</summary>
    [JsonPropertyName("honest_mean")]
    public double[]? HonestMean { get; init; }

    [JsonPropertyName("stage2")]
    public required LogisticModel Stage2 { get; init; }

    /// <exception cref="InvalidDataException">The text is no model.</exception>
    public static UnitModel Parse(Stream json) =>
        JsonSerializer.Deserialize<UnitModel>(json) ?? throw new InvalidDataException("The model file is empty.");
}

/// <summary>Names of evidences and mechanisms in model files.</summary>
public static class ModelNames
{
    public static readonly string[] Evidence = ["zV", "zJ", "zG", "zF", "zH", "sim", "lB", "lJ", "lAb", "zA"];

    public static readonly string[] Mechanisms = ["none", "bump", "help", "share", "copyjournal", "absent", "lift", "inflate"];
}
