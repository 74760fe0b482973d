using System.Data.Common;
using System.Globalization;
using Dapper;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;
using static MsokoAnalytics.Intake.Loading.SqlValue;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>What every sheet leaves in staging before its rows, and the values about it that the SQL of kinds reads.</summary>
internal static class SheetSql
{
    public const string ContextColumns =
        "sheet INTEGER, file_key BIGINT, sheet_no INTEGER, work_no INTEGER, max_score INTEGER, region_code VARCHAR, municipality_id VARCHAR, school_login VARCHAR, task_max INTEGER[], has_score_over_max BOOLEAN, "
        + "procedure VARCHAR, year INTEGER, grade INTEGER, subject VARCHAR, work_date DATE, exam VARCHAR, math_level VARCHAR, period VARCHAR";

    public const string ColumnColumns = "sheet INTEGER, field VARCHAR, task_no INTEGER, column_no INTEGER, header VARCHAR";

    /// <summary>Writes <c>staging.stg_sheet</c> and <c>staging.stg_sheet_task</c>.</summary>
    public static void SaveSheet(DbConnection connection, SheetTask sheet, IReadOnlyList<TaskColumn> tasks)
    {
        var (work, layout) = (WorkKeys.From(sheet.Context), sheet.Plan.Layout);
        var isWork = layout.Needs.Count > 0;
        connection.Execute(
            """
            INSERT INTO staging.stg_sheet VALUES ($fileKey, $sheetNo, $sheetName, $layout, $kind, $priority, $issuedAt, $procedure, $year, $academicYear, $wave, $grade, $actualGrade,
                $subject, $level, $maxScore, $workDate, $region, $municipality, $school, $classLabel, $source)
            """,
            new
            {
                fileKey = sheet.FileKey, sheetNo = sheet.SheetNo, sheetName = sheet.SheetName, layout = layout.Id, kind = layout.Kind, priority = layout.Priority, issuedAt = sheet.IssuedAt,
                procedure = layout.Procedure, year = work.Year, academicYear = work.AcademicYear, wave = work.Wave,
                // A form that needs nothing of a work is none: its grades and subjects are values of its rows.
                grade = isWork ? work.Grade : null, actualGrade = isWork ? work.ActualGrade : null,
                subject = isWork ? work.Subject : null, level = work.Level, maxScore = MaxScore(sheet.Context, tasks), workDate = work.Date, region = work.RegionCode, municipality = work.MunicipalityId,
                school = work.SchoolLogin?[^6..], classLabel = sheet.Context["class_label"], source = sheet.Context.Describe(),
            });
        if (tasks.Count == 0) return;
        // One statement for all tasks: preparing one for each would cost more than everything else about a small sheet.
        var rows = tasks.Select((t, i) => Invariant($"({sheet.FileKey}, {sheet.SheetNo}, {i + 1}, {Quote(t.Label)}, {(t.Max is { } max ? Invariant($"{max}") : "NULL")}, {(t.Difficulty is { } d ? Quote(d) : "NULL")})"));
        connection.Execute("INSERT INTO staging.stg_sheet_task VALUES " + string.Join(", ", rows));
    }

    /// <summary>A row of <c>sheet_context</c>.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="number">Its number within the batch.</param>
    /// <param name="workNo">The same for sheets of one file that tell of one work.</param>
    /// <param name="tasks">Its task columns.</param>
    /// <param name="overMax">Whether a score that the reader could read is above its maximum.</param>
    public static string ContextRow(SheetTask sheet, int number, int workNo, IReadOnlyList<TaskColumn> tasks, bool overMax)
    {
        var work = WorkKeys.From(sheet.Context);
        var maxima = string.Join(", ", tasks.Select(t => t.Max?.ToString(CultureInfo.InvariantCulture) ?? "NULL"));
        return Invariant($"({number}, {sheet.FileKey}, {sheet.SheetNo}, {workNo}, {Number(MaxScore(sheet.Context, tasks))}, {Text(work.RegionCode)}, {Text(work.MunicipalityId)}, {Text(work.SchoolLogin)}, [{maxima}]::INTEGER[], {overMax}, ")
            + Invariant($"{Text(sheet.Context["procedure"] ?? sheet.Plan.Layout.Procedure)}, {Number(work.Year)}, {Number(work.Grade)}, {Text(work.Subject)}, {Text(work.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))}, {Text(sheet.Context["exam"])}, {Text(sheet.Context["math_level"])}, {Text(sheet.Context["period"])})");
    }

    /// <summary>The rows of <c>sheet_column</c>: which column of the sheet a field or a task is.</summary>
    public static IEnumerable<string> ColumnRows(SheetPlan plan, int number, IReadOnlyList<TaskColumn> tasks) =>
        plan.Fields.Select(f => Invariant($"({number}, {Quote(f.Key)}, NULL, {f.Value + 1}, {Quote(plan.Headers[f.Value])})"))
            .Concat(tasks.Select((t, i) => Invariant($"({number}, NULL, {i + 1}, {t.Column + 1}, {Quote(plan.Headers[t.Column])})")));

    /// <summary>Makes both tables that describe the sheets to be typed.</summary>
    public static void CreateDescriptions(DbConnection connection, IEnumerable<string> contexts, IEnumerable<string> columns) => connection.Execute(
        $"""
        CREATE OR REPLACE TEMP TABLE sheet_context ({ContextColumns});
        INSERT INTO sheet_context VALUES {string.Join(", ", contexts)};
        CREATE OR REPLACE TEMP TABLE sheet_column ({ColumnColumns});
        INSERT INTO sheet_column VALUES {string.Join(", ", columns)};
        """);

    private static int? MaxScore(WorkContext context, IReadOnlyList<TaskColumn> tasks) =>
        // A stated maximum wins over the sum of the columns: it is the publisher's own figure.
        context.Number("max_score") ?? (tasks.Count > 0 && tasks.All(t => t.Max is not null) ? tasks.Sum(t => t.Max!.Value) : null);
}
