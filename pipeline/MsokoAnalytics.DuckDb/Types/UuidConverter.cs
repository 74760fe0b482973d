using System.Buffers.Binary;

namespace MsokoAnalytics.DuckDb.Types;

/// <summary>A UUID is stored as a big-endian 128-bit number with its highest bit flipped, so that signed order is text order.</summary>
internal static class UuidConverter
{
    private static readonly UInt128 HighBit = (UInt128)1 << 127;

    public static Guid FromStored(UInt128 stored)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, stored ^ HighBit);
        return new Guid(bytes, bigEndian: true);
    }

    public static UInt128 ToStored(Guid value) => ToNumber(value) ^ HighBit;

    public static UInt128 ToNumber(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
