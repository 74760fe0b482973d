using System.Data.Common;
using System.Text;
using Dapper;
using MsokoAnalytics.Intake.Layouts;
using static MsokoAnalytics.Intake.Loading.SheetSql;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Types the rows of one sheet from the lines in <c>raw</c> by the SQL of its kind: for forms of few rows.</summary>
internal sealed class RawTyping(DbConnection connection, IntakeSetup setup)
{
    public RowCounts Run(SheetTask sheet)
    {
        var kind = sheet.Plan.Layout.Target is null ? setup.Kinds[sheet.Plan.Layout.Kind] : new SheetKind(TableSql.Write(sheet.Plan, sheet.Fields), [.. sheet.Fields.Select(f => f.Name)], [], TaskCells.None);
        var body = Invariant($"FROM raw.sheet_cell WHERE file_key = {sheet.FileKey} AND sheet_no = {sheet.SheetNo}");
        var texts = $"SELECT generate_subscripts(t, 1) AS n, unnest(t) AS c FROM (SELECT {Cells(sheet.Plan.Tasks)} AS t {body} AND row_class = 'body')";
        IReadOnlyList<TaskColumn> tasks = kind.Tasks == TaskCells.None ? [] : [.. SheetTasks.Find(connection, setup, sheet, texts, _ => 0).Select(t => t.Task)];
        CreateInput(sheet.Plan, kind, tasks, body);
        SaveSheet(connection, sheet, tasks);
        CreateDescriptions(connection, [ContextRow(sheet, 0, 0, tasks, overMax: false)], ColumnRows(sheet.Plan, 0, tasks));
        using var command = connection.CreateCommand();
        command.CommandText = kind.Sql;
        using var reader = command.ExecuteReader();
        // The last statement is the account of the sheet.
        do
        {
            if (reader.FieldCount == 3 && reader.GetName(0) == "loaded" && reader.Read()) return RowCounts.Read(reader, 0);
        }
        while (reader.NextResult());
        throw new InvalidOperationException($"kind {sheet.Plan.Layout.Kind} gave no account");
    }

    private void CreateInput(SheetPlan plan, SheetKind kind, IReadOnlyList<TaskColumn> tasks, string body)
    {
        var sql = new StringBuilder("CREATE OR REPLACE TEMP VIEW sheet_input AS SELECT row_no, CASE WHEN row_class <> 'body' THEN row_class END AS damage");
        foreach (var field in kind.Fields)
            sql.Append(plan.Fields.TryGetValue(field, out var column) ? $", {Cell(plan, column)} AS {field}" : $", NULL::VARCHAR AS {field}");
        if (kind.Tasks != TaskCells.None) sql.Append(", ").Append(Cells(tasks)).Append(" AS tasks");
        connection.Execute(sql.Append(' ').Append(body).Append(" AND row_class NOT IN ('title', 'header')").ToString());
    }

    /// <summary>The cell of a column; of a merged one the first that has text.</summary>
    private static string Cell(SheetPlan plan, int column)
    {
        var cells = plan.Span(column).Select(c => Invariant($"nullif(cells[{c + 1}], '')")).ToList();
        return cells.Count == 1 ? cells[0] : $"coalesce({string.Join(", ", cells)})";
    }

    private static string Cells(IReadOnlyList<TaskColumn> tasks)
    {
        if (tasks.Count == 0) return "[]::VARCHAR[]";
        var contiguous = tasks[^1].Column - tasks[0].Column == tasks.Count - 1;
        // A row that ends early has fewer cells than the header: the list is filled up to one element per task.
        return contiguous
            ? Invariant($"list_resize(cells[{tasks[0].Column + 1}:{tasks[^1].Column + 1}], {tasks.Count})")
            : $"[{string.Join(", ", tasks.Select(t => Invariant($"cells[{t.Column + 1}]")))}]";
    }
}
