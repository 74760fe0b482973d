using System.Text.Json;
using System.Text.Json.Serialization;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Benchmarking;

/// <summary>Calibrations of the other methods for one tier of data.</summary>
public sealed class TierBaselines
{
    [JsonPropertyName("tier")]
    [JsonConverter(typeof(JsonStringEnumConverter<DataTier>))]
    public required DataTier Tier { get; init; }

    /// <summary>For data of a single year.</summary>
    [JsonPropertyName("one_year")]
    public required bool OneYear { get; init; }

    [JsonPropertyName("methods")]
    public required ContextBaseline[] Methods { get; init; }
}

/// <summary>Calibrations of the other methods, for the benchmark only; made by <c>msoko train baselines</c>.</summary>
public sealed class BaselineSet
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n" };
    private static readonly Lazy<BaselineSet> Embedded = new(() =>
    {
        using var stream = typeof(BaselineSet).Assembly.GetManifestResourceStream("objectivity-baselines.json")!;
        return JsonSerializer.Deserialize<BaselineSet>(stream, Json)!;
    });

    [JsonPropertyName("seed")]
    public required long Seed { get; init; }

    [JsonPropertyName("worlds")]
    public required int Worlds { get; init; }

    [JsonPropertyName("schools_per_world")]
    public required int SchoolsPerWorld { get; init; }

    [JsonPropertyName("tiers")]
    public required TierBaselines[] Tiers { get; init; }

    /// <summary>Those shipped with the program.</summary>
    public static BaselineSet Default => Embedded.Value;

    /// <summary>Calibrations for a tier; links over the years (T1) change nothing for them.</summary>
    internal ContextBaseline[] For(DataTier tier, bool oneYear) =>
        Array.Find(Tiers, t => t.Tier == (tier == DataTier.T1 ? DataTier.T2 : tier) && t.OneYear == oneYear)?.Methods ?? [];

    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";
}
