using System.Runtime.InteropServices;

namespace MsokoAnalytics.DuckDb.Native;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Lib, EntryPoint = "duckdb_create_logical_type")]
    public static partial nint CreateLogicalType(DuckDbType type);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_decimal_type")]
    public static partial nint CreateDecimalType(byte width, byte scale);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_list_type")]
    public static partial nint CreateListType(LogicalTypeHandle child);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_map_type")]
    public static partial nint CreateMapType(LogicalTypeHandle key, LogicalTypeHandle value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_struct_type")]
    public static partial nint CreateStructType(nint* types, byte** names, ulong count);

    [LibraryImport(Lib, EntryPoint = "duckdb_destroy_logical_type")]
    public static partial void DestroyLogicalType(ref nint type);

    [LibraryImport(Lib, EntryPoint = "duckdb_get_type_id")]
    public static partial DuckDbType GetTypeId(LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_logical_type_get_alias")]
    public static partial byte* LogicalTypeGetAlias(LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_decimal_width")]
    public static partial byte DecimalWidth(LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_decimal_scale")]
    public static partial byte DecimalScale(LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_decimal_internal_type")]
    public static partial DuckDbType DecimalInternalType(LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_enum_internal_type")]
    public static partial DuckDbType EnumInternalType(LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_enum_dictionary_size")]
    public static partial uint EnumDictionarySize(LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_enum_dictionary_value")]
    public static partial byte* EnumDictionaryValue(LogicalTypeHandle type, ulong index);

    [LibraryImport(Lib, EntryPoint = "duckdb_list_type_child_type")]
    public static partial nint ListTypeChildType(LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_array_type_child_type")]
    public static partial nint ArrayTypeChildType(LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_array_type_array_size")]
    public static partial ulong ArrayTypeArraySize(LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_map_type_key_type")]
    public static partial nint MapTypeKeyType(LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_map_type_value_type")]
    public static partial nint MapTypeValueType(LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_struct_type_child_count")]
    public static partial ulong StructTypeChildCount(LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_struct_type_child_name")]
    public static partial byte* StructTypeChildName(LogicalTypeHandle type, ulong index);

    [LibraryImport(Lib, EntryPoint = "duckdb_struct_type_child_type")]
    public static partial nint StructTypeChildType(LogicalTypeHandle type, ulong index);

    [LibraryImport(Lib, EntryPoint = "duckdb_union_type_member_count")]
    public static partial ulong UnionTypeMemberCount(LogicalTypeHandle type);

    [LibraryImport(Lib, EntryPoint = "duckdb_union_type_member_name")]
    public static partial byte* UnionTypeMemberName(LogicalTypeHandle type, ulong index);

    [LibraryImport(Lib, EntryPoint = "duckdb_union_type_member_type")]
    public static partial nint UnionTypeMemberType(LogicalTypeHandle type, ulong index);
}
