using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Types the raw rows of one sheet by the SQL of its kind: raw → staging and rejects, set-based.</summary>
internal sealed partial class SheetTyping(DbConnection connection, LayoutLibrary library, TaskCatalogue catalogue)
{
    private readonly Dictionary<string, Kind> _kinds = new(StringComparer.Ordinal);

    /// <returns>Rows loaded, rejected and recognised as no data among the body rows.</returns>
    /// <param name="fields">Fields of a simple table; not used by kinds that have SQL of their own.</param>
    public (int Loaded, int Rejected, int NonData) Run(long fileKey, int sheetNo, string sheetName, SheetPlan plan, WorkContext context, IReadOnlyList<TableField> fields, DateTime issuedAt)
    {
        var kind = plan.Layout.Target is null ? KindOf(plan.Layout.Kind) : new Kind(TableSql.Write(plan, fields), [.. fields.Select(f => f.Name)], HasTasks: false);
        var tasks = kind.HasTasks ? Tasks(fileKey, sheetNo, plan, context) : [];
        CreateInput(fileKey, sheetNo, plan, kind, tasks);
        CreateContext(fileKey, sheetNo, sheetName, plan, context, tasks, issuedAt);
        using var command = connection.CreateCommand();
        command.CommandText = kind.Sql.Replace("{{task_max}}", TaskMaxima(tasks), StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        // The last statement is the account of the sheet.
        do
        {
            if (reader.FieldCount == 3 && reader.GetName(0) == "loaded" && reader.Read())
                return (checked((int)reader.GetInt64(0)), checked((int)reader.GetInt64(1)), checked((int)reader.GetInt64(2)));
        }
        while (reader.NextResult());
        throw new InvalidOperationException($"kind {plan.Layout.Kind} gave no account");
    }

    private void CreateInput(long fileKey, int sheetNo, SheetPlan plan, Kind kind, IReadOnlyList<TaskColumn> tasks)
    {
        var sql = new StringBuilder("CREATE OR REPLACE TEMP VIEW sheet_input AS SELECT row_no, CASE WHEN row_class <> 'body' THEN row_class END AS damage");
        foreach (var field in kind.Fields)
            sql.Append(plan.Fields.TryGetValue(field, out var column) ? $", {Cell(plan, column)} AS {field}" : $", NULL::VARCHAR AS {field}");
        if (kind.HasTasks) sql.Append(", ").Append(TaskCells(tasks)).Append(" AS tasks");
        sql.Append(Invariant($" FROM raw.sheet_cell WHERE file_key = {fileKey} AND sheet_no = {sheetNo} AND row_class NOT IN ('title', 'header')"));
        connection.Execute(sql.ToString());

        connection.Execute("CREATE OR REPLACE TEMP TABLE sheet_column (field VARCHAR, task_no INTEGER, column_no INTEGER, header VARCHAR)");
        var rows = plan.Fields.Select(f => Invariant($"({Quote(f.Key)}, NULL, {f.Value + 1}, {Quote(plan.Headers[f.Value])})"))
            .Concat(tasks.Select((t, i) => Invariant($"(NULL, {i + 1}, {t.Column + 1}, {Quote(plan.Headers[t.Column])})")));
        connection.Execute("INSERT INTO sheet_column VALUES " + string.Join(", ", rows));
    }

    private void CreateContext(long fileKey, int sheetNo, string sheetName, SheetPlan plan, WorkContext context, IReadOnlyList<TaskColumn> tasks, DateTime issuedAt)
    {
        var work = WorkKeys.From(context);
        var maxScore = tasks.Count > 0 && tasks.All(t => t.Max is not null) ? tasks.Sum(t => t.Max!.Value) : context.Number("max_score");
        // A stated maximum wins over the sum of the columns: it is the publisher's own figure.
        if (context.Number("max_score") is { } stated) maxScore = stated;
        connection.Execute("CREATE OR REPLACE TEMP TABLE sheet_context AS SELECT $fileKey::BIGINT AS file_key, $sheetNo::INTEGER AS sheet_no, $maxScore::INTEGER AS max_score, "
            + "$region::VARCHAR AS region_code, $municipality::VARCHAR AS municipality_id, $login::VARCHAR AS school_login, $procedure::VARCHAR AS procedure, "
            + "$year::INTEGER AS year, $grade::INTEGER AS grade, $subject::VARCHAR AS subject, $workDate::DATE AS work_date, $exam::VARCHAR AS exam, $math::VARCHAR AS math_level, $period::VARCHAR AS period",
            new
            {
                fileKey, sheetNo, maxScore, region = work.RegionCode, municipality = work.MunicipalityId, login = work.SchoolLogin,
                procedure = context["procedure"] ?? plan.Layout.Procedure, year = work.Year, grade = work.Grade, subject = work.Subject, workDate = work.Date,
                exam = context["exam"], math = context["math_level"], period = context["period"],
            });
        connection.Execute(
            """
            INSERT INTO staging.stg_sheet VALUES ($fileKey, $sheetNo, $sheetName, $layout, $kind, $priority, $issuedAt, $procedure, $year, $academicYear, $wave, $grade, $actualGrade,
                $subject, $level, $maxScore, $workDate, $region, $municipality, $school, $classLabel, $source)
            """,
            new
            {
                fileKey, sheetNo, sheetName, layout = plan.Layout.Id, kind = plan.Layout.Kind, priority = plan.Layout.Priority, issuedAt,
                procedure = plan.Layout.Procedure, year = work.Year, academicYear = work.AcademicYear, wave = work.Wave,
                // A simple table is no work: its grades and subjects are values of its rows.
                grade = plan.Layout.Target is null ? work.Grade : null, actualGrade = plan.Layout.Target is null ? work.ActualGrade : null,
                subject = plan.Layout.Target is null ? work.Subject : null, level = work.Level, maxScore, workDate = work.Date, region = work.RegionCode, municipality = work.MunicipalityId,
                school = work.SchoolLogin?[^6..], classLabel = context["class_label"], source = context.Describe(),
            });
        if (tasks.Count == 0) return;
        // One statement for all tasks: preparing one for each would cost more than everything else about a small sheet.
        var rows = tasks.Select((t, i) => Invariant($"({fileKey}, {sheetNo}, {i + 1}, {Quote(t.Label)}, {(t.Max is { } max ? Invariant($"{max}") : "NULL")}, {(t.Difficulty is { } d ? Quote(d) : "NULL")})"));
        connection.Execute("INSERT INTO staging.stg_sheet_task VALUES " + string.Join(", ", rows));
    }

    /// <summary>Task columns in sheet order; of a sparse form only those with scores; maxima from the catalogue where headers have none.</summary>
    private List<TaskColumn> Tasks(long fileKey, int sheetNo, SheetPlan plan, WorkContext context)
    {
        var tasks = plan.Tasks.ToList();
        if (plan.Layout.Tasks is { Sparse: true } && tasks.Count > 0)
        {
            // Distinct values of each column, then their classes: one short statement however many columns there are.
            using var command = connection.CreateCommand();
            command.CommandText =
                $"""
                SELECT n, coalesce(sum(k) FILTER (WHERE msoko_score_code(c) >= -1), 0)::BIGINT, coalesce(sum(k) FILTER (WHERE msoko_score_code(c) = -3), 0)::BIGINT
                FROM (
                    SELECT n, c, count(*) AS k
                    FROM (SELECT generate_subscripts(t, 1) AS n, unnest(t) AS c FROM (SELECT {TaskCells(tasks)} AS t FROM raw.sheet_cell
                        WHERE file_key = {fileKey.ToString(CultureInfo.InvariantCulture)} AND sheet_no = {sheetNo.ToString(CultureInfo.InvariantCulture)} AND row_class = 'body'))
                    GROUP BY n, c
                )
                GROUP BY n
                """;
            using var reader = command.ExecuteReader();
            var used = new HashSet<int>();
            while (reader.Read())
                if (reader.GetInt64(1) > reader.GetInt64(2)) used.Add(checked((int)reader.GetInt64(0)));
            tasks = [.. tasks.Where((_, i) => used.Contains(i + 1))];
        }

        if (tasks.TrueForAll(t => t.Max is null) && context.Number("year") is { } year && context.Number("grade") is { } grade && context["subject"] is { } subject
            && catalogue.Find(year, grade, subject, tasks.Count) is { } maxima)
            return [.. tasks.Select((t, i) => t with { Max = maxima[i] })];
        return tasks;
    }

    /// <summary>The cell of a column; of a merged one the first that has text.</summary>
    private static string Cell(SheetPlan plan, int column)
    {
        var cells = plan.Span(column).Select(c => Invariant($"nullif(cells[{c + 1}], '')")).ToList();
        return cells.Count == 1 ? cells[0] : $"coalesce({string.Join(", ", cells)})";
    }

    private static string TaskCells(IReadOnlyList<TaskColumn> tasks)
    {
        if (tasks.Count == 0) return "[]::VARCHAR[]";
        var contiguous = tasks[^1].Column - tasks[0].Column == tasks.Count - 1;
        // A row that ends early has fewer cells than the header: the list is filled up to one element per task.
        return contiguous
            ? Invariant($"list_resize(cells[{tasks[0].Column + 1}:{tasks[^1].Column + 1}], {tasks.Count})")
            : $"[{string.Join(", ", tasks.Select(t => Invariant($"cells[{t.Column + 1}]")))}]";
    }

    private static string TaskMaxima(IReadOnlyList<TaskColumn> tasks) =>
        $"([{string.Join(", ", tasks.Select(t => t.Max?.ToString(CultureInfo.InvariantCulture) ?? "NULL"))}]::INTEGER[])";

    private Kind KindOf(string name)
    {
        if (_kinds.TryGetValue(name, out var kind)) return kind;
        var sql = library.KindSql[name];
        var fields = FieldsLine().Match(sql).Groups["names"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return _kinds[name] = new Kind(sql, fields, TasksLine().IsMatch(sql));
    }

    private static string Quote(string text) => $"'{HeaderText.OneLine(text).Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    [GeneratedRegex(@"^-- fields: (?<names>.+?)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FieldsLine();

    [GeneratedRegex(@"^-- tasks: yes\r?$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TasksLine();

    private sealed record Kind(string Sql, IReadOnlyList<string> Fields, bool HasTasks);
}
