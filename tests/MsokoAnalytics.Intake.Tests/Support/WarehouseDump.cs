namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>Everything a load leaves behind, as ordered text, without what may differ between two runs over the same files: run ids and times of loading.</summary>
internal static class WarehouseDump
{
    private static readonly (string Table, string Except)[] Tables =
    [
        ("ops.source_file", "run_id, loaded_at"),
        ("ops.source_sheet", ""),
        ("ops.source_copy", ""),
        ("rejects.rule", ""),
        ("rejects.reject", ""),
        ("raw.sheet_row", ""),
        ("staging.stg_sheet", ""),
        ("staging.stg_sheet_task", ""),
        ("staging.stg_vpr__result", ""),
        ("staging.stg_vpr__mark_statistics", ""),
        ("staging.stg_vpr__journal_comparison", ""),
        ("staging.stg_sgo__progress_subject", ""),
        ("staging.stg_sgo__lesson_mark", ""),
        ("staging.stg_sgo__report_card", ""),
    ];

    /// <summary>Table → its rows in order. Replaced files are left out of the register where <paramref name="replaced"/> is false.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Of(IntakeRun run, bool replaced = true)
    {
        var result = Tables.ToDictionary(t => t.Table, t => run.Rows(
            $"SELECT {(t.Except.Length == 0 ? "*" : $"* EXCLUDE ({t.Except})")} FROM {t.Table}{(t.Table == "ops.source_file" && !replaced ? " WHERE status <> 'replaced'" : "")} ORDER BY ALL"), StringComparer.Ordinal);
        // A table that this list forgets would never be compared.
        Assert.Equal(Tables.Select(t => t.Table).Append("ops.reissue").Append("ops.run").Order(StringComparer.Ordinal), run.Rows(
            "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema IN ('ops', 'raw', 'rejects', 'staging') ORDER BY 1"));
        return result;
    }

    public static void AssertEqual(Dictionary<string, IReadOnlyList<string>> expected, Dictionary<string, IReadOnlyList<string>> actual)
    {
        foreach (var (table, rows) in expected)
            Assert.True(rows.SequenceEqual(actual[table], StringComparer.Ordinal),
                $"{table}: {rows.Count} ≠ {actual[table].Count}; only expected: {rows.Except(actual[table]).FirstOrDefault()}; only actual: {actual[table].Except(rows).FirstOrDefault()}");
    }
}
