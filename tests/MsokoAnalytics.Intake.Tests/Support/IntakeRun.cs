using System.Collections;
using System.Data.Common;
using System.Globalization;
using MsokoAnalytics.Intake.Loading;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>
/// A folder of input files and a warehouse of one test. Every load is followed by checks that hold for any input
/// (<see cref="LoadInvariants"/>), so each test of a fault also proves that no row was lost.
/// </summary>
internal sealed class IntakeRun : IDisposable
{
    private static readonly Lazy<IntakeSetup> SharedSetup = new(() => IntakeSetup.Load(SourcesFolder));
    private readonly IntakeSetup _setup;
    private int _runs;

    public IntakeRun(string? warehousePath = null, IntakeSetup? setup = null, int workers = 2)
    {
        _setup = setup ?? SharedSetup.Value;
        Workers = workers;
        Warehouse = WarehouseDatabase.Open(new WarehouseOptions { Path = warehousePath, Threads = 2, MemoryLimit = "1GB" });
    }

    public static string SourcesFolder => Path.Combine(AppContext.BaseDirectory, "sources");

    public static IntakeSetup Setup => SharedSetup.Value;

    public TempFolder Folder { get; } = new();

    public WarehouseDatabase Warehouse { get; }

    public int Workers { get; }

    /// <summary>Bytes of text loaded in one transaction; null for the product's own choice.</summary>
    public long? BatchBytes { get; init; }

    /// <summary>Whether every load reads every file, as <c>--rehash</c> does.</summary>
    public bool Rehash { get; set; }

    public DbConnection Connection => Warehouse.Connection;

    /// <summary>Loads the run's folder (or another) as a new run and checks what must hold for every load.</summary>
    public LoadReport Load(string? root = null, IntakeSetup? setup = null)
    {
        var report = LoadAsync(root, null, CancellationToken.None, setup).GetAwaiter().GetResult();
        LoadInvariants.Check(this, report);
        return report;
    }

    public Task<LoadReport> LoadAsync(string? root, IProgress<LoadProgress>? progress, CancellationToken cancellation, IntakeSetup? setup = null) =>
        Runner(setup).RunAsync(root ?? Folder.FullName, progress, cancellation);

    private IntakeRunner Runner(IntakeSetup? setup)
    {
        var runId = FormattableString.Invariant($"run-{++_runs}");
        return BatchBytes is { } bytes
            ? new IntakeRunner(Warehouse, setup ?? _setup, runId, TimeProvider.System) { Workers = Workers, BatchBytes = bytes, Rehash = Rehash }
            : new IntakeRunner(Warehouse, setup ?? _setup, runId, TimeProvider.System) { Workers = Workers, Rehash = Rehash };
    }

    /// <summary>Loads one file and gives its account.</summary>
    public FileAccount LoadFile(string relativePath, byte[] content)
    {
        Folder.WriteBytes(relativePath, content);
        return Load().Files.Single(f => f.Path == relativePath);
    }

    /// <summary>The rows of a query as texts: cells joined by « | », NULL as «∅», lists as «[1,∅,2]». The query must order its rows.</summary>
    public IReadOnlyList<string> Rows(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => Show(reader.GetValue(i)))));
        return rows;
    }

    public string Scalar(string sql) => Assert.Single(Rows(sql));

    /// <summary>Pupils as «row_no | code | attendance | score | given | journal | state | tasks | X», in file order.</summary>
    public IReadOnlyList<string> Pupils() => Rows(
        "SELECT row_no, participant_code, attendance, primary_score, mark_given, journal_mark, journal_state, task_score, task_is_x FROM staging.stg_vpr__result ORDER BY file_key, sheet_no, row_no");

    /// <summary>Rejects as «row_no | column_no | column | rule | severity | value class».</summary>
    public IReadOnlyList<string> Rejects() => Rows(
        "SELECT row_no, column_no, column_name, rule, severity, value_class FROM rejects.reject ORDER BY file_key, sheet_no, row_no, rule, column_no");

    public void Dispose()
    {
        Warehouse.Dispose();
        Folder.Dispose();
    }

    internal static string Show(object? value) => value switch
    {
        null or DBNull => "∅",
        string s => s,
        bool b => b ? "1" : "0",
        DateTime t => t.ToString(t.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateOnly d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IEnumerable list => $"[{string.Join(",", list.Cast<object?>().Select(Show))}]",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
