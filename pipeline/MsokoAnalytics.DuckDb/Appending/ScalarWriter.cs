using MsokoAnalytics.DuckDb.Native;
using MsokoAnalytics.DuckDb.Types;

namespace MsokoAnalytics.DuckDb.Appending;

/// <summary>Values whose stored form depends on the column.</summary>
internal static class ScalarWriter
{
    public static void Decimal(ColumnWriter column, long index, decimal value)
    {
        Int128 scaled;
        try
        {
            scaled = DecimalConverter.ToScaled(value, column.Type.Width, column.Type.Scale);
        }
        catch (OverflowException exception)
        {
            throw new DuckDbException($"Столбец «{column.Name}»: {exception.Message}", DuckDbErrorType.OutOfRange, exception);
        }

        switch (column.Type.Storage)
        {
            case DuckDbType.SmallInt:
                column.Put(index, (short)scaled);
                break;
            case DuckDbType.Integer:
                column.Put(index, (int)scaled);
                break;
            case DuckDbType.BigInt:
                column.Put(index, (long)scaled);
                break;
            default:
                column.Put(index, new NativeHugeInt(scaled));
                break;
        }
    }

    public static void Timestamp(ColumnWriter column, long index, DateTime value)
    {
        try
        {
            column.Put(index, EpochTime.Units(value, EpochTime.UnitsPerSecond(column.Id)));
        }
        catch (OverflowException exception)
        {
            throw new DuckDbException($"Столбец «{column.Name}»: дата вне границ {column.Type.Name}.", DuckDbErrorType.OutOfRange, exception);
        }
    }
}
