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
    /// <param name="rows">A query for sheet (its number within the batch, from 0), row_no, damage, every field of the kind as VARCHAR and tasks VARCHAR[].</param>
    public static void Create(DbConnection connection, string rows) => connection.Execute(
        $"""
        CREATE OR REPLACE TEMP TABLE text_row AS SELECT row_number() OVER (ORDER BY sheet, row_no)::INTEGER AS row_id, * FROM ({rows});
        CREATE OR REPLACE TEMP VIEW sheet_place AS SELECT sheet, row_id AS place_no, login_raw, region_raw, municipality_raw, school_raw FROM text_row;
        CREATE OR REPLACE TEMP VIEW sheet_class AS SELECT sheet, row_id AS class_no, class_raw FROM text_row;
        CREATE OR REPLACE TEMP VIEW sheet_outcome AS
        SELECT sheet, row_id AS outcome_no, variant_raw, variant2_raw, sex_raw, journal_raw, total_raw, mark_raw FROM text_row;
        CREATE OR REPLACE TEMP VIEW sheet_task_text AS
        SELECT row_id, task_no, cell FROM (SELECT row_id, generate_subscripts(tasks, 1)::INTEGER AS task_no, unnest(tasks) AS cell FROM text_row) WHERE msoko_score_code(cell) = {ScoreCodes.Text};
        CREATE OR REPLACE TEMP VIEW sheet_input AS
        SELECT
            row_id, sheet, row_no, damage, participant_code, row_id AS place_no, row_id AS class_no, row_id AS outcome_no, true AS participant_code_seen,
            list_transform(codes, lambda v: CASE WHEN v >= 0 THEN v END) AS task_score,
            list_transform(codes, lambda v: v = {ScoreCodes.NotTried}) AS task_is_x,
            coalesce(list_min(codes), {ScoreCodes.Empty})::TINYINT AS code_min,
            coalesce(list_max(codes), {ScoreCodes.Empty})::TINYINT AS code_max,
            coalesce(list_sum(list_filter(codes, lambda v: v > 0)), 0)::INTEGER AS points
        FROM (SELECT *, list_transform(tasks, lambda t: msoko_score_code(t)) AS codes FROM text_row);
        CREATE OR REPLACE TEMP TABLE plain_count (place_no INTEGER, n BIGINT, n_filled BIGINT);
        """);
}
