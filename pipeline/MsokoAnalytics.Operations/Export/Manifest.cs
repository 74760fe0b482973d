using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dapper;
using MsokoAnalytics.Operations.Disclosure;

namespace MsokoAnalytics.Operations.Export;

/// <summary>The file that says what an export holds: schemas, types, captions, counts, checksums, runs and versions.</summary>
internal static class Manifest
{
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static void Write(
        string path, DbConnection connection, ExportOptions options, DateTime now, DisclosurePolicy? policy, IReadOnlyList<TablePlan> plans,
        IReadOnlyList<ExportedTable> tables, IReadOnlyList<(string Name, string Reason)> withheld)
    {
        var states = connection.Query<(string Model, string RunId, DateTime BuiltAt, string InputHash, string? ModelHash)>("SELECT model, run_id, built_at, input_hash, model_hash FROM ops.model_state")
            .ToDictionary(s => s.Model, StringComparer.Ordinal);
        var document = new
        {
            format_version = 1,
            created_at = now,
            audience = options.Audience.ToString().ToLowerInvariant(),
            file_format = options.Format.ToString().ToLowerInvariant(),
            app_version = options.AppVersion,
            engine_version = connection.ServerVersion,
            run_ids = plans.Select(p => states.GetValueOrDefault(p.Model.FullName).RunId).Where(r => r is not null).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            disclosure = policy is null ? null : new
            {
                min_n = policy.MinN, levels = policy.Levels, policy_sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(options.PolicyPath))),
            },
            tables = plans.Zip(tables, (plan, table) =>
            {
                var state = states.GetValueOrDefault(table.Name);
                return new
                {
                    name = table.Name, caption = plan.Model.Caption, description = plan.Model.Description, grain = plan.Model.Grain, known_bias = plan.Model.KnownBias,
                    file = table.File, rows = table.Rows, bytes = table.Bytes, sha256 = table.Sha256, rows_hidden = table.HiddenRows,
                    run_id = state.RunId, built_at = state.BuiltAt, model_hash = state.ModelHash, input_hash = state.InputHash,
                    key = plan.Model.Key,
                    columns = plan.Columns.Select(c => new { name = c.Name, type = TypeInFile(c.Type), caption = c.Caption, description = c.Description, personal = c.IsPersonal }),
                };
            }),
            withheld = withheld.Select(w => new { name = w.Name, reason = w.Reason }),
        };
        File.WriteAllText(path, JsonSerializer.Serialize(document, Json) + "\n");
    }

    /// <summary>Words of a short list are texts in a file.</summary>
    private static string TypeInFile(string type) => type.StartsWith("ENUM(", StringComparison.Ordinal) ? "VARCHAR" : type;
}
