using System.Data.Common;
using System.Globalization;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Running;

namespace MsokoAnalytics.Models.Checks;

/// <summary>Runs the checks of one model on the table built beside the published one.</summary>
internal sealed class CheckRunner(Session session, ModelDefinition model, string table, Func<string, string> locate)
{
    private const int SampleSize = 5;

    /// <param name="token">Interrupts the engine.</param>
    public async Task<IReadOnlyList<CheckOutcome>> RunAsync(CancellationToken token)
    {
        var failed = new Dictionary<CheckDefinition, long>();
        await RunRowChecksAsync(failed, token);
        foreach (var check in model.Checks.Where(c => !c.IsRowLevel))
            failed[check] = await session.CountAsync(CountSql(check), token);
        var outcomes = new List<CheckOutcome>();
        foreach (var check in model.Checks)
            outcomes.Add(await DescribeAsync(check, failed[check], token));
        return outcomes;
    }

    /// <summary>All conditions on single rows are counted in one pass.</summary>
    private async Task RunRowChecksAsync(Dictionary<CheckDefinition, long> failed, CancellationToken token)
    {
        var checks = model.Checks.Where(c => c.IsRowLevel).ToList();
        if (checks.Count == 0) return;
        var counts = string.Join(", ", checks.Select(c => $"count(*) FILTER (WHERE {Violation(c)})"));
        var row = (await session.QueryAsync(
            $"SELECT {counts} FROM {table}",
            reader => Enumerable.Range(0, checks.Count).Select(reader.GetInt64).ToArray(),
            token))[0];
        for (var i = 0; i < checks.Count; i++) failed[checks[i]] = row[i];
    }

    private static string Violation(CheckDefinition check)
    {
        var columns = check.Columns.Select(SqlText.Name).ToList();
        switch (check.Kind)
        {
            case CheckKind.NotNull:
                return string.Join(" OR ", columns.Select(c => $"{c} IS NULL"));
            case CheckKind.AcceptedValues:
                var values = string.Join(", ", check.Values.Select(SqlText.Literal));
                var strange = $"CAST({columns[0]} AS VARCHAR) NOT IN ({values})";
                return check.AllowNull ? $"({columns[0]} IS NOT NULL AND {strange})" : $"({columns[0]} IS NULL OR {strange})";
            case CheckKind.InRange:
                return "(" + string.Join(" OR ", Bounds(columns[0], check)) + ")";
            default:
                return $"NOT coalesce(({check.Expression}), TRUE)";
        }
    }

    private static IEnumerable<string> Bounds(string column, CheckDefinition check)
    {
        if (check.Min is { } min) yield return $"{column} < {min.ToString(CultureInfo.InvariantCulture)}";
        if (check.Max is { } max) yield return $"{column} > {max.ToString(CultureInfo.InvariantCulture)}";
    }

    private string CountSql(CheckDefinition check) => check.Kind switch
    {
        CheckKind.Unique => $"SELECT count(*) FROM ({RepeatedKeys(check)}) AS repeated",
        CheckKind.Relationships => $"SELECT count(*) FROM {table} AS t WHERE {Orphan(check)}",
        _ => RowCountSql(check),
    };

    private string RepeatedKeys(CheckDefinition check)
    {
        var columns = SqlText.Names(check.Columns);
        var where = check.Where is null ? "" : $"WHERE {check.Where} ";
        return $"SELECT {columns} FROM {table} {where}GROUP BY {columns} HAVING count(*) > 1";
    }

    private string Orphan(CheckDefinition check)
    {
        var filled = check.Columns.Select(c => $"t.{SqlText.Name(c)} IS NOT NULL");
        var same = check.Columns.Zip(check.TargetColumns, (c, f) => $"r.{SqlText.Name(f)} = t.{SqlText.Name(c)}");
        return $"{string.Join(" AND ", filled)} AND NOT EXISTS (SELECT 1 FROM {locate(check.Target!)} AS r WHERE {string.Join(" AND ", same)})";
    }

    private string RowCountSql(CheckDefinition check)
    {
        var outside = string.Join(" OR ", Bounds("count(*)", check));
        return $"SELECT CAST(CASE WHEN {outside} THEN 1 ELSE 0 END AS BIGINT) FROM {table}";
    }

    private async Task<CheckOutcome> DescribeAsync(CheckDefinition check, long failedRows, CancellationToken token)
    {
        if (failedRows == 0) return new CheckOutcome(model.FullName, check.Name, check.Severity, 0, null, null);
        var sample = await SampleAsync(check, token);
        var many = check.Kind switch
        {
            CheckKind.RowCount => $" (строк: {(await session.CountAsync($"SELECT count(*) FROM {table}", token)).ToString(CultureInfo.InvariantCulture)})",
            CheckKind.Unique => $" (таких ключей: {failedRows.ToString(CultureInfo.InvariantCulture)})",
            _ => $" (таких строк: {failedRows.ToString(CultureInfo.InvariantCulture)})",
        };
        var message = $"{model.FullName}, проверка {check.Name}: {check.What}{many}"
            + (sample is null ? "" : $"; например: {sample}")
            + $". Когда важно: {check.When}. Что делать: {check.Fix}";
        return new CheckOutcome(model.FullName, check.Name, check.Severity, failedRows, sample, message);
    }

    /// <summary>Keys of broken rows: only the columns the contract allows to show.</summary>
    private async Task<string?> SampleAsync(CheckDefinition check, CancellationToken token)
    {
        var keys = check.Kind == CheckKind.Unique ? [.. model.SampleKeys.Intersect(check.Columns)] : model.SampleKeys;
        if (keys.Count == 0 || check.Kind == CheckKind.RowCount) return null;
        var columns = SqlText.Names(keys);
        var from = check.Kind switch
        {
            CheckKind.Unique => $"({RepeatedKeys(check)}) AS t",
            CheckKind.Relationships => $"{table} AS t WHERE {Orphan(check)}",
            _ => $"{table} AS t WHERE {Violation(check)}",
        };
        var rows = await session.QueryAsync(
            $"SELECT DISTINCT {columns} FROM {from} ORDER BY {columns} LIMIT {SampleSize}", reader => Format(keys, reader), token);
        return string.Join("; ", rows);
    }

    private static string Format(IReadOnlyList<string> keys, DbDataReader reader) =>
        string.Join(", ", keys.Select((key, i) =>
            key + "=" + (reader.IsDBNull(i) ? "пусто" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
}
