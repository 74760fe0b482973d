using System.Collections;
using System.Numerics;
using MsokoAnalytics.DuckDb.Native;
using MsokoAnalytics.DuckDb.Reading;
using MsokoAnalytics.DuckDb.Types;

namespace MsokoAnalytics.DuckDb.Appending;

/// <summary>Any .NET value into any vector, by the column's type: slower than the typed setters, and the only way to nested types.</summary>
internal static class ObjectWriter
{
    public static void Write(ColumnWriter column, long index, object? value)
    {
        if (value is null or DBNull)
        {
            column.SetNull(index);
            return;
        }

        switch (column.Id)
        {
            case DuckDbType.Boolean when value is bool flag: column.Put(index, flag); break;
            case DuckDbType.TinyInt: column.Put(index, Integer<sbyte>(column, value)); break;
            case DuckDbType.SmallInt: column.Put(index, Integer<short>(column, value)); break;
            case DuckDbType.Integer: column.Put(index, Integer<int>(column, value)); break;
            case DuckDbType.BigInt: column.Put(index, Integer<long>(column, value)); break;
            case DuckDbType.UTinyInt: column.Put(index, Integer<byte>(column, value)); break;
            case DuckDbType.USmallInt: column.Put(index, Integer<ushort>(column, value)); break;
            case DuckDbType.UInteger: column.Put(index, Integer<uint>(column, value)); break;
            case DuckDbType.UBigInt: column.Put(index, Integer<ulong>(column, value)); break;
            case DuckDbType.HugeInt: column.Put(index, new NativeHugeInt(Integer<Int128>(column, value))); break;
            case DuckDbType.UHugeInt: column.Put(index, new NativeUHugeInt(Integer<UInt128>(column, value))); break;
            case DuckDbType.Float when value is float number: column.Put(index, number); break;
            case DuckDbType.Float: column.Put(index, Integer<float>(column, value)); break;
            case DuckDbType.Double: column.Put(index, Double(column, value)); break;
            case DuckDbType.Decimal: ScalarWriter.Decimal(column, index, value is decimal exact ? exact : Integer<decimal>(column, value)); break;
            case DuckDbType.Varchar or DuckDbType.Enum when value is string text: TextWriting.Chars(column, index, text); break;
            case DuckDbType.Varchar or DuckDbType.Enum when value is char letter: TextWriting.Chars(column, index, [letter]); break;
            case DuckDbType.Blob when value is byte[] bytes: column.PutBytes(index, bytes); break;
            case DuckDbType.Date when value is DateOnly date: column.Put(index, EpochTime.Days(date)); break;
            case DuckDbType.Date when value is DateTime { TimeOfDay.Ticks: 0 } midnight: column.Put(index, EpochTime.Days(DateOnly.FromDateTime(midnight))); break;
            case DuckDbType.Time when value is TimeOnly time: column.Put(index, time.Ticks / TimeSpan.TicksPerMicrosecond); break;
            case DuckDbType.TimestampTz when value is DateTimeOffset moment: ScalarWriter.Timestamp(column, index, moment.UtcDateTime); break;
            case var type when ScalarReader.IsTimestamp(type) && value is DateTime moment: ScalarWriter.Timestamp(column, index, moment); break;
            case DuckDbType.Interval when value is DuckDbInterval interval: column.Put(index, interval); break;
            case DuckDbType.Interval when value is TimeSpan span: column.Put(index, DuckDbInterval.FromTimeSpan(span)); break;
            case DuckDbType.Uuid when value is Guid guid: column.Put(index, new NativeUHugeInt(UuidConverter.ToStored(guid))); break;
            case DuckDbType.List when value is IEnumerable items and not string: List(column, index, items); break;
            case DuckDbType.Array when value is IEnumerable items and not string: Array(column, index, items); break;
            case DuckDbType.Struct when value is IDictionary<string, object?> members: Struct(column, index, members); break;
            case DuckDbType.Map when value is IDictionary map: Map(column, index, map); break;
            default: throw Mismatch(column, value.GetType().Name);
        }
    }

    public static InvalidCastException Mismatch(ColumnWriter column, string given) =>
        new($"Столбец «{column.Name}» типа {column.Type.Name} не принимает значение {given}.");

    private static T Integer<T>(ColumnWriter column, object value) where T : INumberBase<T>
    {
        if (value is Enum) value = Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()), System.Globalization.CultureInfo.InvariantCulture);
        try
        {
            return value switch
            {
                sbyte v => T.CreateChecked(v),
                byte v => T.CreateChecked(v),
                short v => T.CreateChecked(v),
                ushort v => T.CreateChecked(v),
                int v => T.CreateChecked(v),
                uint v => T.CreateChecked(v),
                long v => T.CreateChecked(v),
                ulong v => T.CreateChecked(v),
                Int128 v => T.CreateChecked(v),
                UInt128 v => T.CreateChecked(v),
                BigInteger v => T.CreateChecked(v),
                _ => throw Mismatch(column, value.GetType().Name),
            };
        }
        catch (OverflowException exception)
        {
            throw new DuckDbException($"Столбец «{column.Name}»: число вне границ типа {column.Type.Name}.", DuckDbErrorType.OutOfRange, exception);
        }
    }

    private static double Double(ColumnWriter column, object value) => value switch
    {
        double v => v,
        float v => v,
        decimal v => (double)v,
        _ => Integer<double>(column, value),
    };

    private static void List(ColumnWriter column, long index, IEnumerable items)
    {
        var start = column.ListSize;
        try
        {
            foreach (var item in items) Write(column.Children[0], column.NextElement(), item);
        }
        catch
        {
            column.ListSize = start;
            throw;
        }

        column.Put(index, new NativeListEntry { Offset = (ulong)start, Length = (ulong)(column.ListSize - start) });
    }

    private static void Array(ColumnWriter column, long index, IEnumerable items)
    {
        var values = items.Cast<object?>().ToArray();
        if (values.Length != column.Type.ArraySize) throw Mismatch(column, $"из {values.Length} элементов");
        for (var i = 0; i < values.Length; i++) Write(column.Children[0], (index * values.Length) + i, values[i]);
    }

    private static void Struct(ColumnWriter column, long index, IDictionary<string, object?> members)
    {
        foreach (var name in members.Keys)
            if (System.Array.FindIndex(column.Type.ChildNames, n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) < 0) throw Mismatch(column, $"с полем «{name}»");
        for (var i = 0; i < column.Children.Length; i++)
        {
            var name = column.Type.ChildNames[i];
            if (!members.TryGetValue(name, out var value))
                value = members.FirstOrDefault(m => m.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
            Write(column.Children[i], index, value);
        }
    }

    private static void Map(ColumnWriter column, long index, IDictionary map)
    {
        var start = column.ListSize;
        var entries = column.Children[0];
        try
        {
            foreach (DictionaryEntry entry in map)
            {
                var element = column.NextElement();
                Write(entries.Children[0], element, entry.Key);
                Write(entries.Children[1], element, entry.Value);
            }
        }
        catch
        {
            column.ListSize = start;
            throw;
        }

        column.Put(index, new NativeListEntry { Offset = (ulong)start, Length = (ulong)(column.ListSize - start) });
    }
}
