using System.Runtime.InteropServices;

namespace MsokoAnalytics.DuckDb.Native;

/// <summary>The part of DuckDB's C API (1.5) that the provider uses: database, connection and configuration.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Lib = NativeLibraryLoader.Name;

    static NativeMethods() => NativeLibraryLoader.Register();

    [LibraryImport(Lib, EntryPoint = "duckdb_library_version")]
    public static partial byte* LibraryVersion();

    [LibraryImport(Lib, EntryPoint = "duckdb_open_ext", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeState OpenExt(string path, out DatabaseHandle database, ConfigHandle config, out nint error);

    [LibraryImport(Lib, EntryPoint = "duckdb_close")]
    public static partial void Close(ref nint database);

    [LibraryImport(Lib, EntryPoint = "duckdb_connect")]
    public static partial NativeState Connect(DatabaseHandle database, out ConnectionHandle connection);

    [LibraryImport(Lib, EntryPoint = "duckdb_disconnect")]
    public static partial void Disconnect(ref nint connection);

    [LibraryImport(Lib, EntryPoint = "duckdb_interrupt")]
    public static partial void Interrupt(ConnectionHandle connection);

    [LibraryImport(Lib, EntryPoint = "duckdb_query_progress")]
    public static partial NativeQueryProgress QueryProgress(ConnectionHandle connection);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_config")]
    public static partial NativeState CreateConfig(out ConfigHandle config);

    [LibraryImport(Lib, EntryPoint = "duckdb_set_config", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeState SetConfig(ConfigHandle config, string name, string option);

    [LibraryImport(Lib, EntryPoint = "duckdb_destroy_config")]
    public static partial void DestroyConfig(ref nint config);

    [LibraryImport(Lib, EntryPoint = "duckdb_free")]
    public static partial void Free(void* pointer);

    /// <summary>Reads a zero-terminated UTF-8 text the engine keeps.</summary>
    public static string? Text(byte* text) => Marshal.PtrToStringUTF8((nint)text);

    /// <summary>Reads a zero-terminated UTF-8 text and gives its memory back to the engine.</summary>
    public static string? TakeText(byte* text)
    {
        if (text is null) return null;
        var result = Text(text);
        Free(text);
        return result;
    }
}
