using System.Runtime.InteropServices;

namespace MsokoAnalytics.DuckDb.Native;

internal enum NativeState
{
    Success = 0,
    Error = 1,
}

internal enum NativeResultType
{
    Invalid = 0,
    ChangedRows = 1,
    Nothing = 2,
    QueryResult = 3,
}

/// <summary>duckdb_result; only its address and its bytes matter, the fields belong to the engine.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    public ulong DeprecatedColumnCount;
    public ulong DeprecatedRowCount;
    public ulong DeprecatedRowsChanged;
    public nint DeprecatedColumns;
    public nint DeprecatedErrorMessage;
    public nint InternalData;
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeQueryProgress
{
    public double Percentage;
    public ulong RowsProcessed;
    public ulong TotalRows;
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeHugeInt
{
    public ulong Lower;
    public long Upper;

    public NativeHugeInt(Int128 value)
    {
        Lower = (ulong)value;
        Upper = (long)(value >> 64);
    }

    public readonly Int128 Value => new((ulong)Upper, Lower);
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeUHugeInt
{
    public ulong Lower;
    public ulong Upper;

    public NativeUHugeInt(UInt128 value)
    {
        Lower = (ulong)value;
        Upper = (ulong)(value >> 64);
    }

    public readonly UInt128 Value => new(Upper, Lower);
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeDecimal
{
    public byte Width;
    public byte Scale;
    public NativeHugeInt Value;
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeListEntry
{
    public ulong Offset;
    public ulong Length;
}

/// <summary>duckdb_string_t: up to 12 bytes lie inside, longer texts behind a pointer after a 4-byte prefix.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal unsafe struct NativeString
{
    public const int InlineLength = 12;

    public uint Length;
    private readonly uint _prefix;
    private readonly byte* _pointer;

    /// <summary>A text of more than 12 bytes that stays at its address while the string is in use.</summary>
    public NativeString(byte* text, int length)
    {
        Length = (uint)length;
        _prefix = *(uint*)text;
        _pointer = text;
    }

    /// <summary>The bytes of the string at <paramref name="address"/>, which must stay where it is while they are used.</summary>
    public static ReadOnlySpan<byte> Bytes(NativeString* address)
    {
        var length = checked((int)address->Length);
        return length <= InlineLength ? new ReadOnlySpan<byte>((byte*)address + 4, length) : new ReadOnlySpan<byte>(address->_pointer, length);
    }
}
