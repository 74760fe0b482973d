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

    /// <summary>The appender's last error, or a general sentence when the engine kept none.</summary>
    public static string AppenderError(AppenderHandle appender)
    {
        var error = AppenderErrorData(appender);
        if (error == 0) return "неизвестная ошибка записи";
        var message = Text(ErrorDataMessage(error));
        DestroyErrorData(ref error);
        return string.IsNullOrEmpty(message) ? "неизвестная ошибка записи" : message;
    }
}
