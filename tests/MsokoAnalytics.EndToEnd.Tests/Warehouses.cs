namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>
/// Compares warehouses by content: every table that does not tell who ran when, and the view over pupils' rows, which shows whether these name the right places, classes and outcomes. The numbers by
/// which they do, and the tables of these, depend on which files were read together.
/// </summary>
internal static class Warehouses
{
    private const string Results = "staging.stg_vpr__result";

    /// <summary>Table → row count and an order-free hash of all rows. Columns of runs and clocks are left out.</summary>
    public static SortedDictionary<string, string> Content(string warehouse)
    {
        var content = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var tables = Msoko.Rows(warehouse,
            """
            SELECT schema_name || '.' || table_name
            FROM duckdb_tables()
            WHERE schema_name IN ('raw', 'rejects', 'staging', 'core', 'marts', 'ops') AND table_name NOT IN ('run', 'model_run', 'model_state', 'model_partition', 'check_result', 'reissue', 'stg_vpr__place', 'stg_vpr__class', 'stg_vpr__outcome')
            ORDER BY 1
            """);
        Xunit.Assert.True(tables.Length > 10, string.Join(", ", tables));
        var parts = tables.Append(Results).Select(t => $"SELECT '{t}' AS t, count(*) AS n, bit_xor(hash({RowOf(t)})) AS h FROM {(NotCompared(t) is { } names ? $"(SELECT * EXCLUDE ({names}) FROM {t})" : t)} AS t");
        foreach (var row in Msoko.Rows(warehouse, string.Join(" UNION ALL ", parts)))
        {
            var cells = row.Split(',');
            content[cells[0]] = $"{cells[1]} rows, {cells[2]}";
        }

        return content;
    }

    private static string RowOf(string table) => table switch
    {
        "ops.source_file" => "(t.file_key, t.sha256, t.path, t.format, t.size_bytes, t.status, t.problem)",
        "ops.file_stamp" => "(t.path, t.size_bytes, t.sha256)",
        _ => "t",
    };

    private static string? NotCompared(string table) => table switch
    {
        "staging.stg_vpr__row" => "place_id, class_id, outcome_id",
        Results => "rowid",
        _ => null,
    };
}
