using System.Data.Common;
using System.Text;
using Dapper;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Tables;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// The cells of a batch of sheets that their kind asks for, written to temp tables while the reader has them in hand, so that SQL need not
/// take the verbatim lines apart again. Tables: <c>input_row</c> (row_id, sheet, row_no, damage, the fields, a number per group of repeated
/// fields, and for <c>tasks: codes</c> task_score, task_is_x, code_min, code_max, points), <c>sheet_GROUP</c> (sheet, GROUP_no and its
/// fields) and <c>input_text</c> (row_id, task_no, cell: task cells whose code is −3).
/// </summary>
internal sealed class SheetInput : IDisposable
{
    private readonly ScoreCodes _codes;
    private readonly ITableAppender _rows;
    private readonly ITableAppender? _texts;
    private readonly (RepeatedFields Fields, DistinctCells Cells, ITableAppender Table)[] _groups;
    private int[] _fields = [];
    private int[] _tasks = [];
    private int[][] _groupColumns = [];
    private sbyte[] _code = [];
    private bool[] _isScore = [];
    private bool[] _isX = [];
    private int _sheet = -1;
    private int _rowId;

    public SheetInput(DbConnection connection, SheetKind kind, ScoreCodes codes)
    {
        (Kind, _codes) = (kind, codes);
        CreateTables(connection, kind);
        _rows = WarehouseDatabase.CreateTemporaryAppender(connection, "input_row");
        if (kind.Tasks == TaskCells.Codes) _texts = WarehouseDatabase.CreateTemporaryAppender(connection, "input_text");
        _groups = [.. kind.Repeated.Select(g => (g, new DistinctCells(), WarehouseDatabase.CreateTemporaryAppender(connection, "sheet_" + g.Name)))];
    }

    public SheetKind Kind { get; }

    /// <summary>What the task columns of the current sheet hold.</summary>
    public TaskSummary Tasks { get; private set; } = new(0);

    /// <summary>Begins the next sheet of the batch.</summary>
    /// <returns>Its number within the batch, from 0.</returns>
    public int StartSheet(SheetPlan plan)
    {
        int[] Columns(IEnumerable<string> fields) => [.. fields.Select(f => plan.Fields.GetValueOrDefault(f, -1))];
        _fields = Columns(Kind.Fields);
        _tasks = Kind.Tasks == TaskCells.Codes ? [.. plan.Tasks.Select(t => t.Column)] : [];
        _groupColumns = [.. _groups.Select(g => Columns(g.Fields.Fields))];
        for (var g = 0; g < _groups.Length; g++) _groups[g].Cells.StartSheet(_groupColumns[g]);
        (_code, _isScore, _isX) = (new sbyte[_tasks.Length], new bool[_tasks.Length], new bool[_tasks.Length]);
        Tasks = new TaskSummary(_tasks.Length);
        return ++_sheet;
    }

    /// <param name="row">A body row.</param>
    /// <param name="hidden">A cell (0-based) that counts as empty, or −1.</param>
    public void Add(RowBuffer row, int hidden)
    {
        _rows.SetInt32(0, _rowId);
        _rows.SetInt32(1, _sheet);
        _rows.SetInt32(2, row.RowNumber);
        _rows.SetString(3, row.Damage);
        var column = 4;
        foreach (var field in _fields) SetText(_rows, column++, Cell(row, field, hidden));
        for (var g = 0; g < _groups.Length; g++)
        {
            var number = _groups[g].Cells.NumberOf(row, hidden, out var isNew);
            _rows.SetInt32(column++, number);
            if (isNew) AddCombination(g, number, row, hidden);
        }

        if (_texts is not null) AddTasks(row, column);
        _rows.EndRow();
        _rowId++;
    }

    /// <summary>Ends the batch; the tables are complete then.</summary>
    public void Complete()
    {
        _rows.Complete();
        _texts?.Complete();
        foreach (var group in _groups) group.Table.Complete();
    }

    public void Dispose()
    {
        _rows.Dispose();
        _texts?.Dispose();
        foreach (var group in _groups) group.Table.Dispose();
    }

    private static void CreateTables(DbConnection connection, SheetKind kind)
    {
        var sql = new StringBuilder("CREATE OR REPLACE TEMP TABLE input_row (row_id INTEGER, sheet INTEGER, row_no INTEGER, damage VARCHAR");
        foreach (var field in kind.Fields) sql.Append(", ").Append(field).Append(" VARCHAR");
        foreach (var group in kind.Repeated) sql.Append(", ").Append(group.Name).Append("_no INTEGER");
        sql.Append(kind.Tasks == TaskCells.Codes
            ? ", task_score TINYINT[], task_is_x BOOLEAN[], code_min TINYINT, code_max TINYINT, points INTEGER); CREATE OR REPLACE TEMP TABLE input_text (row_id INTEGER, task_no INTEGER, cell VARCHAR);"
            : ");");
        foreach (var group in kind.Repeated)
            sql.Append("CREATE OR REPLACE TEMP TABLE sheet_").Append(group.Name).Append(" (sheet INTEGER, ").Append(group.Name).Append("_no INTEGER, ").AppendJoin(", ", group.Fields.Select(f => f + " VARCHAR")).Append(");");
        connection.Execute(sql.ToString());
    }

    private static ReadOnlySpan<byte> Cell(RowBuffer row, int column, int hidden) => column < 0 || column == hidden ? default : row[column];

    private void AddCombination(int group, int number, RowBuffer row, int hidden)
    {
        var table = _groups[group].Table;
        table.SetInt32(0, _sheet);
        table.SetInt32(1, number);
        for (var i = 0; i < _groupColumns[group].Length; i++) SetText(table, i + 2, Cell(row, _groupColumns[group][i], hidden));
        table.EndRow();
    }

    private void AddTasks(RowBuffer row, int column)
    {
        sbyte min = ScoreCodes.Empty, max = ScoreCodes.Empty;
        var points = 0;
        if (_code.Length > 0) (min, max) = (sbyte.MaxValue, sbyte.MinValue);
        for (var i = 0; i < _code.Length; i++)
        {
            var cell = row[_tasks[i]];
            var code = _codes[cell];
            _code[i] = code;
            _isScore[i] = code >= 0;
            _isX[i] = code == ScoreCodes.NotTried;
            if (code < min) min = code;
            if (code > max) max = code;
            if (code > 0) points += code;
            if (code == ScoreCodes.Text) AddText(i, cell);
        }

        Tasks.Add(_code, damaged: row.Damage is not null);
        if (min >= 0) _rows.SetList(column, _code);
        else _rows.SetList(column, _code, _isScore);
        _rows.SetList(column + 1, _isX);
        _rows.SetInt8(column + 2, min);
        _rows.SetInt8(column + 3, max);
        _rows.SetInt32(column + 4, points);
    }

    private void AddText(int task, ReadOnlySpan<byte> cell)
    {
        _texts!.SetInt32(0, _rowId);
        _texts.SetInt32(1, task + 1);
        SetText(_texts, 2, cell);
        _texts.EndRow();
    }

    private static void SetText(ITableAppender appender, int column, ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty) appender.SetNull(column);
        // As in raw, where it stands between cells.
        else if (cell.Contains(RawWriter.Separator)) appender.SetString(column, Encoding.UTF8.GetString(cell).Replace((char)RawWriter.Separator, ' '));
        else appender.SetString(column, cell);
    }
}
