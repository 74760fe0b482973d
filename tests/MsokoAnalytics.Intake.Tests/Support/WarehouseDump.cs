namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>
/// Everything a load leaves behind, as ordered text, without what may differ between two runs over the same files: run ids, times of loading, and the numbers by which pupils' rows name their
/// places, classes and outcomes, with the tables of these: they depend on which files were read together. That the right ones are named, the view over all tells.
/// </summary>
internal static class WarehouseDump
{
    private const string Results = "staging.stg_vpr__result";
    private static readonly Dictionary<string, string> NotCompared = new(StringComparer.Ordinal)
    {
        ["ops.source_file"] = "run_id, loaded_at", ["ops.file_stamp"] = "folder, modified_ticks, read_ticks",
        ["staging.stg_vpr__row"] = "place_id, class_id, outcome_id", [Results] = "rowid",
    };

    /// <summary>Table → its rows in order. Replaced files are left out of the register where <paramref name="replaced"/> is false.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Of(IntakeRun run, bool replaced = true)
    {
        // Every table there is, so that none is forgotten; only the logs of runs differ by nature.
        var tables = run.Rows("SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema IN ('ops', 'raw', 'rejects', 'staging') AND table_name NOT IN ('reissue', 'run', 'stg_vpr__place', 'stg_vpr__class', 'stg_vpr__outcome') ORDER BY 1");
        var result = tables.Append(Results).ToDictionary(t => t, t => run.Rows(
            $"SELECT {(NotCompared.TryGetValue(t, out var except) ? $"* EXCLUDE ({except})" : "*")} FROM {t}{(t == "ops.source_file" && !replaced ? " WHERE status <> 'replaced'" : "")} ORDER BY ALL"), StringComparer.Ordinal);
        return result;
    }

    public static void AssertEqual(Dictionary<string, IReadOnlyList<string>> expected, Dictionary<string, IReadOnlyList<string>> actual)
    {
        foreach (var (table, rows) in expected)
            Assert.True(rows.SequenceEqual(actual[table], StringComparer.Ordinal),
                $"{table}: {rows.Count} ≠ {actual[table].Count}; only expected: {rows.Except(actual[table]).FirstOrDefault()}; only actual: {actual[table].Except(rows).FirstOrDefault()}");
    }
}
