using System.Buffers;
using System.Text;

namespace MsokoAnalytics.DuckDb.Appending;

/// <summary>Texts into VARCHAR and ENUM vectors.</summary>
internal static class TextWriting
{
    private const int StackBytes = 512;

    /// <exception cref="DuckDbException">The bytes are not UTF-8: the engine would keep a broken text.</exception>
    public static void Utf8(ColumnWriter column, long index, ReadOnlySpan<byte> utf8)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
            throw new DuckDbException($"Столбец «{column.Name}»: строка не в кодировке UTF-8.", DuckDbErrorType.InvalidInput);
        if (column.Id == DuckDbType.Enum) EnumValue(column, index, Encoding.UTF8.GetString(utf8));
        else column.PutBytes(index, utf8);
    }

    /// <summary>Half of a surrogate pair becomes U+FFFD.</summary>
    public static void Chars(ColumnWriter column, long index, ReadOnlySpan<char> text)
    {
        if (column.Id == DuckDbType.Enum)
        {
            EnumValue(column, index, text.ToString());
            return;
        }

        var limit = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = limit > StackBytes ? ArrayPool<byte>.Shared.Rent(limit) : null;
        var buffer = rented ?? stackalloc byte[StackBytes];
        column.PutBytes(index, buffer[..Encoding.UTF8.GetBytes(text, buffer)]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented, clearArray: true);
    }

    private static void EnumValue(ColumnWriter column, long index, string value)
    {
        var position = Array.IndexOf(column.Type.EnumValues, value);
        if (position < 0) throw new DuckDbException($"Столбец «{column.Name}»: значения нет среди {column.Type.Name}.", DuckDbErrorType.Conversion);
        switch (column.Type.Storage)
        {
            case DuckDbType.UTinyInt:
                column.Put(index, (byte)position);
                break;
            case DuckDbType.USmallInt:
                column.Put(index, (ushort)position);
                break;
            default:
                column.Put(index, (uint)position);
                break;
        }
    }
}
