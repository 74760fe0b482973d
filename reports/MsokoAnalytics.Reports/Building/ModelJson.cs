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
    };

    internal static byte[] Serialize(ReportModel model) => JsonSerializer.SerializeToUtf8Bytes(model, Options);
}
