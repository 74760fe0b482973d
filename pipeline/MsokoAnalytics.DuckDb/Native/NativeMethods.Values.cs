using System.Runtime.InteropServices;

namespace MsokoAnalytics.DuckDb.Native;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Lib, EntryPoint = "duckdb_destroy_value")]
    public static partial void DestroyValue(ref nint value);

    [LibraryImport(Lib, EntryPoint = "duckdb_get_value_type")]
    public static partial nint GetValueType(ValueHandle value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_null_value")]
    public static partial nint CreateNullValue();

    [LibraryImport(Lib, EntryPoint = "duckdb_create_varchar_length")]
    public static partial nint CreateVarchar(byte* text, ulong length);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_bool")]
    public static partial nint CreateBool(byte value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_int8")]
    public static partial nint CreateInt8(sbyte value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_uint8")]
    public static partial nint CreateUInt8(byte value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_int16")]
    public static partial nint CreateInt16(short value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_uint16")]
    public static partial nint CreateUInt16(ushort value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_int32")]
    public static partial nint CreateInt32(int value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_uint32")]
    public static partial nint CreateUInt32(uint value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_int64")]
    public static partial nint CreateInt64(long value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_uint64")]
    public static partial nint CreateUInt64(ulong value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_hugeint")]
    public static partial nint CreateHugeInt(NativeHugeInt value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_uhugeint")]
    public static partial nint CreateUHugeInt(NativeUHugeInt value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_decimal")]
    public static partial nint CreateDecimal(NativeDecimal value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_float")]
    public static partial nint CreateFloat(float value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_double")]
    public static partial nint CreateDouble(double value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_date")]
    public static partial nint CreateDate(int value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_time")]
    public static partial nint CreateTime(long value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_timestamp")]
    public static partial nint CreateTimestamp(long value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_timestamp_tz")]
    public static partial nint CreateTimestampTz(long value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_interval")]
    public static partial nint CreateInterval(DuckDbInterval value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_uuid")]
    public static partial nint CreateUuid(NativeUHugeInt value);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_blob")]
    public static partial nint CreateBlob(byte* data, ulong length);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_list_value")]
    public static partial nint CreateListValue(LogicalTypeHandle childType, nint* values, ulong count);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_struct_value")]
    public static partial nint CreateStructValue(LogicalTypeHandle type, nint* values);

    [LibraryImport(Lib, EntryPoint = "duckdb_create_map_value")]
    public static partial nint CreateMapValue(LogicalTypeHandle type, nint* keys, nint* values, ulong count);
}
