using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Tables;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// The cells of a batch of sheets that their kind asks for, written to temp tables while the reader has them in hand, so that SQL need not
/// take the verbatim lines apart again. Tables: <see cref="Rows"/> (row_id, sheet, row_no, damage, the fields, a number per group of repeated
/// fields, and for <c>tasks: codes</c> task_score, task_is_x, code_min, code_max, points), <see cref="Group"/> (sheet, GROUP_no and its
/// fields) and <see cref="Texts"/> (row_id, task_no, cell: task cells whose code is −3).
/// </summary>
internal sealed class SheetInput : IDisposable
{
    private readonly DbConnection _connection;
    private readonly ScoreCodes _codes;
    private readonly int _slot;
    private readonly ITableAppender _rows;
    private readonly ITableAppender? _texts;
    private readonly (RepeatedFields Fields, DistinctCells Cells, ITableAppender Table)[] _groups;
    private int[][] _fields = [];
    private byte[]?[] _constants = [];
    private int[] _tasks = [];
    private int[][] _groupColumns = [];
    private sbyte[] _code = [];
    private bool[] _isScore = [];
    private bool[] _isX = [];
    private int _sheet = -1;
    private int _rowId;

    /// <param name="slot">Tells the tables of inputs that are open on the connection at the same time apart.</param>
    public SheetInput(DbConnection connection, SheetKind kind, ScoreCodes codes, int slot)
    {
        (_connection, _codes, _slot, Kind) = (connection, codes, slot, kind);
        CreateTables();
        _rows = WarehouseDatabase.CreateTemporaryAppender(connection, Rows);
        if (kind.Tasks == TaskCells.Codes) _texts = WarehouseDatabase.CreateTemporaryAppender(connection, Texts);
        _groups = [.. kind.Repeated.Select(g => (g, new DistinctCells(), WarehouseDatabase.CreateTemporaryAppender(connection, Group(g))))];
    }

    public SheetKind Kind { get; }

    public string Rows => FormattableString.Invariant($"input_row_{_slot}");

    public string Texts => FormattableString.Invariant($"input_text_{_slot}");

    /// <summary>What the task columns of the current sheet hold.</summary>
    public TaskSummary Tasks { get; private set; } = new(0);

    public string Group(RepeatedFields group) => FormattableString.Invariant($"input_{group.Name}_{_slot}");

    /// <summary>Begins the next sheet of the batch.</summary>
    /// <param name="fields">Of a simple table, with what stands for a column that the sheet does not have.</param>
    /// <param name="dropped">Columns (0-based) that are not read.</param>
    /// <returns>Its number within the batch, from 0.</returns>
    public int StartSheet(SheetPlan plan, IReadOnlyList<TableField> fields, IReadOnlySet<int> dropped)
    {
        int[] Span(string field) => plan.Fields.TryGetValue(field, out var column) ? [.. plan.Span(column).Where(c => !dropped.Contains(c))] : [];
        _fields = [.. Kind.Fields.Select(Span)];
        var constants = fields.Where(f => f is { Bound: false, Literal: not null }).ToDictionary(f => f.Name, f => Encoding.UTF8.GetBytes(f.Literal!), StringComparer.Ordinal);
        _constants = [.. Kind.Fields.Select(constants.GetValueOrDefault)];
        _tasks = Kind.Tasks == TaskCells.Codes ? [.. plan.Tasks.Select(t => t.Column)] : [];
        _groupColumns = [.. _groups.Select(g => g.Fields.Fields.Select(f => Span(f) is [var column, ..] ? column : -1).ToArray())];
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
        for (var f = 0; f < _fields.Length; f++) SetText(_rows, column++, _constants[f] is { } constant ? constant : Cell(row, _fields[f], hidden));
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

    /// <summary>Removes the rows of some sheets; only after <see cref="Complete"/>.</summary>
    public void Remove(IReadOnlyList<int> sheets)
    {
        var list = string.Join(", ", sheets.Select(s => s.ToString(CultureInfo.InvariantCulture)));
        if (_texts is not null) _connection.Execute($"DELETE FROM {Texts} WHERE row_id IN (SELECT row_id FROM {Rows} WHERE sheet IN ({list}))");
        foreach (var table in _groups.Select(g => Group(g.Fields)).Append(Rows)) _connection.Execute($"DELETE FROM {table} WHERE sheet IN ({list})");
    }

    /// <summary>Frees the memory of the tables when their rows are typed.</summary>
    public void Drop() => _connection.Execute(string.Concat(_groups.Select(g => Group(g.Fields)).Append(Rows).Concat(_texts is null ? [] : [Texts]).Select(t => $"DROP TABLE {t};")));

    public void Dispose()
    {
        _rows.Dispose();
        _texts?.Dispose();
        foreach (var group in _groups) group.Table.Dispose();
    }

    private void CreateTables()
    {
        var sql = new StringBuilder($"CREATE OR REPLACE TEMP TABLE {Rows} (row_id INTEGER, sheet INTEGER, row_no INTEGER, damage VARCHAR");
        foreach (var field in Kind.Fields) sql.Append(", ").Append(field).Append(" VARCHAR");
        foreach (var group in Kind.Repeated) sql.Append(", ").Append(group.Name).Append("_no INTEGER");
        sql.Append(Kind.Tasks == TaskCells.Codes
            ? $", task_score TINYINT[], task_is_x BOOLEAN[], code_min TINYINT, code_max TINYINT, points INTEGER); CREATE OR REPLACE TEMP TABLE {Texts} (row_id INTEGER, task_no INTEGER, cell VARCHAR);"
            : ");");
        foreach (var group in Kind.Repeated)
            sql.Append("CREATE OR REPLACE TEMP TABLE ").Append(Group(group)).Append(" (sheet INTEGER, ").Append(group.Name).Append("_no INTEGER, ").AppendJoin(", ", group.Fields.Select(f => f + " VARCHAR")).Append(");");
        _connection.Execute(sql.ToString());
    }

    /// <summary>The first cell with text of the columns of a field.</summary>
    private static ReadOnlySpan<byte> Cell(RowBuffer row, int[] columns, int hidden)
    {
        foreach (var column in columns)
            if (Cell(row, column, hidden) is { IsEmpty: false } cell) return cell;
        return default;
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
