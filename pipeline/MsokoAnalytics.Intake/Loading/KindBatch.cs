using System.Data.Common;
using System.Globalization;
using Dapper;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>The sheets of one kind that are read and not typed yet.</summary>
/// <param name="connection">The worker's connection.</param>
/// <param name="setup">Descriptions of the sources.</param>
/// <param name="kind">How they are typed.</param>
/// <param name="codes">What short task cells mean.</param>
/// <param name="numbers">Numbers of combinations in staging.</param>
/// <param name="slot">Number of the input tables; kinds that are open at the same time have different ones.</param>
/// <param name="alone">Whether it is a batch of one sheet, which columns of which are tasks is told by its rows: SQL reads them all.</param>
internal sealed class KindBatch(DbConnection connection, IntakeSetup setup, SheetKind kind, ScoreCodes codes, CombinationNumbers numbers, int slot, bool alone) : IDisposable
{
    private readonly SheetInput _input = new(connection, kind, codes, numbers, slot, keep: kind.Plain is not null && !alone);
    private readonly Dictionary<int, int[]> _maxima = [];
    private readonly SortedDictionary<int, (long FileKey, int SheetNo)> _sheets = [];
    private readonly Dictionary<int, SheetContext> _contexts = [];
    private readonly Dictionary<int, IReadOnlyList<SheetColumn>> _columns = [];
    private readonly Dictionary<(long FileKey, string Work), int> _works = [];
    private readonly List<int> _discarded = [];
    private int _current;

    public SheetKind Kind { get; } = kind;

    public int Slot { get; } = slot;

    /// <summary>What the task columns of the current sheet hold.</summary>
    public TaskSummary Tasks => _input.Tasks;

    /// <summary>Begins a sheet; its rows go into the result.</summary>
    public SheetInput Begin(long fileKey, int sheetNo, SheetPlan plan, WorkContext context, IReadOnlyList<TableField> fields, IReadOnlySet<int> dropped)
    {
        _current = _input.StartSheet(plan, context, fields, dropped);
        _sheets[_current] = (fileKey, sheetNo);
        return _input;
    }

    /// <summary>Ends the sheet that was begun last.</summary>
    /// <param name="overMax">Whether a score that the reader could read is above its maximum.</param>
    public void End(SheetTask sheet, IReadOnlyList<TaskColumn> tasks, bool overMax)
    {
        _contexts[_current] = new SheetContext(sheet, _current, WorkNo(sheet), tasks, overMax);
        _columns[_current] = [.. SheetSql.Columns(sheet.Plan, _current, tasks)];
        if (overMax) _maxima[_current] = [.. tasks.Select(t => t.Max ?? int.MaxValue)];
    }

    /// <summary>Makes the rows of the current sheet visible to SQL; it is the last of the batch.</summary>
    public void Complete() => _input.Complete();

    /// <summary>A query for the task texts of undamaged rows: n (1-based place), c.</summary>
    public string TaskTexts => $"SELECT task_no AS n, cell AS c FROM {_input.Texts} WHERE row_id IN (SELECT row_id FROM {_input.Rows} WHERE damage IS NULL)";

    /// <summary>Forgets the sheets of a file, of which one may still be open.</summary>
    public void Discard(long fileKey)
    {
        foreach (var sheet in _sheets.Where(s => s.Value.FileKey == fileKey).Select(s => s.Key).ToList())
        {
            _sheets.Remove(sheet);
            _contexts.Remove(sheet);
            _columns.Remove(sheet);
            _discarded.Add(sheet);
        }
    }

    /// <summary>Types all sheets.</summary>
    /// <param name="places">The task columns that are kept (0-based), or null for all.</param>
    /// <param name="counts">Takes what became of the rows of each sheet.</param>
    public void Run(IReadOnlyList<int>? places, Action<(long FileKey, int SheetNo), RowCounts> counts)
    {
        _input.Complete();
        if (_sheets.Count == 0) return;
        if (_discarded.Count > 0) _input.Remove(_discarded);
        CreateViews(places);
        SheetSql.CreateDescriptions(connection, _contexts.Values, _columns.Values.SelectMany(c => c));
        TypeRows(counts);
        _input.Drop();
    }

    public void Dispose() => _input.Dispose();

    private void TypeRows(Action<(long FileKey, int SheetNo), RowCounts> counts)
    {
        var accounts = Kind.Plain is { } plain ? TypePlain(plain) : Account(Kind.Sql);
        if (accounts.Count != _sheets.Count) throw new InvalidOperationException($"{_sheets.Count} sheets, accounts of {accounts.Count}");
        foreach (var (sheet, account) in accounts) counts(Kind.ManySheets ? _sheets[sheet] : _sheets.Values.Single(), account);
    }

    /// <summary>First the combinations, then the rows of which nothing is to be told, then the others.</summary>
    private Dictionary<int, RowCounts> TypePlain(PlainTarget plain)
    {
        setup.Macros.Ensure(connection, plain.Before);
        connection.Execute(plain.Before);
        if (_input.Waiting is not { } rows)
        {
            PlainCounts.Save(connection, Kind, new Dictionary<int, (int, int)>());
            return Account(plain.After);
        }

        var told = new PlainRows(connection, Kind, rows);
        var special = 0;
        told.Split(_discarded.ToHashSet(), _maxima, row =>
        {
            _input.HandOver(row);
            special++;
        });
        told.Write();
        // Statements over no rows take as long to plan as over many.
        if (special == 0) return _sheets.Keys.ToDictionary(s => s, s => new RowCounts(told.BySheet.GetValueOrDefault(s), 0, 0));
        _input.CompleteRows();
        PlainCounts.Save(connection, Kind, told.ByCombination());
        CreateRowViews();
        var accounts = Account(plain.After);
        foreach (var (sheet, n) in told.BySheet) accounts[sheet] = accounts[sheet] with { Loaded = accounts[sheet].Loaded + n };
        return accounts;
    }

    private Dictionary<int, RowCounts> Account(string sql)
    {
        setup.Macros.Ensure(connection, sql);
        return KindAccount.Run(connection, sql);
    }

    private void CreateRowViews()
    {
        connection.Execute($"CREATE OR REPLACE TEMP VIEW sheet_input AS FROM {_input.Rows}");
        if (Kind.Tasks == TaskCells.Codes) connection.Execute($"CREATE OR REPLACE TEMP VIEW sheet_task_text AS FROM {_input.Texts}");
    }

    /// <summary>The rows that the reader has written, without the columns that turned out to be no tasks.</summary>
    private void CreateViews(IReadOnlyList<int>? places)
    {
        for (var g = 0; g < Kind.Repeated.Count; g++)
            connection.Execute($"CREATE OR REPLACE TEMP VIEW sheet_{Kind.Repeated[g].Name} AS FROM {_input.Group(g)}; CREATE OR REPLACE TEMP VIEW sheet_{Kind.Repeated[g].Name}_text AS FROM {_input.GroupTexts(g)}");
        if (places is null)
        {
            // Rows that wait are none of SQL's yet.
            if (_input.Waiting is null) CreateRowViews();
            return;
        }

        var kept = $"[{string.Join(", ", places.Select(p => (p + 1).ToString(CultureInfo.InvariantCulture)))}]::BIGINT[]";
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP VIEW sheet_task_text AS
            SELECT row_id, list_position({kept}, task_no)::INTEGER AS task_no, cell FROM {_input.Texts} WHERE list_contains({kept}, task_no);
            CREATE OR REPLACE TEMP VIEW sheet_input AS
            SELECT * REPLACE (
                coalesce(list_min(task_code), {ScoreCodes.Empty})::TINYINT AS code_min,
                coalesce(list_max(task_code), {ScoreCodes.Empty})::TINYINT AS code_max,
                coalesce(list_sum(list_filter(task_code, lambda v: v > 0)), 0)::INTEGER AS points)
            FROM (SELECT * REPLACE (list_select(task_code, {kept}) AS task_code) FROM {_input.Rows});
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
