using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Tables;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// The cells of a batch of sheets that their kind asks for, kept while the reader has them in hand, so that SQL need not take the verbatim
/// lines apart again: in memory <see cref="Rows"/> (row_id, sheet, row_no, damage, the fields, a number per group of repeated fields, FIELD_seen,
/// and for <c>tasks: codes</c> task_code, code_min, code_max, points), <see cref="Group"/> (sheet, GROUP_no, text_no) and
/// <see cref="GroupTexts"/> (text_no, GROUP_id where its texts are numbered, what sheets say that belongs to them, and the fields of the group), and the temp table <see cref="Texts"/> (row_id, task_no, cell: task cells whose code is −3).
/// </summary>
internal sealed class SheetInput : IDisposable
{
    private readonly DbConnection _connection;
    private readonly ScoreCodes _codes;
    private readonly int _slot;
    private readonly IRowStore _rows;
    private readonly ITableAppender? _texts;
    private readonly (RepeatedFields Fields, DistinctCells Cells, CombinationNumbers.Counter? Numbers, IRowStore Rows, IRowStore Texts)[] _groups;
    private readonly (int Field, int Group, SeenTexts Texts)[] _seen;
    private readonly KeptRows _kept;
    private readonly bool _waits;
    private readonly List<int> _removed = [];
    private int[][] _fields = [];
    private byte[]?[] _constants = [];
    private int[] _tasks = [];
    private int[][] _groupColumns = [];
    private string?[][] _groupContexts = [];
    private bool _sideBySide;
    private TaskCodes _code = new(0);
    private int _sheet = -1;
    private int _rowId;
    private RowFollower _follower;

    /// <param name="connection">The worker's connection.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="codes">What short task cells mean.</param>
    /// <param name="numbers">Numbers of combinations in staging.</param>
    /// <param name="slot">Tells the tables of inputs that are open on the connection at the same time apart.</param>
    /// <param name="keep">Whether the rows are kept until their combinations are typed, and only those that are handed over then (<see cref="HandOver"/>) become rows for SQL.</param>
    public SheetInput(DbConnection connection, SheetKind kind, ScoreCodes codes, CombinationNumbers numbers, int slot, bool keep)
    {
        (_connection, _codes, _slot, _waits, Kind) = (connection, codes, slot, keep, kind);
        CreateTables();
        _rows = WarehouseDatabase.CreateRows(connection, Shape);
        _kept = new KeptRows(kind.Fields.Count, kind.Repeated.Count);
        if (kind.Tasks == TaskCells.Codes) _texts = WarehouseDatabase.CreateTemporaryAppender(connection, Texts);
        _groups = [.. kind.Repeated.Select(g => (g, new DistinctCells(), kind.NumbersOf(g.Name) is { } numbered ? numbers.Of(connection, numbered) : null, WarehouseDatabase.CreateRows(connection, ShapeOf(g)), WarehouseDatabase.CreateRows(connection, ShapeOf(g) + "_text")))];
        _seen = [.. kind.Seen.Select(s => (kind.Fields.ToList().IndexOf(s.Field), kind.Repeated.ToList().FindIndex(g => g.Name == s.Group), new SeenTexts()))];
    }

    public SheetKind Kind { get; }

    /// <summary>The rows that wait; null where all are handed over at once.</summary>
    public KeptRows? Waiting => _waits ? _kept : null;

    /// <summary>What stands for the rows behind FROM.</summary>
    public string Rows => Kept(_rows);

    public string Texts => FormattableString.Invariant($"input_text_{_slot}");

    /// <summary>What the task columns of the current sheet hold.</summary>
    public TaskSummary Tasks { get; private set; } = new(0);

    private string Kept(IRowStore rows) => _removed.Count == 0 ? rows.Source : $"(SELECT * FROM {rows.Source} WHERE sheet NOT IN ({List(_removed)}))";

    /// <summary>The empty table that the combinations of a group have the columns of; beside it one for their texts.</summary>
    private string ShapeOf(RepeatedFields group) => FormattableString.Invariant($"input_{_slot}_{group.Name}");

    /// <summary>The empty table that the rows have the columns of.</summary>
    private string Shape => FormattableString.Invariant($"input_row_{_slot}");

    /// <summary>What stands for the combinations of a group behind FROM.</summary>
    public string Group(int group) => Kept(_groups[group].Rows);

    /// <summary>The same for their texts.</summary>
    public string GroupTexts(int group) => _groups[group].Texts.Source;

    /// <summary>Begins the next sheet of the batch.</summary>
    /// <param name="plan">Its columns.</param>
    /// <param name="context">What is known of it.</param>
    /// <param name="fields">Of a simple table, with what stands for a column that the sheet does not have.</param>
    /// <param name="dropped">Columns (0-based) that are not read.</param>
    /// <returns>Its number within the batch, from 0.</returns>
    public int StartSheet(SheetPlan plan, WorkContext context, IReadOnlyList<TableField> fields, IReadOnlySet<int> dropped)
    {
        int[] Span(string field) => plan.Fields.TryGetValue(field, out var column) ? [.. plan.Span(column).Where(c => !dropped.Contains(c))] : [];
        _fields = [.. Kind.Fields.Select(Span)];
        var constants = fields.Where(f => f is { Bound: false, Literal: not null }).ToDictionary(f => f.Name, f => Encoding.UTF8.GetBytes(f.Literal!), StringComparer.Ordinal);
        _constants = [.. Kind.Fields.Select(constants.GetValueOrDefault)];
        _tasks = Kind.Tasks == TaskCells.Codes ? [.. plan.Tasks.Select(t => t.Column)] : [];
        _groupColumns = [.. _groups.Select(g => g.Fields.Fields.Select(f => Span(f) is [var column, ..] ? column : -1).ToArray())];
        _groupContexts = [.. _groups.Select(g => SheetSql.ContextOf(context, g.Fields.Context))];
        for (var g = 0; g < _groups.Length; g++) _groups[g].Cells.StartSheet(_groupColumns[g], _groupContexts[g]);
        foreach (var seen in _seen) seen.Texts.StartSheet();
        _follower.Forget();
        _sideBySide = TaskCodes.AreSideBySide(_tasks);
        _code = new TaskCodes(_tasks.Length);
        _kept.StartSheet(_tasks.Length);
        Tasks = new TaskSummary(_tasks.Length);
        return ++_sheet;
    }

    /// <param name="row">A body row.</param>
    /// <param name="hidden">A cell (0-based) that counts as empty, or −1.</param>
    public void Add(RowBuffer row, int hidden)
    {
        Keep(row, hidden);
        if (!_waits)
        {
            Write(0, _rowId);
            _kept.Clear();
        }

        _rowId++;
    }

    /// <summary>Makes a row that was kept a row for SQL.</summary>
    /// <param name="index">Its place among those kept.</param>
    public void HandOver(int index) => Write(index, index);

    /// <summary>Ends the batch; the tables are complete then.</summary>
    public void Complete()
    {
        CompleteRows();
        _texts?.Complete();
        foreach (var group in _groups)
        {
            group.Rows.Complete();
            group.Texts.Complete();
        }
    }

    /// <summary>Makes the rows handed over so far visible to SQL.</summary>
    public void CompleteRows() => _rows.Complete();

    /// <summary>Removes the rows of some sheets; only after <see cref="Complete"/>.</summary>
    public void Remove(IReadOnlyList<int> sheets)
    {
        if (_texts is not null) _connection.Execute($"DELETE FROM {Texts} WHERE row_id IN (SELECT row_id FROM {Rows} WHERE sheet IN ({List(sheets)}))");
        _removed.AddRange(sheets);
    }

    /// <summary>Frees the memory of the table that has rows when they are typed; the others only lend their columns.</summary>
    public void Drop()
    {
        if (_texts is not null) _connection.Execute($"DROP TABLE {Texts}");
    }

    public void Dispose()
    {
        _kept.Dispose();
        _rows.Dispose();
        _texts?.Dispose();
        foreach (var group in _groups)
        {
            group.Rows.Dispose();
            group.Texts.Dispose();
        }
    }

    private void CreateTables()
    {
        var sql = new StringBuilder($"CREATE OR REPLACE TEMP TABLE {Shape} (row_id INTEGER, sheet INTEGER, row_no INTEGER, damage VARCHAR");
        foreach (var field in Kind.Fields) sql.Append(", ").Append(field).Append(" VARCHAR");
        foreach (var group in Kind.Repeated) sql.Append(", ").Append(group.Name).Append("_no INTEGER");
        foreach (var seen in Kind.Seen) sql.Append(", ").Append(seen.Field).Append("_seen BOOLEAN");
        sql.Append(Kind.Tasks == TaskCells.Codes
            ? $", task_code TINYINT[], code_min TINYINT, code_max TINYINT, points INTEGER); CREATE OR REPLACE TEMP TABLE {Texts} (row_id INTEGER, task_no INTEGER, cell VARCHAR);"
            : ");");
        foreach (var group in Kind.Repeated)
        {
            sql.Append("CREATE OR REPLACE TEMP TABLE ").Append(ShapeOf(group)).Append(" (sheet INTEGER, ").Append(group.Name).Append("_no INTEGER, text_no INTEGER);");
            sql.Append("CREATE OR REPLACE TEMP TABLE ").Append(ShapeOf(group)).Append("_text (text_no INTEGER, ");
            if (Kind.NumbersOf(group.Name) is not null) sql.Append(group.Name).Append("_id INTEGER, ");
            sql.AppendJoin(", ", group.Context.Concat(group.Fields).Select(f => f + " VARCHAR")).Append(");");
        }

        _connection.Execute(sql.ToString());
    }

    /// <summary>Cells that need not be told apart again; a row with a hidden cell is no measure.</summary>
    private int Shared(RowBuffer row, int hidden)
    {
        var shared = _follower.Follow(row);
        if (hidden < 0) return shared;
        _follower.Forget();
        return 0;
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
        var (_, cells, numbers, rows, texts) = _groups[group];
        rows.SetInt32(0, _sheet);
        rows.SetInt32(1, number);
        rows.SetInt32(2, cells.Text.Number);
        rows.EndRow();
        if (!cells.Text.IsNew) return;
        texts.SetInt32(0, cells.Text.Number);
        var column = 1;
        if (numbers is not null) texts.SetInt32(column++, numbers.Next());
        foreach (var said in _groupContexts[group]) texts.SetString(column++, said);
        for (var i = 0; i < _groupColumns[group].Length; i++) SetText(texts, column + i, Cell(row, _groupColumns[group][i], hidden));
        texts.EndRow();
    }

    private void Keep(RowBuffer row, int hidden)
    {
        var shared = Shared(row, hidden);
        ref var kept = ref _kept.Begin(row.RowNumber, row.Damage, out var numbers);
        for (var f = 0; f < _fields.Length; f++) _kept.AddText(_constants[f] is { } constant ? constant : Cell(row, _fields[f], hidden));
        for (var g = 0; g < _groups.Length; g++)
        {
            numbers[g] = _groups[g].Cells.NumberOf(row, hidden, shared, out var isNew);
            if (isNew) AddCombination(g, numbers[g], row, hidden);
        }

        for (var s = 0; s < _seen.Length; s++)
            if (_seen[s].Texts.Add(numbers[_seen[s].Group], Cell(row, _fields[_seen[s].Field], hidden))) _kept.MarkSeen(s);
        if (_texts is null) return;
        var codes = ReadTasks(row);
        _kept.AddCodes(codes.Codes);
        (kept.Min, kept.Max, kept.Points) = (codes.Min, codes.Max, codes.Points);
    }

    /// <summary>Writes a kept row to the input of SQL.</summary>
    private void Write(int index, int rowId)
    {
        ref var row = ref _kept[index];
        _rows.SetInt32(0, rowId);
        _rows.SetInt32(1, row.Sheet);
        _rows.SetInt32(2, row.RowNo);
        _rows.SetString(3, _kept.DamageOf(index));
        var column = 4;
        for (var f = 0; f < _fields.Length; f++) SetText(_rows, column++, _kept.TextOf(index, f));
        for (var g = 0; g < _groups.Length; g++) _rows.SetInt32(column++, _kept.NumbersOf(index)[g]);
        for (var s = 0; s < _seen.Length; s++) _rows.SetBoolean(column++, (row.Seen >> s & 1) != 0);
        if (_texts is not null)
        {
            _rows.SetList(column, _kept.CodesOf(in row));
            _rows.SetInt8(column + 1, row.Min);
            _rows.SetInt8(column + 2, row.Max);
            _rows.SetInt32(column + 3, row.Points);
        }

        _rows.EndRow();
    }

    private TaskCodes ReadTasks(RowBuffer row)
    {
        var codes = _code.Read(row, _tasks, _sideBySide, _codes);
        for (var i = 0; codes.HasTexts && i < _tasks.Length; i++)
            if (codes.Codes[i] == ScoreCodes.Text) AddText(i, row[_tasks[i]]);
        Tasks.Add(codes, damaged: row.Damage is not null);
        return codes;
    }

    private void AddText(int task, ReadOnlySpan<byte> cell)
    {
        _texts!.SetInt32(0, _rowId);
        _texts.SetInt32(1, task + 1);
        SetText(_texts, 2, cell);
        _texts.EndRow();
    }

    private static string List(IEnumerable<int> sheets) => string.Join(", ", sheets.Select(s => s.ToString(CultureInfo.InvariantCulture)));

    private static void SetText(ITableAppender appender, int column, ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty) appender.SetNull(column);
        // As in raw, where it stands between cells.
        else if (cell.Contains(RawWriter.Separator)) appender.SetString(column, Encoding.UTF8.GetString(cell).Replace((char)RawWriter.Separator, ' '));
        else appender.SetString(column, cell);
    }
}
