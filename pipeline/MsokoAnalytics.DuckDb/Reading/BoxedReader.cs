using System.Collections.Concurrent;

namespace MsokoAnalytics.DuckDb.Reading;

/// <summary>Reads a value as an object of the column's own .NET type (<c>GetValue</c>).</summary>
internal abstract class BoxedReader
{
    private static readonly ConcurrentDictionary<Type, BoxedReader> Cache = new();

    /// <summary>null for NULL.</summary>
    public static object? Read(VectorView view, long row) => view.IsValid(row) ? ReadValid(view, row) : null;

    public static object? ReadValid(VectorView view, long row)
    {
        if (view.Id == DuckDbType.Union) return NestedReader.Union(view, row);
        if (view.Type.ClrType == typeof(object))
            throw new NotSupportedException($"Столбец «{view.Name}» типа {view.Type.Name} не поддерживается; приведите его к VARCHAR.");
        return Cache.GetOrAdd(view.Type.ClrType, static type => (BoxedReader)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(type))!).Box(view, row);
    }

    protected abstract object? Box(VectorView view, long row);

    private sealed class Typed<T> : BoxedReader
    {
        protected override object? Box(VectorView view, long row) => ValueReader<T>.ReadValid(view, row);
    }
}
