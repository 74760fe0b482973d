using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb.Reading;

/// <summary>LIST, ARRAY, MAP, STRUCT and UNION.</summary>
internal static class NestedReader
{
    public static List<T> List<T>(VectorView view, long row)
    {
        var (child, start, length) = Elements(view, row, typeof(List<T>));
        var list = new List<T>(length);
        for (var i = 0; i < length; i++) list.Add(ValueReader<T>.Read(child, start + i));
        return list;
    }

    public static T[] Array<T>(VectorView view, long row)
    {
        var (child, start, length) = Elements(view, row, typeof(T[]));
        var array = new T[length];
        for (var i = 0; i < length; i++) array[i] = ValueReader<T>.Read(child, start + i);
        return array;
    }

    /// <summary>A MAP, or a STRUCT when the key is a string.</summary>
    public static Dictionary<TKey, TValue> Dictionary<TKey, TValue>(VectorView view, long row) where TKey : notnull
    {
        if (view.Id == DuckDbType.Struct && typeof(TKey) == typeof(string))
        {
            var members = new Dictionary<TKey, TValue>(view.Children.Length);
            for (var i = 0; i < view.Children.Length; i++) members.Add((TKey)(object)view.Type.ChildNames[i], ValueReader<TValue>.Read(view.Children[i], row));
            return members;
        }

        if (view.Id != DuckDbType.Map) throw ScalarReader.Mismatch(view, typeof(Dictionary<TKey, TValue>));
        var entry = view.At<NativeListEntry>(row);
        var map = new Dictionary<TKey, TValue>(checked((int)entry.Length));
        for (var i = (long)entry.Offset; i < (long)(entry.Offset + entry.Length); i++)
            map.Add(ValueReader<TKey>.Read(view.Children[0], i), ValueReader<TValue>.Read(view.Children[1], i));
        return map;
    }

    /// <summary>The member the UNION holds now.</summary>
    public static object? Union(VectorView view, long row) => BoxedReader.Read(view.Children[1 + view.Children[0].At<byte>(row)], row);

    public static (VectorView Child, long Start, int Length) Elements(VectorView view, long row, Type target)
    {
        if (view.Id == DuckDbType.Array) return (view.Children[0], row * view.Type.ArraySize, view.Type.ArraySize);
        if (view.Id != DuckDbType.List) throw ScalarReader.Mismatch(view, target);
        var entry = view.At<NativeListEntry>(row);
        return (view.Children[0], (long)entry.Offset, checked((int)entry.Length));
    }
}
