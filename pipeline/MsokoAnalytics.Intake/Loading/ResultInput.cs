using System.Data.Common;
using Dapper;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// The input of the kind <c>vpr_result</c> made by SQL from rows that have been prepared as texts, for tables of few rows; the reader makes the
/// same for forms of many (<see cref="SheetInput"/>).
/// </summary>
internal static class ResultInput
{
    /// <param name="connection">A connection with the macros.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="numbers">Numbers of combinations in staging.</param>
    /// <param name="rows">A query for sheet (its number within the batch, from 0), row_no, damage, every field of the kind as VARCHAR and tasks VARCHAR[].</param>
    public static void Create(DbConnection connection, SheetKind kind, CombinationNumbers numbers, string rows)
    {
        connection.Execute($"CREATE OR REPLACE TEMP TABLE text_row AS SELECT row_number() OVER (ORDER BY sheet, row_no)::INTEGER AS row_id, * FROM ({rows})");
        foreach (var group in kind.Repeated)
        {
            connection.Execute(GroupSql(group));
            connection.Execute($"CREATE OR REPLACE TEMP VIEW sheet_{group.Name}_text AS SELECT t.*{NumberSql(connection, kind, numbers, group.Name)} FROM {TextsOf(group)} AS t");
        }

        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP VIEW sheet_task_text AS
            SELECT row_id, task_no, cell FROM (SELECT row_id, generate_subscripts(tasks, 1)::INTEGER AS task_no, unnest(tasks) AS cell FROM text_row) WHERE msoko_score_code(cell) = {ScoreCodes.Text};
            CREATE OR REPLACE TEMP VIEW sheet_input AS
            SELECT
                row_id, r.sheet, row_no, damage, participant_code, place_no, class_no, outcome_no, true AS participant_code_seen,
                task_code,
                coalesce(list_min(task_code), {ScoreCodes.Empty})::TINYINT AS code_min,
                coalesce(list_max(task_code), {ScoreCodes.Empty})::TINYINT AS code_max,
                coalesce(list_sum(list_filter(task_code, lambda v: v > 0)), 0)::INTEGER AS points
            FROM (SELECT *, list_transform(tasks, lambda t: msoko_score_code(t)) AS task_code FROM text_row) AS r
            JOIN text_row_place USING (row_id) JOIN text_row_class USING (row_id) JOIN text_row_outcome USING (row_id);
            CREATE OR REPLACE TEMP TABLE plain_count (place_no INTEGER, n BIGINT, n_filled BIGINT);
            """);
    }

    /// <summary>Every combination once, under the number of the first row of the sheet that has it; where its meaning depends on the sheet, its texts are those of one sheet.</summary>
    private static string GroupSql(RepeatedFields of)
    {
        var group = of.Name;
        IReadOnlyList<string> fields = of.Context.Count > 0 ? [.. of.Fields, "sheet"] : of.Fields;
        var same = string.Join(" AND ", fields.Select(f => $"t.{f} IS NOT DISTINCT FROM r.{f}"));
        return
            $"""
            CREATE OR REPLACE TEMP TABLE text_of_{group} AS
            SELECT row_number() OVER (ORDER BY first_row)::INTEGER AS text_no, * EXCLUDE (first_row) FROM (SELECT {string.Join(", ", fields)}, min(row_id) AS first_row FROM text_row GROUP BY ALL);
            CREATE OR REPLACE TEMP TABLE text_row_{group} AS
            SELECT r.row_id, r.sheet, t.text_no, min(r.row_id) OVER (PARTITION BY r.sheet, t.text_no) AS {group}_no FROM text_row AS r JOIN text_of_{group} AS t ON {same};
            CREATE OR REPLACE TEMP VIEW sheet_{group} AS SELECT DISTINCT sheet, {group}_no, text_no FROM text_row_{group};
            """;
    }

    /// <summary>The texts of a group, with what their sheets say that belongs to them.</summary>
    private static string TextsOf(RepeatedFields group) => group.Context.Count == 0 ? $"text_of_{group.Name}" : $"(SELECT t.*, {string.Join(", ", group.Context.Select(c => "c." + c))} FROM text_of_{group.Name} AS t JOIN sheet_context AS c USING (sheet))";

    /// <summary>The column with the numbers that the texts of a group have in staging; nothing where they have none.</summary>
    private static string NumberSql(DbConnection connection, SheetKind kind, CombinationNumbers numbers, string group)
    {
        if (kind.NumbersOf(group) is not { } numbered) return "";
        var counter = numbers.Of(connection, numbered);
        var first = counter.Take(connection.ExecuteScalar<int>($"SELECT count(*) FROM text_of_{group}"));
        return FormattableString.Invariant($", ({first} + {counter.Step} * (text_no - 1))::INTEGER AS {group}_id");
    }
}
