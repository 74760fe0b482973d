using System.Collections;
using System.Runtime.InteropServices;
using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb.Parameters;

/// <summary>LIST from arrays and lists, STRUCT from dictionaries with string keys, MAP from dictionaries with other keys.</summary>
internal static unsafe class NestedValueFactory
{
    /// <summary>null when the value is not a collection.</summary>
    public static ValueHandle? TryCreate(object? value) => value switch
    {
        null or string or byte[] or DBNull or ReadOnlyMemory<byte> or Memory<byte> or Stream => null,
        IDictionary<string, object?> members => Struct(members),
        IDictionary map => Map(map),
        IEnumerable items => List(items),
        _ => null,
    };

    private static ValueHandle List(IEnumerable items)
    {
        using var elements = new Elements(items.Cast<object?>());
        using var type = elements.Type(ParameterTypes.ElementType(items.GetType()));
        return elements.With(pointers =>
        {
            fixed (nint* values = pointers) return Own(NativeMethods.CreateListValue(type, values, (ulong)elements.Count));
        });
    }

    private static ValueHandle Map(IDictionary map)
    {
        var definition = map.GetType().GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDictionary<,>))?.GetGenericArguments();
        using var keys = new Elements(map.Keys.Cast<object?>());
        using var values = new Elements(map.Values.Cast<object?>());
        using var keyType = keys.Type(definition?[0]);
        using var valueType = values.Type(definition?[1]);
        using var type = new LogicalTypeHandle(NativeMethods.CreateMapType(keyType, valueType));
        return keys.With(keyPointers => values.With(valuePointers =>
        {
            fixed (nint* k = keyPointers, v = valuePointers) return Own(NativeMethods.CreateMapValue(type, k, v, (ulong)keys.Count));
        }));
    }

    private static ValueHandle Struct(IDictionary<string, object?> members)
    {
        if (members.Count == 0) throw new NotSupportedException("Пустую структуру (STRUCT без полей) передать параметром нельзя.");
        var names = members.Keys.Select(Marshal.StringToCoTaskMemUTF8).ToArray();
        var types = new List<LogicalTypeHandle>();
        try
        {
            using var values = new Elements(members.Values);
            types.AddRange(values.Handles.Select(ValueTypes.Of));
            nint[] typePointers = [.. types.Select(t => t.DangerousGetHandle())];
            fixed (nint* t = typePointers, n = names)
            {
                using var type = new LogicalTypeHandle(NativeMethods.CreateStructType(t, (byte**)n, (ulong)names.Length));
                return values.With(pointers =>
                {
                    fixed (nint* v = pointers) return Own(NativeMethods.CreateStructValue(type, v));
                });
            }
        }
        finally
        {
            foreach (var type in types) type.Dispose();
            foreach (var name in names) Marshal.FreeCoTaskMem(name);
        }
    }

    private static ValueHandle Own(nint value) =>
        value != 0 ? new ValueHandle(value) : throw new NotSupportedException("Движок не принял составное значение параметра.");

    /// <summary>Values owned until the collection built of them exists (the engine copies).</summary>
    private sealed class Elements : IDisposable
    {
        private readonly List<ValueHandle> _handles = [];

        public Elements(IEnumerable<object?> values)
        {
            try
            {
                foreach (var value in values) _handles.Add(ValueFactory.Create(value));
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public IReadOnlyList<ValueHandle> Handles => _handles;

        public int Count => _handles.Count;

        /// <summary>The declared element type if it says enough, otherwise the type all values together need.</summary>
        public LogicalTypeHandle Type(Type? declared) =>
            (declared is null ? null : ParameterTypes.Of(declared)) ?? ValueTypes.Common(_handles);

        public T With<T>(Func<nint[], T> use)
        {
            // One more than needed: the engine refuses the null address that an empty array has.
            var result = use([.. _handles.Select(h => h.DangerousGetHandle()), 0]);
            GC.KeepAlive(this);
            return result;
        }

        public void Dispose()
        {
            foreach (var handle in _handles) handle.Dispose();
        }
    }
}
