using System.Data.Common;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Types the rows of many sheets of one kind at once. The engine plans a statement as long for ten rows as for a million, and rows that
/// come to a table in portions of a row group (122 880) are written once instead of three times.
/// </summary>
internal sealed class BatchTyping(DbConnection connection, IntakeSetup setup, ScoreCodes codes, CombinationNumbers numbers) : IDisposable
{
    private readonly Dictionary<(long FileKey, int SheetNo), RowCounts> _counts = [];

    /// <summary>By the SQL of the kind: simple tables have one for each set of columns.</summary>
    private readonly Dictionary<string, KindBatch> _open = new(StringComparer.Ordinal);

    /// <summary>Sheets that are read and not described in staging yet.</summary>
    private readonly List<(SheetTask Sheet, IReadOnlyList<TaskColumn> Tasks)> _described = [];
    private KindBatch? _current;
    private readonly Stack<int> _freeSlots = [];
    private int _slots;

    /// <summary>What takes the rows of the next sheet while they are read.</summary>
    /// <param name="dropped">Columns (0-based) whose cells are personal and never read.</param>
    public SheetInput Begin(long fileKey, int sheetNo, SheetPlan plan, WorkContext context, IReadOnlyList<TableField> fields, IReadOnlySet<int> dropped)
    {
        var kind = plan.Layout.Target is null ? setup.Kinds[plan.Layout.Kind] : TableSql.Kind(plan, fields);
        // Which columns of a sparse form are tasks is known only when all is read: such a sheet is a batch of its own.
        if (IsAlone(kind, plan) && _open.Remove(kind.Sql, out var waiting)) Run(waiting, null);
        if (!_open.TryGetValue(kind.Sql, out _current)) _open[kind.Sql] = _current = new KindBatch(connection, setup, kind, codes, numbers, _freeSlots.TryPop(out var slot) ? slot : _slots++, IsAlone(kind, plan));
        return _current.Begin(fileKey, sheetNo, plan, context, fields, dropped);
    }

    /// <summary>Ends the sheet that was begun last.</summary>
    public void End(SheetTask sheet)
    {
        var batch = _current!;
        var alone = IsAlone(batch.Kind, sheet.Plan);
        if (alone) batch.Complete();
        var found = batch.Kind.Tasks == TaskCells.None ? [] : SheetTasks.Find(connection, setup, sheet, batch.TaskTexts, batch.Tasks.Known);
        TaskColumn[] tasks = [.. found.Select(t => t.Task)];
        _described.Add((sheet, tasks));
        batch.End(sheet, tasks, found.Any(t => batch.Tasks.Highest(t.Place) > t.Task.Max));
        if (!alone) return;
        _open.Remove(batch.Kind.Sql);
        Run(batch, found.Count == sheet.Plan.Tasks.Count ? null : [.. found.Select(t => t.Place)]);
    }

    /// <summary>Types what has been read so far.</summary>
    public void Run()
    {
        foreach (var batch in _open.Values.ToList())
        {
            _open.Remove(batch.Kind.Sql);
            Run(batch, null);
        }
    }

    /// <summary>Forgets the rows of a file that have not been typed.</summary>
    public void Discard(long fileKey)
    {
        _described.RemoveAll(d => d.Sheet.FileKey == fileKey);
        foreach (var batch in _open.Values) batch.Discard(fileKey);
    }

    /// <summary>What became of the rows of a sheet that has been typed.</summary>
    public RowCounts CountsOf(long fileKey, int sheetNo) => _counts[(fileKey, sheetNo)];

    public void Dispose()
    {
        foreach (var batch in _open.Values) batch.Dispose();
    }

    private static bool IsAlone(SheetKind kind, SheetPlan plan) => !kind.ManySheets || plan.Layout.Tasks is { Sparse: true };

    private void Run(KindBatch batch, IReadOnlyList<int>? places)
    {
        SheetSql.SaveSheets(connection, _described);
        _described.Clear();
        using (batch) batch.Run(places, (sheet, counts) => _counts[sheet] = counts);
        _freeSlots.Push(batch.Slot);
    }
}
