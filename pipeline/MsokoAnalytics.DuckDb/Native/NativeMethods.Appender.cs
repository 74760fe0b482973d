using System.Runtime.InteropServices;

namespace MsokoAnalytics.DuckDb.Native;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Lib, EntryPoint = "duckdb_appender_create_ext", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeState AppenderCreate(ConnectionHandle connection, string? catalog, string? schema, string table, out AppenderHandle appender);

    [LibraryImport(Lib, EntryPoint = "duckdb_appender_add_column", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeState AppenderAddColumn(AppenderHandle appender, string name);

    [LibraryImport(Lib, EntryPoint = "duckdb_appender_column_count")]
    public static partial ulong AppenderColumnCount(AppenderHandle appender);

    [LibraryImport(Lib, EntryPoint = "duckdb_appender_column_type")]
    public static partial nint AppenderColumnType(AppenderHandle appender, ulong column);

    [LibraryImport(Lib, EntryPoint = "duckdb_append_data_chunk")]
    public static partial NativeState AppendDataChunk(AppenderHandle appender, DataChunkHandle chunk);

    [LibraryImport(Lib, EntryPoint = "duckdb_append_default_to_chunk")]
    public static partial NativeState AppendDefaultToChunk(AppenderHandle appender, DataChunkHandle chunk, ulong column, ulong row);

    [LibraryImport(Lib, EntryPoint = "duckdb_appender_flush")]
    public static partial NativeState AppenderFlush(AppenderHandle appender);

    [LibraryImport(Lib, EntryPoint = "duckdb_appender_close")]
    public static partial NativeState AppenderClose(AppenderHandle appender);

    [LibraryImport(Lib, EntryPoint = "duckdb_appender_clear")]
    public static partial NativeState AppenderClear(nint appender);

    [LibraryImport(Lib, EntryPoint = "duckdb_appender_destroy")]
    public static partial NativeState AppenderDestroy(ref nint appender);

    [LibraryImport(Lib, EntryPoint = "duckdb_appender_error_data")]
    public static partial nint AppenderErrorData(AppenderHandle appender);

    [LibraryImport(Lib, EntryPoint = "duckdb_error_data_message")]
    public static partial byte* ErrorDataMessage(nint error);

    [LibraryImport(Lib, EntryPoint = "duckdb_destroy_error_data")]
    public static partial void DestroyErrorData(ref nint error);

    [LibraryImport(Lib, EntryPoint = "duckdb_table_description_create_ext", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeState TableDescriptionCreate(ConnectionHandle connection, string? catalog, string? schema, string table, out TableDescriptionHandle description);

    [LibraryImport(Lib, EntryPoint = "duckdb_table_description_destroy")]
    public static partial void TableDescriptionDestroy(ref nint description);

    [LibraryImport(Lib, EntryPoint = "duckdb_table_description_error")]
    public static partial byte* TableDescriptionError(TableDescriptionHandle description);

    [LibraryImport(Lib, EntryPoint = "duckdb_table_description_get_column_count")]
    public static partial ulong TableDescriptionColumnCount(TableDescriptionHandle description);

    [LibraryImport(Lib, EntryPoint = "duckdb_table_description_get_column_name")]
    public static partial byte* TableDescriptionColumnName(TableDescriptionHandle description, ulong index);

    [LibraryImport(Lib, EntryPoint = "duckdb_error_data_error_type")]
    public static partial int ErrorDataErrorType(nint error);

    /// <summary>The appender's last error; <paramref name="about"/> says what it is about.</summary>
    public static DuckDbException AppenderError(AppenderHandle appender, string about)
    {
        var error = AppenderErrorData(appender);
        if (error == 0) return new DuckDbException($"{about}: неизвестная ошибка записи");
        var message = Text(ErrorDataMessage(error));
        // The numbers of duckdb_error_type that a write can end with.
        var type = ErrorDataErrorType(error) switch
        {
            1 => DuckDbErrorType.OutOfRange,
            2 => DuckDbErrorType.Conversion,
            10 => DuckDbErrorType.Transaction,
            11 => DuckDbErrorType.NotImplemented,
            13 => DuckDbErrorType.Catalog,
            18 => DuckDbErrorType.Constraint,
            24 => DuckDbErrorType.Binder,
            28 => DuckDbErrorType.Io,
            29 => DuckDbErrorType.Interrupt,
            30 => DuckDbErrorType.Fatal,
            31 => DuckDbErrorType.Internal,
            32 => DuckDbErrorType.InvalidInput,
            33 => DuckDbErrorType.OutOfMemory,
            34 => DuckDbErrorType.Permission,
            _ => DuckDbErrorType.Unknown,
        };
        DestroyErrorData(ref error);
        return new DuckDbException($"{about}: {(string.IsNullOrEmpty(message) ? "неизвестная ошибка записи" : message)}", type);
    }
}
