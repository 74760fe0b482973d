using System.Runtime.CompilerServices;
using MsokoAnalytics.DuckDb.Appending;
using MsokoAnalytics.DuckDb.Native;
using MsokoAnalytics.DuckDb.Reading;
using MsokoAnalytics.DuckDb.Types;

namespace MsokoAnalytics.DuckDb;

/// <summary>Setters of one value of the current row, each for exactly one type of column.</summary>
public abstract unsafe partial class DuckDbRowWriter
{
    /// <summary>TINYINT.</summary>
    public void SetSByte(int column, sbyte value) => Target(column, DuckDbType.TinyInt, "sbyte").Put(_row, value);

    /// <summary>SMALLINT.</summary>
    public void SetInt16(int column, short value) => Target(column, DuckDbType.SmallInt, "short").Put(_row, value);

    /// <summary>INTEGER.</summary>
    public void SetInt32(int column, int value) => Target(column, DuckDbType.Integer, "int").Put(_row, value);

    /// <summary>BIGINT.</summary>
    public void SetInt64(int column, long value) => Target(column, DuckDbType.BigInt, "long").Put(_row, value);

    /// <summary>UTINYINT.</summary>
    public void SetByte(int column, byte value) => Target(column, DuckDbType.UTinyInt, "byte").Put(_row, value);

    /// <summary>USMALLINT.</summary>
    public void SetUInt16(int column, ushort value) => Target(column, DuckDbType.USmallInt, "ushort").Put(_row, value);

    /// <summary>UINTEGER.</summary>
    public void SetUInt32(int column, uint value) => Target(column, DuckDbType.UInteger, "uint").Put(_row, value);

    /// <summary>UBIGINT.</summary>
    public void SetUInt64(int column, ulong value) => Target(column, DuckDbType.UBigInt, "ulong").Put(_row, value);

    /// <summary>FLOAT.</summary>
    public void SetFloat(int column, float value) => Target(column, DuckDbType.Float, "float").Put(_row, value);

    /// <summary>DOUBLE.</summary>
    public void SetDouble(int column, double value) => Target(column, DuckDbType.Double, "double").Put(_row, value);

    /// <summary>BOOLEAN.</summary>
    public void SetBoolean(int column, bool value) => Target(column, DuckDbType.Boolean, "bool").Put(_row, value);

    /// <summary>INTERVAL.</summary>
    public void SetInterval(int column, DuckDbInterval value) => Target(column, DuckDbType.Interval, nameof(DuckDbInterval)).Put(_row, value);

    /// <summary>HUGEINT.</summary>
    public void SetInt128(int column, Int128 value) => Target(column, DuckDbType.HugeInt, nameof(Int128)).Put(_row, new NativeHugeInt(value));

    /// <summary>UHUGEINT.</summary>
    public void SetUInt128(int column, UInt128 value) => Target(column, DuckDbType.UHugeInt, nameof(UInt128)).Put(_row, new NativeUHugeInt(value));

    /// <summary>DATE.</summary>
    public void SetDate(int column, DateOnly value) => Target(column, DuckDbType.Date, nameof(DateOnly)).Put(_row, EpochTime.Days(value));

    /// <summary>TIME.</summary>
    public void SetTime(int column, TimeOnly value) => Target(column, DuckDbType.Time, nameof(TimeOnly)).Put(_row, value.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>UUID.</summary>
    public void SetGuid(int column, Guid value) => Target(column, DuckDbType.Uuid, nameof(Guid)).Put(_row, new NativeUHugeInt(UuidConverter.ToStored(value)));

    /// <summary>BLOB.</summary>
    public void SetBlob(int column, ReadOnlySpan<byte> value) => Target(column, DuckDbType.Blob, "byte[]").PutBytes(_row, value);

    /// <summary>TIMESTAMP of any precision; TIMESTAMP WITH TIME ZONE takes the value as UTC.</summary>
    public void SetTimestamp(int column, DateTime value)
    {
        var target = Column(column);
        if (!ScalarReader.IsTimestamp(target.Id)) ThrowMismatch(target, nameof(DateTime));
        Mark(target);
        try
        {
            ScalarWriter.Timestamp(target, _row, value);
        }
        catch
        {
            Spoil(target);
            throw;
        }
    }

    /// <summary>DECIMAL; extra fraction digits are rounded half away from zero.</summary>
    /// <exception cref="DuckDbException">The whole part doesn't fit.</exception>
    public void SetDecimal(int column, decimal value)
    {
        var target = Target(column, DuckDbType.Decimal, nameof(Decimal));
        try
        {
            ScalarWriter.Decimal(target, _row, value);
        }
        catch
        {
            Spoil(target);
            throw;
        }
    }

    /// <summary>VARCHAR or ENUM from UTF-8.</summary>
    /// <exception cref="DuckDbException">The bytes are not UTF-8, or the ENUM has no such value.</exception>
    public void SetString(int column, ReadOnlySpan<byte> utf8)
    {
        var target = TextTarget(column);
        try
        {
            TextWriting.Utf8(target, _row, utf8);
        }
        catch
        {
            Spoil(target);
            throw;
        }
    }

    /// <summary>VARCHAR or ENUM; half of a surrogate pair becomes U+FFFD.</summary>
    public void SetString(int column, ReadOnlySpan<char> text)
    {
        var target = TextTarget(column);
        try
        {
            TextWriting.Chars(target, _row, text);
        }
        catch
        {
            Spoil(target);
            throw;
        }
    }

    /// <summary>VARCHAR or ENUM; null is NULL.</summary>
    public void SetString(int column, string? text)
    {
        if (text is null) SetNull(column);
        else SetString(column, text.AsSpan());
    }

    /// <summary>NULL.</summary>
    public void SetNull(int column)
    {
        var target = Column(column);
        Mark(target);
        target.SetNull(_row);
    }

    /// <summary>Any value, converted to the column's type where nothing is lost; also lists, arrays, structures and maps.</summary>
    /// <exception cref="InvalidCastException">The column doesn't take such a value.</exception>
    /// <exception cref="DuckDbException">The value is out of the column's range.</exception>
    public void SetValue(int column, object? value)
    {
        var target = Column(column);
        Mark(target);
        try
        {
            ObjectWriter.Write(target, _row, value);
        }
        catch
        {
            Spoil(target);
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ColumnWriter Target(int column, DuckDbType type, string given)
    {
        var target = Column(column);
        if (target.Id != type) ThrowMismatch(target, given);
        Mark(target);
        return target;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ColumnWriter TextTarget(int column)
    {
        var target = Column(column);
        if (target.Id is not (DuckDbType.Varchar or DuckDbType.Enum)) ThrowMismatch(target, nameof(String));
        Mark(target);
        return target;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected ColumnWriter Column(int column)
    {
        var columns = _columns;
        if ((uint)column >= (uint)columns.Length || _list is not null) ThrowColumn(column);
        return columns[column];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void Mark(ColumnWriter target)
    {
        if (target.LastRow == _row)
        {
            target.SetValid(_row);
            return;
        }

        target.LastRow = _row;
        _set++;
    }

    /// <summary>A value that failed half-way leaves NULL behind, and the row must be ended knowingly.</summary>
    private protected void Spoil(ColumnWriter target)
    {
        _suspect = true;
        target.SetNull(_row);
    }

    private void ThrowMismatch(ColumnWriter target, string given)
    {
        _suspect = true;
        throw ObjectWriter.Mismatch(target, given);
    }

    private void ThrowColumn(int column)
    {
        ThrowIfClosed();
        _suspect = true;
        if (_list is not null) throw new InvalidOperationException($"Столбец «{_list.Name}»: список не закончен (EndList).");
        throw new ArgumentOutOfRangeException(nameof(column), $"Столбца {column} нет: в таблице «{TableName}» их {_columns.Length}.");
    }
}
