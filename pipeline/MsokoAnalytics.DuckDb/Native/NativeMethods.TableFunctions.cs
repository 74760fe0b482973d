using System.Runtime.InteropServices;

namespace MsokoAnalytics.DuckDb.Native;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Lib, EntryPoint = "duckdb_create_table_function")]
    public static partial nint CreateTableFunction();

    [LibraryImport(Lib, EntryPoint = "duckdb_destroy_table_function")]
    public static partial void DestroyTableFunction(ref nint function);

    [LibraryImport(Lib, EntryPoint = "duckdb_table_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void TableFunctionSetName(nint function, string name);

    [LibraryImport(Lib, EntryPoint = "duckdb_table_function_add_parameter")]
    public static partial void TableFunctionAddParameter(nint function, LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_table_function_set_bind")]
    public static partial void TableFunctionSetBind(nint function, delegate* unmanaged[Cdecl]<nint, void> bind);

    [LibraryImport(Lib, EntryPoint = "duckdb_table_function_set_init")]
    public static partial void TableFunctionSetInit(nint function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Lib, EntryPoint = "duckdb_table_function_set_function")]
    public static partial void TableFunctionSetFunction(nint function, delegate* unmanaged[Cdecl]<nint, nint, void> read);

    [LibraryImport(Lib, EntryPoint = "duckdb_table_function_supports_projection_pushdown")]
    public static partial void TableFunctionSupportsProjection(nint function, [MarshalAs(UnmanagedType.U1)] bool supported);

    [LibraryImport(Lib, EntryPoint = "duckdb_register_table_function")]
    public static partial NativeState RegisterTableFunction(ConnectionHandle connection, nint function);

    /// <summary>A value that the caller frees.</summary>
    [LibraryImport(Lib, EntryPoint = "duckdb_bind_get_parameter")]
    public static partial nint BindGetParameter(nint info, ulong index);

    [LibraryImport(Lib, EntryPoint = "duckdb_get_int64")]
    public static partial long ValueInt64(ValueHandle value);

    [LibraryImport(Lib, EntryPoint = "duckdb_bind_add_result_column", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void BindAddResultColumn(nint info, string name, LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_bind_set_cardinality")]
    public static partial void BindSetCardinality(nint info, ulong rows, [MarshalAs(UnmanagedType.U1)] bool exact);

    /// <param name="info">The binding.</param>
    /// <param name="data">Anything.</param>
    /// <param name="free">What frees it, or 0.</param>
    [LibraryImport(Lib, EntryPoint = "duckdb_bind_set_bind_data")]
    public static partial void BindSetBindData(nint info, nint data, nint free);

    [LibraryImport(Lib, EntryPoint = "duckdb_bind_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void BindSetError(nint info, string message);

    [LibraryImport(Lib, EntryPoint = "duckdb_init_get_bind_data")]
    public static partial nint InitGetBindData(nint info);

    [LibraryImport(Lib, EntryPoint = "duckdb_init_set_init_data")]
    public static partial void InitSetInitData(nint info, nint data, nint free);

    [LibraryImport(Lib, EntryPoint = "duckdb_init_get_column_count")]
    public static partial ulong InitGetColumnCount(nint info);

    [LibraryImport(Lib, EntryPoint = "duckdb_init_get_column_index")]
    public static partial ulong InitGetColumnIndex(nint info, ulong index);

    [LibraryImport(Lib, EntryPoint = "duckdb_init_set_max_threads")]
    public static partial void InitSetMaxThreads(nint info, ulong threads);

    [LibraryImport(Lib, EntryPoint = "duckdb_init_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void InitSetError(nint info, string message);

    [LibraryImport(Lib, EntryPoint = "duckdb_function_get_bind_data")]
    public static partial nint FunctionGetBindData(nint info);

    [LibraryImport(Lib, EntryPoint = "duckdb_function_get_init_data")]
    public static partial nint FunctionGetInitData(nint info);

    [LibraryImport(Lib, EntryPoint = "duckdb_function_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void FunctionSetError(nint info, string message);

    [LibraryImport(Lib, EntryPoint = "duckdb_vector_reference_vector")]
    public static partial void VectorReferenceVector(nint target, nint source);

    /// <summary>A vector of a chunk that the engine lends.</summary>
    [LibraryImport(Lib, EntryPoint = "duckdb_data_chunk_get_vector")]
    public static partial nint DataChunkGetVector(nint chunk, ulong column);

    /// <summary>Sets the size of a chunk that the engine lends.</summary>
    [LibraryImport(Lib, EntryPoint = "duckdb_data_chunk_set_size")]
    public static partial void DataChunkSetSize(nint chunk, ulong size);
}
