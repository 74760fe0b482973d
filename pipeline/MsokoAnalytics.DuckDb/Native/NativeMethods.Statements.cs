using System.Runtime.InteropServices;

namespace MsokoAnalytics.DuckDb.Native;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Lib, EntryPoint = "duckdb_query", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeState Query(ConnectionHandle connection, string sql, NativeResult* result);

    [LibraryImport(Lib, EntryPoint = "duckdb_extract_statements", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ulong ExtractStatements(ConnectionHandle connection, string sql, out ExtractedStatementsHandle statements);

    [LibraryImport(Lib, EntryPoint = "duckdb_extract_statements_error")]
    public static partial byte* ExtractStatementsError(ExtractedStatementsHandle statements);

    [LibraryImport(Lib, EntryPoint = "duckdb_destroy_extracted")]
    public static partial void DestroyExtracted(ref nint statements);

    [LibraryImport(Lib, EntryPoint = "duckdb_prepare_extracted_statement")]
    public static partial NativeState PrepareExtracted(ConnectionHandle connection, ExtractedStatementsHandle statements, ulong index, out PreparedStatementHandle prepared);

    [LibraryImport(Lib, EntryPoint = "duckdb_prepare_error")]
    public static partial byte* PrepareError(PreparedStatementHandle prepared);

    [LibraryImport(Lib, EntryPoint = "duckdb_destroy_prepare")]
    public static partial void DestroyPrepare(ref nint prepared);

    [LibraryImport(Lib, EntryPoint = "duckdb_prepared_statement_type")]
    public static partial NativeStatementType StatementType(PreparedStatementHandle prepared);

    [LibraryImport(Lib, EntryPoint = "duckdb_nparams")]
    public static partial ulong ParameterCount(PreparedStatementHandle prepared);

    [LibraryImport(Lib, EntryPoint = "duckdb_parameter_name")]
    public static partial byte* ParameterName(PreparedStatementHandle prepared, ulong index);

    [LibraryImport(Lib, EntryPoint = "duckdb_clear_bindings")]
    public static partial NativeState ClearBindings(PreparedStatementHandle prepared);

    [LibraryImport(Lib, EntryPoint = "duckdb_bind_value")]
    public static partial NativeState BindValue(PreparedStatementHandle prepared, ulong index, ValueHandle value);

    [LibraryImport(Lib, EntryPoint = "duckdb_pending_prepared")]
    public static partial NativeState PendingPrepared(PreparedStatementHandle prepared, out PendingResultHandle pending);

    // Marked deprecated in duckdb.h, yet the only way to a result that isn't materialised.
    [LibraryImport(Lib, EntryPoint = "duckdb_pending_prepared_streaming")]
    public static partial NativeState PendingPreparedStreaming(PreparedStatementHandle prepared, out PendingResultHandle pending);

    [LibraryImport(Lib, EntryPoint = "duckdb_pending_error")]
    public static partial byte* PendingError(PendingResultHandle pending);

    [LibraryImport(Lib, EntryPoint = "duckdb_pending_execute_task")]
    public static partial NativePendingState PendingExecuteTask(PendingResultHandle pending);

    [LibraryImport(Lib, EntryPoint = "duckdb_execute_pending")]
    public static partial NativeState ExecutePending(PendingResultHandle pending, NativeResult* result);

    [LibraryImport(Lib, EntryPoint = "duckdb_destroy_pending")]
    public static partial void DestroyPending(ref nint pending);
}

/// <summary>duckdb_pending_state.</summary>
internal enum NativePendingState
{
    Ready = 0,
    NotReady = 1,
    Error = 2,
    NoTasksAvailable = 3,
}

internal enum NativeStatementType
{
    Invalid = 0,
    Select = 1,
    Explain = 4,
}
