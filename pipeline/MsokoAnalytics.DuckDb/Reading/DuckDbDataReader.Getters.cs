using System.Runtime.CompilerServices;
using MsokoAnalytics.DuckDb.Reading;

namespace MsokoAnalytics.DuckDb;

/// <summary>
/// Typed getters. A getter of the column's own type reads the engine's memory without boxing; integers are widened and narrowed with a
/// check; NULL is an <see cref="InvalidCastException"/>.
/// </summary>
public sealed unsafe partial class DuckDbDataReader
{
    public override bool GetBoolean(int ordinal) => ScalarReader.Boolean(ValidColumn(ordinal), _row);

    public override byte GetByte(int ordinal)
    {
        var column = ValidColumn(ordinal);
        return column.Id == DuckDbType.UTinyInt ? column.At<byte>(_row) : ScalarReader.Integer<byte>(column, _row);
    }

    public sbyte GetSByte(int ordinal)
    {
        var column = ValidColumn(ordinal);
        return column.Id == DuckDbType.TinyInt ? column.At<sbyte>(_row) : ScalarReader.Integer<sbyte>(column, _row);
    }

    public override short GetInt16(int ordinal)
    {
        var column = ValidColumn(ordinal);
        return column.Id == DuckDbType.SmallInt ? column.At<short>(_row) : ScalarReader.Integer<short>(column, _row);
    }

    public override int GetInt32(int ordinal)
    {
        var column = ValidColumn(ordinal);
        return column.Id == DuckDbType.Integer ? column.At<int>(_row) : ScalarReader.Integer<int>(column, _row);
    }

    public override long GetInt64(int ordinal)
    {
        var column = ValidColumn(ordinal);
        return column.Id == DuckDbType.BigInt ? column.At<long>(_row) : ScalarReader.Integer<long>(column, _row);
    }

    public override double GetDouble(int ordinal)
    {
        var column = ValidColumn(ordinal);
        return column.Id == DuckDbType.Double ? column.At<double>(_row) : ScalarReader.Double(column, _row);
    }

    public override float GetFloat(int ordinal) => ScalarReader.Float(ValidColumn(ordinal), _row);

    public override decimal GetDecimal(int ordinal) => ScalarReader.Decimal(ValidColumn(ordinal), _row);

    /// <summary>DATE.</summary>
    public DateOnly GetDate(int ordinal) => ScalarReader.Date(ValidColumn(ordinal), _row);

    /// <summary>TIME.</summary>
    public TimeOnly GetTime(int ordinal) => ScalarReader.Time(ValidColumn(ordinal), _row);

    /// <summary>Any TIMESTAMP or DATE; TIMESTAMP WITH TIME ZONE comes in UTC.</summary>
    public override DateTime GetDateTime(int ordinal) => ScalarReader.DateTime(ValidColumn(ordinal), _row);

    public override Guid GetGuid(int ordinal) => ScalarReader.Guid(ValidColumn(ordinal), _row);

    public override string GetString(int ordinal) => ScalarReader.String(ValidColumn(ordinal), _row);

    /// <summary>The UTF-8 bytes of a VARCHAR or the bytes of a BLOB without a copy; valid until the reader moves.</summary>
    public ReadOnlySpan<byte> GetUtf8(int ordinal)
    {
        var column = ValidColumn(ordinal);
        return column.Id is DuckDbType.Varchar or DuckDbType.Blob ? column.Bytes(_row) : throw ScalarReader.Mismatch(column, typeof(ReadOnlySpan<byte>));
    }

    public override char GetChar(int ordinal)
    {
        var text = GetString(ordinal);
        return text.Length == 1 ? text[0] : throw new InvalidCastException($"Строка в столбце «{_columns[ordinal].Name}» не из одного знака.");
    }

    public override bool IsDBNull(int ordinal) => !Column(ordinal).IsValid(_row);

    public override Task<bool> IsDBNullAsync(int ordinal, CancellationToken cancellationToken) => Task.FromResult(IsDBNull(ordinal));

    public override object GetValue(int ordinal)
    {
        var column = Column(ordinal);
        return BoxedReader.Read(column, _row) ?? DBNull.Value;
    }

    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++) values[i] = GetValue(i);
        return count;
    }

    /// <summary>
    /// Any type the column can be read as: scalars, <c>T?</c>, enums, <c>List&lt;T&gt;</c>, <c>T[]</c>, dictionaries for MAP and STRUCT.
    /// </summary>
    public override T GetFieldValue<T>(int ordinal)
    {
        var column = Column(ordinal);
        // The comparisons of types are settled when the method is compiled for T: no boxing here.
        if (column.IsValid(_row))
        {
            if (typeof(T) == typeof(int) && column.Id == DuckDbType.Integer) return Same<int, T>(column.At<int>(_row));
            if (typeof(T) == typeof(long) && column.Id == DuckDbType.BigInt) return Same<long, T>(column.At<long>(_row));
            if (typeof(T) == typeof(double) && column.Id == DuckDbType.Double) return Same<double, T>(column.At<double>(_row));
        }
        else if (typeof(T) == typeof(object) || typeof(T) == typeof(DBNull))
        {
            return (T)(object)DBNull.Value;
        }
        else if (Nullable.GetUnderlyingType(typeof(T)) is null)
        {
            throw ScalarReader.Null(column);
        }

        return ValueReader<T>.Read(column, _row);
    }

    public override Task<T> GetFieldValueAsync<T>(int ordinal, CancellationToken cancellationToken) => Task.FromResult(GetFieldValue<T>(ordinal));

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length)
    {
        var bytes = GetUtf8(ordinal);
        if (buffer is null) return bytes.Length;
        if (dataOffset >= bytes.Length) return 0;
        var part = bytes.Slice((int)dataOffset, Math.Min(length, bytes.Length - (int)dataOffset));
        part.CopyTo(buffer.AsSpan(bufferOffset));
        return part.Length;
    }

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length)
    {
        var text = GetString(ordinal);
        if (buffer is null) return text.Length;
        if (dataOffset >= text.Length) return 0;
        var part = text.AsSpan((int)dataOffset, Math.Min(length, text.Length - (int)dataOffset));
        part.CopyTo(buffer.AsSpan(bufferOffset));
        return part.Length;
    }

    public override Stream GetStream(int ordinal) => new MemoryStream(GetUtf8(ordinal).ToArray(), writable: false);

    public override TextReader GetTextReader(int ordinal) => new StringReader(GetString(ordinal));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private VectorView ValidColumn(int ordinal)
    {
        var column = Column(ordinal);
        if (!column.IsValid(_row)) ThrowNull(column);
        return column;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private VectorView Column(int ordinal)
    {
        var columns = _columns;
        if ((uint)ordinal >= (uint)columns.Length || (uint)_row >= (uint)_rows) ThrowNoValue(ordinal);
        return columns[ordinal];
    }

    private static TTo Same<TFrom, TTo>(TFrom value) => Unsafe.As<TFrom, TTo>(ref value);

    private static void ThrowNull(VectorView column) => throw ScalarReader.Null(column);

    private void ThrowNoValue(int ordinal)
    {
        ThrowIfClosed();
        if ((uint)ordinal >= (uint)_columns.Length) throw NoColumn($"Столбца {ordinal} нет: в результате их {_columns.Length}.");
        throw new InvalidOperationException("Нет текущей строки: вызовите Read и проверьте, что он вернул true.");
    }
}
