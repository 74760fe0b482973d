using System.Text.Json;
using System.Text.Json.Serialization;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Inference;

/// <summary>Ranges met in training; data outside them get a warning.</summary>
public sealed class CalibrationRange
{
    [JsonPropertyName("rho_max")]
    public required double RhoMax { get; init; }

    [JsonPropertyName("tau_absence_max")]
    public required double TauAbsenceMax { get; init; }

    [JsonPropertyName("item_tau2_max")]
    public required double ItemTau2Max { get; init; }

    [JsonPropertyName("level_tau2_max")]
    public required double LevelTau2Max { get; init; }

    /// <summary>Quantiles 10, 20, …, 80 % of the unit log odds.</summary>
    [JsonPropertyName("log_odds_quantiles")]
    public required double[] LogOddsQuantiles { get; init; }
}

/// <summary>Honest log odds by class size: the reference of conformal p-values.</summary>
public sealed class ConformalReference
{
    /// <summary>Lower ends of the size bins.</summary>
    public static readonly int[] SizeBins = [5, 10, 15, 21, 25];

    /// <summary>Per bin: quantiles of the log odds of honest training units at 0, 1/m, …, 1.</summary>
    [JsonPropertyName("quantiles")]
    public required double[][] Quantiles { get; init; }

    /// <summary>Share of honest units of that size with log odds at least this high, never below 1/(m + 1).</summary>
    public double PValue(int participants, double logOdds)
    {
        var bin = Bin(participants);
        var reference = Quantiles[bin];
        var m = reference.Length - 1;
        var below = 0;
        while (below <= m && reference[below] < logOdds) below++;
        if (below > m) return 1.0 / (m + 1);
        if (below == 0) return 1;
        double lo = reference[below - 1], hi = reference[below];
        var at = hi > lo ? below - 1 + ((logOdds - lo) / (hi - lo)) : below - 1;
        return Math.Max(1 - (at / m), 1.0 / (m + 1));
    }

    public static int Bin(int participants)
    {
        var bin = 0;
        while (bin + 1 < SizeBins.Length && participants >= SizeBins[bin + 1]) bin++;
        return bin;
    }
}

/// <summary>How a model was made and what it is worth.</summary>
public sealed class ModelCard
{
    [JsonPropertyName("version")]
    public required string Version { get; init; }

    [JsonPropertyName("seed")]
    public required long Seed { get; init; }

    [JsonPropertyName("worlds")]
    public required int Worlds { get; init; }

    [JsonPropertyName("schools_per_world")]
    public required int SchoolsPerWorld { get; init; }

    [JsonPropertyName("years")]
    public required int Years { get; init; }

    [JsonPropertyName("units")]
    public required int Units { get; init; }

    [JsonPropertyName("manipulated")]
    public required int Manipulated { get; init; }

    /// <summary>Area under the curve of the cross-fitted training worlds, unit alone and full.</summary>
    [JsonPropertyName("auc_unit_crossfit")]
    public required double AucUnit { get; init; }

    [JsonPropertyName("auc_full_crossfit")]
    public required double AucFull { get; init; }

    [JsonPropertyName("limits")]
    public required string[] Limits { get; init; }
}

/// <summary>Everything that serves one tier of data.</summary>
public sealed class TierModel
{
    [JsonPropertyName("tier")]
    [JsonConverter(typeof(JsonStringEnumConverter<DataTier>))]
    public required DataTier Tier { get; init; }

    /// <summary>For data of a single year: trained on worlds cut into their years.</summary>
    [JsonPropertyName("one_year")]
    public required bool OneYear { get; init; }

    /// <summary>Name in the answer: the tier, «/1» behind it for data of one year.</summary>
    [JsonIgnore]
    public string Name => Tier + (OneYear ? "/1" : "");

    [JsonPropertyName("card")]
    public required ModelCard Card { get; init; }

    [JsonPropertyName("unit")]
    public required UnitModel Unit { get; init; }

    [JsonPropertyName("school")]
    public required SchoolModels School { get; init; }

    [JsonPropertyName("range")]
    public required CalibrationRange Range { get; init; }

    [JsonPropertyName("conformal")]
    public required ConformalReference Conformal { get; init; }
}

/// <summary>Models of all tiers, as one JSON file.</summary>
public sealed class ModelSet
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly Lazy<ModelSet> Embedded = new(() =>
    {
        using var stream = typeof(ModelSet).Assembly.GetManifestResourceStream("objectivity-model.json")!;
        return Load(stream);
    });

    [JsonPropertyName("version")]
    public required string Version { get; init; }

    [JsonPropertyName("tiers")]
    public required TierModel[] Tiers { get; init; }

    /// <summary>The models shipped with the program.</summary>
    public static ModelSet Default => Embedded.Value;

    /// <param name="tier">Tier of a unit.</param>
    /// <param name="oneYear">Whether the data set holds a single year; pupils are then not linked over years, so T1 is T2.</param>
    /// <returns>The model that serves it; null for T5, which is never judged.</returns>
    public TierModel? For(DataTier tier, bool oneYear = false) =>
        Array.Find(Tiers, t => t.Tier == (oneYear && tier == DataTier.T1 ? DataTier.T2 : tier) && t.OneYear == oneYear);

    /// <exception cref="InvalidDataException">The text is no model set.</exception>
    public static ModelSet Load(Stream json)
    {
        try
        {
            return JsonSerializer.Deserialize<ModelSet>(json, Json) ?? throw new InvalidDataException("The model file is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("The model file is no model: " + e.Message, e);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";
}
