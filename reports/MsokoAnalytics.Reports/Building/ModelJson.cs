using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MsokoAnalytics.Reports.Model;

namespace MsokoAnalytics.Reports.Building;

/// <summary>The model as the worker reads it: one line of JSON, Cyrillic as it is.</summary>
internal static class ModelJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Converters = { new ChartConverter() },
    };

    internal static byte[] Serialize(ReportModel model) => JsonSerializer.SerializeToUtf8Bytes(model, Options);

    /// <summary>The run alone, as it stands in the model.</summary>
    internal static byte[] Serialize(Provenance provenance) => JsonSerializer.SerializeToUtf8Bytes(provenance, Options);

    /// <summary>Writes a chart with all its properties, whichever chart it is.</summary>
    private sealed class ChartConverter : JsonConverter<ChartModel>
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(ChartModel);

        public override ChartModel Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, ChartModel value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, value.GetType(), options);
    }
}
