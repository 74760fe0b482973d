using System.Runtime.CompilerServices;
using MsokoAnalytics.DuckDb.Appending;
using MsokoAnalytics.DuckDb.Native;
using MsokoAnalytics.DuckDb.Reading;
using MsokoAnalytics.DuckDb.Types;

namespace MsokoAnalytics.DuckDb;

/// <summary>LIST columns: BeginList, elements, EndList.</summary>
public abstract unsafe partial class DuckDbRowWriter
{
    /// <summary>Begins the current row's list; until <see cref="EndList"/> only AppendList… may be called.</summary>
    public void BeginList(int column)
    {
        var target = Column(column);
        if (target.Id != DuckDbType.List) ThrowMismatch(target, "LIST");
        Mark(target);
        _list = target;
        _listStart = target.ListSize;
    }

    /// <summary>Ends the list.</summary>
    public void EndList()
    {
        var list = OpenList();
        list.Put(_row, new NativeListEntry { Offset = (ulong)_listStart, Length = (ulong)(list.ListSize - _listStart) });
        _list = null;
    }

    /// <summary>The whole list of the current row at once; <typeparamref name="T"/> is the stored form of an element (see <see cref="DuckDbChunk.Span"/>).</summary>
    /// <exception cref="InvalidCastException">The column isn't a list of such elements.</exception>
    public void SetList<T>(int column, ReadOnlySpan<T> values) where T : unmanaged
    {
        var target = Column(column);
        if (target.Id != DuckDbType.List || !StorageTypes.Match<T>(target.Children[0].Type)) ThrowMismatch(target, typeof(T).Name + "[]");
        Mark(target);
        var start = target.AddElements(values);
        target.Put(_row, new NativeListEntry { Offset = (ulong)start, Length = (ulong)values.Length });
    }

    /// <summary>As <see cref="SetList{T}(int, ReadOnlySpan{T})"/>; where <paramref name="valid"/> is false the element is NULL.</summary>
    public void SetList<T>(int column, ReadOnlySpan<T> values, ReadOnlySpan<bool> valid) where T : unmanaged
    {
        if (valid.Length != values.Length) throw new ArgumentException("Длины значений и признаков разные.", nameof(valid));
        SetList(column, values);
        var target = _columns[column];
        var start = target.ListSize - values.Length;
        for (var i = 0; i < valid.Length; i++)
            if (!valid[i]) target.Children[0].SetNull(start + i);
    }

    /// <summary>Adds NULL.</summary>
    public void AppendListNull()
    {
        var list = OpenList();
        list.Children[0].SetNull(list.NextElement());
    }

    /// <summary>Adds a VARCHAR or ENUM element from UTF-8.</summary>
    /// <exception cref="DuckDbException">The bytes are not UTF-8; the element is not added.</exception>
    public void AppendListString(ReadOnlySpan<byte> utf8)
    {
        var list = TextList();
        var index = list.NextElement();
        try
        {
            TextWriting.Utf8(list.Children[0], index, utf8);
        }
        catch
        {
            list.ListSize--;
            _suspect = true;
            throw;
        }
    }

    /// <summary>Adds a VARCHAR or ENUM element.</summary>
    public void AppendListString(ReadOnlySpan<char> text)
    {
        var list = TextList();
        var index = list.NextElement();
        try
        {
            TextWriting.Chars(list.Children[0], index, text);
        }
        catch
        {
            list.ListSize--;
            _suspect = true;
            throw;
        }
    }

    /// <summary>Adds any value, converted as by <see cref="SetValue"/>.</summary>
    public void AppendListValue(object? value)
    {
        var list = OpenList();
        var index = list.NextElement();
        try
        {
            ObjectWriter.Write(list.Children[0], index, value);
        }
        catch
        {
            list.ListSize--;
            _suspect = true;
            throw;
        }
    }

    /// <summary>Adds an element to a list of TINYINT.</summary>
    public void AppendListInt8(sbyte value) => Element(DuckDbType.TinyInt, value);

    /// <summary>Adds an element to a list of SMALLINT.</summary>
    public void AppendListInt16(short value) => Element(DuckDbType.SmallInt, value);

    /// <summary>Adds an element to a list of INTEGER.</summary>
    public void AppendListInt32(int value) => Element(DuckDbType.Integer, value);

    /// <summary>Adds an element to a list of BIGINT.</summary>
    public void AppendListInt64(long value) => Element(DuckDbType.BigInt, value);

    /// <summary>Adds an element to a list of UTINYINT.</summary>
    public void AppendListUInt8(byte value) => Element(DuckDbType.UTinyInt, value);

    /// <summary>Adds an element to a list of USMALLINT.</summary>
    public void AppendListUInt16(ushort value) => Element(DuckDbType.USmallInt, value);

    /// <summary>Adds an element to a list of UINTEGER.</summary>
    public void AppendListUInt32(uint value) => Element(DuckDbType.UInteger, value);

    /// <summary>Adds an element to a list of UBIGINT.</summary>
    public void AppendListUInt64(ulong value) => Element(DuckDbType.UBigInt, value);

    /// <summary>Adds an element to a list of FLOAT.</summary>
    public void AppendListFloat(float value) => Element(DuckDbType.Float, value);

    /// <summary>Adds an element to a list of DOUBLE.</summary>
    public void AppendListDouble(double value) => Element(DuckDbType.Double, value);

    /// <summary>Adds an element to a list of BOOLEAN.</summary>
    public void AppendListBoolean(bool value) => Element(DuckDbType.Boolean, value);

    /// <summary>Adds an element to a list of DATE.</summary>
    public void AppendListDate(DateOnly value) => Element(DuckDbType.Date, EpochTime.Days(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Element<T>(DuckDbType type, T value) where T : unmanaged
    {
        var list = OpenList();
        var child = list.Children[0];
        if (child.Id != type) ThrowMismatch(list, typeof(T).Name + "[]");
        child.Put(list.NextElement(), value);
    }

    private ColumnWriter TextList()
    {
        var list = OpenList();
        if (list.Children[0].Id is not (DuckDbType.Varchar or DuckDbType.Enum)) ThrowMismatch(list, "String[]");
        return list;
    }

    private ColumnWriter OpenList()
    {
        ThrowIfClosed();
        return _list ?? throw new InvalidOperationException("Список не начат (BeginList).");
    }
}
