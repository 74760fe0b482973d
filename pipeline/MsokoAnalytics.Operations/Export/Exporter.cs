using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using MsokoAnalytics.Models;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Operations.Disclosure;

namespace MsokoAnalytics.Operations.Export;

/// <summary>
/// Writes tables as a dated folder with a manifest, from which another tool or a larger engine can take over. The folder appears under its name when
/// all of it is there: it is made under a hidden name and renamed.
/// </summary>
public sealed class Exporter(DbConnection connection, ModelProject project, ExportOptions options)
{
    private const string Unfinished = ".part";

    /// <exception cref="OperationsException">A layer is unknown, nothing is built, or the rules of disclosure are wrong.</exception>
    public async Task<ExportResult> RunAsync(CancellationToken cancellation)
    {
        if (!Tables.Exists(connection, "ops", "model_lineage")) throw new OperationsException("Витрины этого хранилища ещё не рассчитаны или рассчитаны прежней версией. Выполните: msoko build");
        var models = Models();
        var withheld = new List<(string, string)>();
        var policy = options.Audience == ExportAudience.External ? DisclosurePolicy.Load(options.PolicyPath, project) : null;
        var plans = policy is null ? [.. models.Select(TablePlan.Whole)] : Guarded(models, policy, withheld);
        var now = options.Time.GetUtcNow().UtcDateTime;
        var name = string.Create(CultureInfo.InvariantCulture, $"msoko-{now:yyyyMMddTHHmmss}-{(options.Audience == ExportAudience.Internal ? "internal" : "external")}");
        var target = Path.Combine(options.Folder, name);
        if (Directory.Exists(target)) throw new OperationsException($"Папка «{target}» уже есть. Повторите через секунду.");
        var work = Path.Combine(options.Folder, $".{name}{Unfinished}");
        Directory.CreateDirectory(work);
        try
        {
            var tables = new List<ExportedTable>();
            foreach (var plan in plans)
            {
                cancellation.ThrowIfCancellationRequested();
                tables.Add(await WriteAsync(plan, work, cancellation));
            }

            Manifest.Write(Path.Combine(work, Manifest.FileName), connection, options, now, policy, plans, tables, withheld);
            Directory.Move(work, target);
            return new ExportResult(target, tables, withheld);
        }
        catch
        {
            Directory.Delete(work, recursive: true);
            throw;
        }
    }

    private List<ModelDefinition> Models()
    {
        var schemas = project.Models.Select(m => m.Schema).Distinct(StringComparer.Ordinal).ToList();
        foreach (var layer in options.Layers.Where(l => !schemas.Contains(l)))
            throw new OperationsException($"Слоя «{layer}» нет. Есть: {string.Join(", ", schemas.Order(StringComparer.Ordinal))}");
        return [.. project.Models.Where(m => options.Layers.Contains(m.Schema) && Tables.Exists(connection, m.Schema, m.Name)).OrderBy(m => m.FullName, StringComparer.Ordinal)];
    }

    private List<TablePlan> Guarded(List<ModelDefinition> models, DisclosurePolicy policy, List<(string, string)> withheld)
    {
        var hidden = new HiddenObjects(connection, policy);
        var plans = new List<TablePlan>();
        foreach (var model in models)
        {
            if (policy.Tables.TryGetValue(model.FullName, out var rule)) plans.Add(TablePlan.Guarded(model, rule, policy, hidden));
            else withheld.Add((model.FullName, model.Schema == "core" ? "таблицы core наружу не отдаются" : "нет правила раскрытия (disclosure.yml)"));
        }

        return plans;
    }

    private async Task<ExportedTable> WriteAsync(TablePlan plan, string work, CancellationToken cancellation)
    {
        var file = $"{plan.Model.Schema}/{plan.Model.Name}.{(options.Format == ExportFormat.Parquet ? "parquet" : "csv")}";
        var path = Path.Combine(work, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var format = options.Format == ExportFormat.Parquet ? "FORMAT parquet, COMPRESSION zstd" : "FORMAT csv, HEADER true";
        await connection.ExecuteAsync(new CommandDefinition($"COPY ({plan.Sql}) TO {SqlText.Literal(path)} ({format})", cancellationToken: cancellation));
        var rows = await connection.ExecuteScalarAsync<long>($"SELECT count(*) FROM ({plan.Sql})");
        var touched = plan.CountHidden is null ? 0 : await connection.ExecuteScalarAsync<long>(plan.CountHidden);
        await using var stream = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
        return new ExportedTable(plan.Model.FullName, file, rows, stream.Length, hash, touched);
    }
}
