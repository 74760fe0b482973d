using System.Data.Common;
using System.Globalization;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Running;

namespace MsokoAnalytics.Models.Checks;

/// <summary>Runs the checks of one model on the table built beside the published one.</summary>
/// <param name="session">Connection of the build.</param>
/// <param name="model">The model.</param>
/// <param name="table">SQL of the whole table as it will be published.</param>
/// <param name="locate">Where other tables are to be read.</param>
/// <param name="part">What has changed, where only a part was built anew; null = everything.</param>
internal sealed class CheckRunner(Session session, ModelDefinition model, string table, Func<string, string> locate, ChangedPart? part = null)
{
    private const int SampleSize = 5;

    /// <summary>Rows that the sample is taken from; fewer keys are shown where the first ones are repeated more often than that.</summary>
    private const int SampleRows = 1000;

    /// <summary>Relationship checks whose kept rows can't have lost the row they refer to.</summary>
    private readonly HashSet<CheckDefinition> _keptTargets = [];

    /// <param name="token">Interrupts the engine.</param>
    public async Task<IReadOnlyList<CheckOutcome>> RunAsync(CancellationToken token)
    {
        var failed = new Dictionary<CheckDefinition, long>();
        foreach (var checks in model.Checks.Where(c => c.IsRowLevel).GroupBy(IsOfPart)) await RunRowChecksAsync([.. checks], checks.Key ? part!.Table : table, failed, token);
        if (part is not null)
            foreach (var check in model.Checks.Where(c => c.Kind == CheckKind.Relationships && part.WasClean(c)))
                if (await KeepsTargetsAsync(check, token)) _keptTargets.Add(check);
        foreach (var check in model.Checks.Where(c => !c.IsRowLevel))
            failed[check] = check.Kind == CheckKind.Unique && await AreDistinctAsync(check, token) ? 0 : await session.CountAsync(CountSql(check), token);
        var outcomes = new List<CheckOutcome>();
        foreach (var check in model.Checks)
            outcomes.Add(await DescribeAsync(check, failed[check], token));
        return outcomes;
    }

    /// <summary>All conditions on single rows are counted in one pass.</summary>
    private async Task RunRowChecksAsync(List<CheckDefinition> checks, string rows, Dictionary<CheckDefinition, long> failed, CancellationToken token)
    {
        var counts = string.Join(", ", checks.Select(c => $"count(*) FILTER (WHERE {Violation(c)})"));
        var row = (await session.QueryAsync(
            $"SELECT {counts} FROM {rows}",
            reader => Enumerable.Range(0, checks.Count).Select(reader.GetInt64).ToArray(),
            token))[0];
        for (var i = 0; i < checks.Count; i++) failed[checks[i]] = row[i] + (StandingOf(checks[i])?.Rows ?? 0);
    }

    /// <summary>Whether the changed rows alone decide: the rows that stay passed before and depend on nothing that has changed.</summary>
    private bool IsOfPart(CheckDefinition check) => part is not null && (part.WasClean(check) || StandingOf(check) is not null) && check.Kind switch
    {
        CheckKind.RowCount => false,
        CheckKind.Relationships => _keptTargets.Contains(check),
        CheckKind.Unique => part.KeyColumns.All(check.Columns.Contains),
        _ => true,
    };

    /// <summary>What a condition on single rows found among the published rows, where all of them stay: that is known without looking again.</summary>
    private StandingFault? StandingOf(CheckDefinition check) => part is { OnlyAdds: true } && check.IsRowLevel ? part.Standing(check) : null;

    private string RowsOf(CheckDefinition check) => IsOfPart(check) ? part!.Table : table;

    /// <summary>Whether every value of the referred columns that was published is still there.</summary>
    private async Task<bool> KeepsTargetsAsync(CheckDefinition check, CancellationToken token)
    {
        var (published, next) = (SqlText.Table(check.Target!), locate(check.Target!));
        if (published == next || part!.OnlyGrew(check.Target!)) return true;
        if (!part!.WasPublished(check.Target!)) return false;
        var fields = SqlText.Names(check.TargetColumns);
        return await session.CountAsync($"SELECT count(*) FROM (SELECT {fields} FROM {published} AS p EXCEPT SELECT {fields} FROM {next} AS n) AS gone", token) == 0;
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
        CheckKind.Relationships => $"SELECT count(*) FROM {RowsOf(check)} AS t WHERE {Orphan(check)}",
        _ => RowCountSql(check),
    };

    /// <summary>
    /// Whether no two rows have one key, by the hashes of the keys: a set of numbers takes a fraction of the time and memory of a set of texts, and keys are distinct
    /// where their hashes are. Two keys may share a hash: then the keys themselves have to be counted.
    /// </summary>
    private async Task<bool> AreDistinctAsync(CheckDefinition check, CancellationToken token)
    {
        var (rows, where) = KeyRows(check);
        return await session.CountAsync($"SELECT count(*) FROM (SELECT 1 FROM {rows} {where}GROUP BY hash({SqlText.Names(check.Columns)}) HAVING count(*) > 1) AS repeated", token) == 0;
    }

    private string RepeatedKeys(CheckDefinition check)
    {
        var columns = SqlText.Names(check.Columns);
        var (rows, where) = KeyRows(check);
        return $"SELECT {columns} FROM {rows} {where}GROUP BY {columns} HAVING count(*) > 1";
    }

    /// <summary>Rows whose keys have to be compared, and the condition on them.</summary>
    private (string Rows, string Where) KeyRows(CheckDefinition check)
    {
        var columns = SqlText.Names(check.Columns);
        var where = check.Where is null ? "" : $"WHERE {check.Where} ";
        var rows = RowsOf(check);
        if (part is null || !part.WasClean(check) || rows != table) return (rows, where);
        // A key that is repeated now has at least one row among the new ones.
        var same = string.Join(" AND ", check.Columns.Select(c => $"o.{SqlText.Name(c)} IS NOT DISTINCT FROM n.{SqlText.Name(c)}"));
        return ($"(SELECT {columns} FROM {part.Table} {where}UNION ALL SELECT {columns} FROM (SELECT * FROM ({part.Kept}) AS t {where}) AS o "
            + $"SEMI JOIN (SELECT {columns} FROM {part.Table} {where}) AS n ON {same}) AS t", "");
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
            CheckKind.Relationships => $"{RowsOf(check)} AS t WHERE {Orphan(check)}",
            _ => $"{RowsOf(check)} AS t WHERE {Violation(check)}",
        };
        // The first ones before they are made distinct: a set of all keys of millions of broken rows would cost more than the check.
        var rows = await session.QueryAsync(
            $"SELECT DISTINCT {columns} FROM (SELECT {columns} FROM {from} ORDER BY {columns} LIMIT {SampleRows}) AS first ORDER BY {columns} LIMIT {SampleSize}",
            reader => Format(keys, reader), token);
        return rows.Count == 0 ? StandingOf(check)?.Sample : string.Join("; ", rows);
    }

    private static string Format(IReadOnlyList<string> keys, DbDataReader reader) =>
        string.Join(", ", keys.Select((key, i) =>
            key + "=" + (reader.IsDBNull(i) ? "пусто" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
}
