using System.Data.Common;
using System.Globalization;
using Dapper;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Types the rows of many sheets of one kind at once. The engine plans a statement as long for ten rows as for a million, and rows that
/// come to a table in portions of a row group (122 880) are written once instead of three times.
/// </summary>
internal sealed class BatchTyping(DbConnection connection, IntakeSetup setup, ScoreCodes codes) : IDisposable
{
    private readonly Dictionary<(long FileKey, int SheetNo), RowCounts> _counts = [];
    private readonly Dictionary<(long FileKey, string Work), int> _works = [];
    private readonly List<(long FileKey, int SheetNo)> _sheets = [];
    private readonly List<string> _contexts = [];
    private readonly List<string> _columns = [];
    private SheetInput? _input;

    /// <summary>What takes the rows of the next sheet while they are read.</summary>
    public SheetInput Begin(SheetPlan plan)
    {
        var kind = setup.Kinds[plan.Layout.Kind];
        // Which columns of a sparse form are tasks is known only when all is read: such a sheet is a batch of its own.
        if (_input is not null && (_input.Kind != kind || IsSparse(plan))) Run();
        _input ??= new SheetInput(connection, kind, codes);
        _input.StartSheet(plan);
        return _input;
    }

    /// <summary>Ends the sheet that was begun last.</summary>
    public void End(SheetTask sheet)
    {
        var (input, sparse) = (_input!, IsSparse(sheet.Plan));
        if (sparse) input.Complete();
        var found = input.Kind.Tasks == TaskCells.None ? [] : SheetTasks.Find(connection, setup, sheet,
            "SELECT task_no AS n, cell AS c FROM input_text WHERE row_id IN (SELECT row_id FROM input_row WHERE damage IS NULL)", input.Tasks.Known);
        TaskColumn[] tasks = [.. found.Select(t => t.Task)];
        SheetSql.SaveSheet(connection, sheet, tasks);
        var number = _sheets.Count;
        _sheets.Add((sheet.FileKey, sheet.SheetNo));
        _contexts.Add(SheetSql.ContextRow(sheet, number, WorkNo(sheet), tasks, found.Any(t => input.Tasks.Highest(t.Place) > t.Task.Max)));
        _columns.AddRange(SheetSql.ColumnRows(sheet.Plan, number, tasks));
        if (sparse) Run(found.Count == sheet.Plan.Tasks.Count ? null : [.. found.Select(t => t.Place)]);
    }

    /// <summary>Types what has been read so far.</summary>
    public void Run() => Run(null);

    /// <summary>What became of the rows of a sheet that has been typed.</summary>
    public RowCounts CountsOf(long fileKey, int sheetNo) => _counts[(fileKey, sheetNo)];

    public void Dispose() => _input?.Dispose();

    private static bool IsSparse(SheetPlan plan) => plan.Layout.Tasks is { Sparse: true };

    /// <param name="places">The task columns that are kept (0-based), or null for all.</param>
    private void Run(IReadOnlyList<int>? places)
    {
        if (_input is not { } input) return;
        input.Complete();
        CreateInput(input.Kind, places);
        SheetSql.CreateDescriptions(connection, _contexts, _columns);
        using (var command = connection.CreateCommand())
        {
            command.CommandText = input.Kind.Sql;
            using var reader = command.ExecuteReader();
            var counted = 0;
            // The last statement is the account of the sheets.
            do
            {
                while (reader.FieldCount == 4 && reader.GetName(0) == "sheet" && reader.Read())
                {
                    _counts[_sheets[reader.GetInt32(0)]] = RowCounts.Read(reader, 1);
                    counted++;
                }
            }
            while (reader.NextResult());
            if (counted != _sheets.Count) throw new InvalidOperationException($"{_sheets.Count} sheets, accounts of {counted}");
        }

        input.Dispose();
        _input = null;
        _sheets.Clear();
        _contexts.Clear();
        _columns.Clear();
        _works.Clear();
    }

    /// <summary>The rows that the reader has written, without the columns that turned out to be no tasks.</summary>
    private void CreateInput(SheetKind kind, IReadOnlyList<int>? places)
    {
        if (places is null)
        {
            connection.Execute("CREATE OR REPLACE TEMP VIEW sheet_input AS FROM input_row");
            if (kind.Tasks == TaskCells.Codes) connection.Execute("CREATE OR REPLACE TEMP VIEW sheet_task_text AS FROM input_text");
            return;
        }

        var kept = $"[{string.Join(", ", places.Select(p => (p + 1).ToString(CultureInfo.InvariantCulture)))}]::BIGINT[]";
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP VIEW sheet_task_text AS
            SELECT row_id, list_position({kept}, task_no)::INTEGER AS task_no, cell FROM input_text WHERE list_contains({kept}, task_no);
            CREATE OR REPLACE TEMP VIEW sheet_input AS
            SELECT * EXCLUDE (codes) REPLACE (
                CASE WHEN row_id IN (SELECT row_id FROM sheet_task_text) THEN {ScoreCodes.Text} ELSE coalesce(list_min(codes), {ScoreCodes.Empty}) END::TINYINT AS code_min,
                coalesce(list_max(codes), {ScoreCodes.Empty})::TINYINT AS code_max,
                coalesce(list_sum(task_score), 0)::INTEGER AS points)
            FROM (
                SELECT *, list_transform(list_zip(task_score, task_is_x), lambda t: CASE WHEN t[2] THEN {ScoreCodes.NotTried} ELSE coalesce(t[1], {ScoreCodes.Empty}) END) AS codes
                FROM (SELECT * REPLACE (list_select(task_score, {kept}) AS task_score, list_select(task_is_x, {kept}) AS task_is_x) FROM input_row)
            );
            """);
    }

    private int WorkNo(SheetTask sheet)
    {
        var work = WorkKeys.From(sheet.Context);
        var key = (sheet.FileKey, FormattableString.Invariant($"{sheet.Plan.Layout.Procedure}|{work.Year}|{work.Wave}|{work.Grade}|{work.Subject}|{work.Level}"));
        if (!_works.TryGetValue(key, out var number)) _works[key] = number = _works.Count;
        return number;
    }
}
