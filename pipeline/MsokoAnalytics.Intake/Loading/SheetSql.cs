using System.Data.Common;
using Dapper;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>What every sheet leaves in staging before its rows, and the values about it that the SQL of kinds reads.</summary>
internal static class SheetSql
{
    public const string ContextColumns =
        "sheet INTEGER, file_key BIGINT, sheet_no INTEGER, work_no INTEGER, max_score INTEGER, region_code VARCHAR, municipality_id VARCHAR, school_login VARCHAR, task_max INTEGER[], has_score_over_max BOOLEAN, "
        + "procedure VARCHAR, year INTEGER, grade INTEGER, subject VARCHAR, work_date DATE, exam VARCHAR, math_level VARCHAR, period VARCHAR";

    public const string ColumnColumns = "sheet INTEGER, field VARCHAR, task_no INTEGER, column_no INTEGER, header VARCHAR";

    /// <summary>Writes <c>staging.stg_sheet</c> and <c>staging.stg_sheet_task</c>; a statement for each sheet would take longer than everything else about a small one.</summary>
    public static void SaveSheets(DbConnection connection, IReadOnlyCollection<(SheetTask Sheet, IReadOnlyList<TaskColumn> Tasks)> sheets)
    {
        if (sheets.Count == 0) return;
        using var ofSheets = new RowWriter(connection, "staging", "stg_sheet");
        using var ofTasks = new RowWriter(connection, "staging", "stg_sheet_task");
        foreach (var (sheet, tasks) in sheets)
        {
            Write(ofSheets, sheet, tasks);
            for (var i = 0; i < tasks.Count; i++)
            {
                ofTasks.Big(sheet.FileKey).Whole(sheet.SheetNo).Whole(i + 1).Text(tasks[i].Label).Whole(tasks[i].Max).Text(tasks[i].Difficulty);
                ofTasks.End();
            }
        }

        ofSheets.Complete();
        ofTasks.Complete();
    }

    private static void Write(RowWriter writer, SheetTask sheet, IReadOnlyList<TaskColumn> tasks)
    {
        var (work, layout) = (WorkKeys.From(sheet.Context), sheet.Plan.Layout);
        var isWork = layout.Needs.Count > 0;
        writer.Big(sheet.FileKey).Whole(sheet.SheetNo).Text(sheet.SheetName).Text(layout.Id).Text(layout.Kind).Whole(layout.Priority).Time(sheet.IssuedAt).Text(layout.Procedure);
        // A form that needs nothing of a work is none: its grades and subjects are values of its rows.
        writer.Whole(work.Year).Text(work.AcademicYear).Text(work.Wave).Whole(isWork ? work.Grade : null).Whole(isWork ? work.ActualGrade : null).Text(work.Subject).Text(work.Level);
        writer.Whole(MaxScore(sheet.Context, tasks)).Day(work.Date).Text(work.RegionCode).Text(work.MunicipalityId).Text(work.SchoolLogin?[^6..]).Text(sheet.Context["class_label"]).Text(sheet.Context.Describe());
        writer.End();
    }

    /// <summary>The rows of <c>sheet_column</c>: which column of the sheet a field or a task is.</summary>
    public static IEnumerable<SheetColumn> Columns(SheetPlan plan, int number, IReadOnlyList<TaskColumn> tasks) =>
        plan.Fields.Select(f => new SheetColumn(number, f.Key, null, f.Value + 1, plan.Headers[f.Value]))
            .Concat(tasks.Select((t, i) => new SheetColumn(number, null, i + 1, t.Column + 1, plan.Headers[t.Column])));

    /// <summary>Makes both tables that describe the sheets to be typed.</summary>
    public static void CreateDescriptions(DbConnection connection, IEnumerable<SheetContext> contexts, IEnumerable<SheetColumn> columns)
    {
        connection.Execute($"CREATE OR REPLACE TEMP TABLE sheet_context ({ContextColumns}); CREATE OR REPLACE TEMP TABLE sheet_column ({ColumnColumns});");
        using (var writerOfContexts = new RowWriter(connection, null, "sheet_context"))
        {
            foreach (var context in contexts) Write(writerOfContexts, context);
            writerOfContexts.Complete();
        }

        using var writer = new RowWriter(connection, null, "sheet_column");
        foreach (var column in columns)
        {
            writer.Whole(column.Sheet).Text(column.Field).Whole(column.TaskNo).Whole(column.ColumnNo).Text(column.Header);
            writer.End();
        }

        writer.Complete();
    }

    private static void Write(RowWriter writer, SheetContext context)
    {
        var (sheet, said) = (context.Sheet, context.Sheet.Context);
        var work = WorkKeys.From(said);
        writer.Whole(context.Number).Big(sheet.FileKey).Whole(sheet.SheetNo).Whole(context.WorkNo).Whole(MaxScore(said, context.Tasks)).Text(OneLine(work.RegionCode)).Text(OneLine(work.MunicipalityId));
        writer.Text(OneLine(work.SchoolLogin)).Wholes([.. context.Tasks.Select(t => t.Max)]).Flag(context.IsOverMax).Text(OneLine(said["procedure"] ?? sheet.Plan.Layout.Procedure)).Whole(work.Year).Whole(work.Grade);
        writer.Text(OneLine(work.Subject)).Day(work.Date).Text(OneLine(said["exam"])).Text(OneLine(said["math_level"])).Text(OneLine(said["period"]));
        writer.End();
    }

    /// <summary>Columns of <c>sheet_context</c> that texts may be told apart by.</summary>
    private static readonly Dictionary<string, Func<WorkKeys, string?>> Said = new(StringComparer.Ordinal)
    {
        ["region_code"] = w => w.RegionCode, ["municipality_id"] = w => w.MunicipalityId, ["school_login"] = w => w.SchoolLogin,
    };

    /// <summary>Whether <see cref="ContextOf"/> knows a column of <c>sheet_context</c>.</summary>
    public static bool IsOfContext(string column) => Said.ContainsKey(column);

    /// <summary>What a sheet says of some columns of <c>sheet_context</c>.</summary>
    public static string?[] ContextOf(WorkContext context, IReadOnlyList<string> columns)
    {
        if (columns.Count == 0) return [];
        var work = WorkKeys.From(context);
        return [.. columns.Select(c => OneLine(Said[c](work)))];
    }

    private static string? OneLine(string? text) => text is null ? null : HeaderText.OneLine(text);

    private static int? MaxScore(WorkContext context, IReadOnlyList<TaskColumn> tasks) =>
        // A stated maximum wins over the sum of the columns: it is the publisher's own figure.
        context.Number("max_score") ?? (tasks.Count > 0 && tasks.All(t => t.Max is not null) ? tasks.Sum(t => t.Max!.Value) : null);
}

/// <summary>A row of <c>sheet_column</c>.</summary>
/// <param name="Sheet">Number of the sheet within the batch.</param>
/// <param name="Field">The field; null for a task.</param>
/// <param name="TaskNo">From 1.</param>
/// <param name="ColumnNo">From 1.</param>
internal sealed record SheetColumn(int Sheet, string? Field, int? TaskNo, int ColumnNo, string Header);

/// <summary>A row of <c>sheet_context</c>.</summary>
/// <param name="Sheet">The sheet.</param>
/// <param name="Number">Its number within the batch.</param>
/// <param name="WorkNo">The same for sheets of one file that tell of one work.</param>
/// <param name="Tasks">Its task columns.</param>
/// <param name="IsOverMax">Whether a score that the reader could read is above its maximum.</param>
internal sealed record SheetContext(SheetTask Sheet, int Number, int WorkNo, IReadOnlyList<TaskColumn> Tasks, bool IsOverMax);
