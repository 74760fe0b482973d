using System.Globalization;

namespace MsokoAnalytics.Intake.Tests.Retyping;

/// <summary>
/// What the loader types while it reads (repeated cells once each, task cells through a table of codes, many sheets at once) must be what a
/// plain SQL over the stored lines makes of every cell (<c>reference.sql</c>), row for row, rejects included.
/// </summary>
public sealed class RetypingTests
{
    private static readonly string[] Fields2022 =
        ["login_raw=1", "region_raw=2", "municipality_raw=4", "school_raw=5", "participant_code=7", "variant_raw=8", "class_raw=12", "sex_raw=13", "journal_raw=14", "total_raw=15"];

    private static readonly string[] Fields2020 =
        ["municipality_raw=1", "login_raw=2", "participant_code=4", "journal_raw=5", "sex_raw=6", "class_raw=7", "variant_raw=8", "variant2_raw=9", "total_raw=10"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sheets_typed_in_batches_are_what_their_stored_lines_say(int seed)
    {
        using var run = new IntakeRun();
        var dirt = new DirtyTable(seed);
        var form = VprForm.All["vpr_2022"];
        for (var file = 0; file < 3; file++)
        {
            var rows = Enumerable.Range(0, 250).Select(_ => (object?[])
            [
                dirt.Login, dirt.Unusual(3) ? dirt.Place : "reg000000", "reg000000 | Регион А", dirt.Place, dirt.School, "04.03.2022", dirt.Code, dirt.Variant,
                .. dirt.Tasks(3), dirt.Class, dirt.Sex, dirt.Journal, dirt.Total, .. dirt.Unusual(40) ? new object?[] { "лишнее" } : [],
            ]);
            TextTable.Save(run.Folder, FormattableString.Invariant($"{file}/{form.FileName}.csv"), [.. form.Head, .. rows]);
        }

        run.Load();
        AssertRetyped(run, Fields2022, kept => [.. kept.Select(n => 8 + n)], [2, 1, 3]);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void A_sparse_form_is_what_its_stored_lines_say(int seed)
    {
        using var run = new IntakeRun();
        var dirt = new DirtyTable(seed);
        var form = VprForm.All["vpr_2020"];
        // Column 2 is a textbook, columns 5 and 6 are never filled.
        var rows = Enumerable.Range(0, 300).Select(_ =>
        {
            var tasks = dirt.Tasks(4);
            return (object?[])["reg00_vpr_m041", dirt.Login, 17, dirt.Code, dirt.Journal, dirt.Sex, dirt.Class, dirt.Variant, dirt.Unusual(4) ? "1" : null, dirt.Total, tasks[0], "Моро М.И.", tasks[1], tasks[2], null, null, tasks[3]];
        });
        TextTable.Save(run.Folder, form.FileName + ".csv", [.. form.Head, .. rows]);
        run.Load();
        AssertRetyped(run, Fields2020, _ => [11, 13, 14, 17], [null, null, null, null]);
    }

    private static void AssertRetyped(IntakeRun run, string[] fields, Func<IEnumerable<int>, int[]> columnsOf, int?[] maxima)
    {
        run.Rows("CREATE TEMP TABLE reference_result AS SELECT * EXCLUDE (rowid, task_code) FROM staging.stg_vpr__result LIMIT 0; CREATE TEMP TABLE reference_reject AS FROM rejects.reject LIMIT 0; SELECT 1");
        run.Rows(IntakeRun.Setup.MacroSql + "; SELECT 1");
        var columns = columnsOf(Enumerable.Range(1, maxima.Length));
        var max = $"([{string.Join(", ", maxima.Select(m => m?.ToString(CultureInfo.InvariantCulture) ?? "NULL"))}]::INTEGER[])";
        var reference = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Retyping", "reference.sql")).Replace("{{task_max}}", max, StringComparison.Ordinal);
        string[] known = ["login_raw", "region_raw", "municipality_raw", "school_raw", "participant_code", "class_raw", "variant_raw", "variant2_raw", "sex_raw", "journal_raw", "total_raw", "mark_raw"];
        var bound = fields.Select(f => f.Split('=')).ToDictionary(f => f[0], f => f[1], StringComparer.Ordinal);
        foreach (var key in run.Rows("SELECT file_key FROM staging.stg_sheet ORDER BY 1"))
        {
            var body = $"FROM raw.sheet_cell WHERE file_key = {key}";
            run.Rows(
                $"""
                CREATE OR REPLACE TEMP VIEW sheet_input AS
                SELECT row_no, CASE WHEN row_class <> 'body' THEN row_class END AS damage,
                    {string.Join(", ", known.Select(f => bound.TryGetValue(f, out var c) ? $"nullif(cells[{c}], '') AS {f}" : $"NULL::VARCHAR AS {f}"))},
                    [{string.Join(", ", columns.Select(c => FormattableString.Invariant($"cells[{c}]")))}] AS tasks
                {body} AND row_class NOT IN ('title', 'header');
                CREATE OR REPLACE TEMP TABLE sheet_context AS
                SELECT file_key, sheet_no, max_score, region_code, municipality_id, NULL::VARCHAR AS school_login FROM staging.stg_sheet WHERE file_key = {key};
                CREATE OR REPLACE TEMP TABLE sheet_column AS
                SELECT k.field, NULL::INTEGER AS task_no, k.no AS column_no, cells[k.no] AS header
                FROM raw.sheet_cell, (VALUES {string.Join(", ", bound.Select(b => $"('{b.Key}', {b.Value})"))}) AS k(field, no) WHERE file_key = {key} AND row_class = 'header'
                UNION ALL
                SELECT NULL, k.task_no, k.no, cells[k.no]
                FROM raw.sheet_cell, (VALUES {string.Join(", ", columns.Select((c, i) => FormattableString.Invariant($"({i + 1}, {c})")))}) AS k(task_no, no) WHERE file_key = {key} AND row_class = 'header';
                SELECT 1
                """);
            Assert.Equal(run.Rows($"SELECT rows_loaded, rows_rejected, rows_non_data - 1 FROM ops.source_sheet WHERE file_key = {key}"), run.Rows(reference));
        }

        Equal(run, "reference_result", "(SELECT * EXCLUDE (rowid, task_code) FROM staging.stg_vpr__result)");
        Equal(run, "reference_reject", "rejects.reject");
        // Dirt that never reaches a rule would prove nothing.
        Assert.True(int.Parse(run.Scalar("SELECT count(DISTINCT rule) FROM rejects.reject"), CultureInfo.InvariantCulture) >= 8);
        Assert.True(int.Parse(run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"), CultureInfo.InvariantCulture) >= 50);
    }

    private static void Equal(IntakeRun run, string expected, string actual)
    {
        Assert.Empty(run.Rows($"SELECT * FROM (FROM {expected} EXCEPT ALL FROM {actual}) ORDER BY ALL LIMIT 5"));
        Assert.Empty(run.Rows($"SELECT * FROM (FROM {actual} EXCEPT ALL FROM {expected}) ORDER BY ALL LIMIT 5"));
    }
}
