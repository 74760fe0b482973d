using System.Runtime.CompilerServices;
using MsokoAnalytics.DuckDb.Appending;
using MsokoAnalytics.DuckDb.Native;
using MsokoAnalytics.DuckDb.Reading;
using MsokoAnalytics.DuckDb.Types;

namespace MsokoAnalytics.DuckDb;

/// <summary>The answer of a query kept in memory column by column, from which rows of other tables are put together by number (<see cref="DuckDbRowWriter.SetColumn(int, DuckDbColumns, int, ReadOnlySpan{int})"/>).</summary>
public sealed unsafe class DuckDbColumns
{
    private readonly ByteArena _texts = new();
    private readonly Kept[] _columns;

    /// <exception cref="NotSupportedException">A column is neither a text nor of a fixed width.</exception>
    internal DuckDbColumns(DuckDbDataReader reader)
    {
        _columns = [.. Enumerable.Range(0, reader.FieldCount).Select(c => new Kept(reader.GetName(c), reader.TypeOf(c)))];
        while (reader.ReadChunk(out var chunk))
        {
            for (var c = 0; c < _columns.Length; c++) _columns[c].Add(chunk.View(c), chunk.RowCount, _texts);
            RowCount += chunk.RowCount;
        }
    }

    /// <summary>Rows of the answer.</summary>
    public int RowCount { get; }

    public int ColumnCount => _columns.Length;

    public string GetName(int column) => _columns[column].Name;

    /// <summary>The values of a fixed-width column as they are stored (<see cref="DuckDbChunk.Span"/>); arbitrary where <see cref="IsNull"/>.</summary>
    /// <exception cref="InvalidCastException">The column isn't stored as <typeparamref name="T"/>.</exception>
    public ReadOnlySpan<T> Span<T>(int column) where T : unmanaged
    {
        var kept = _columns[column];
        if (!StorageTypes.Match<T>(kept.Type)) throw new InvalidCastException($"Столбец «{kept.Name}» имеет тип {kept.Type.Name}, он не хранится как {typeof(T).Name}.");
        return new ReadOnlySpan<T>(kept.Data, RowCount);
    }

    public bool IsNull(int column, int row) => _columns[column].Nulls is { } nulls && nulls[row];

    internal Kept Column(int column) => _columns[column];

    /// <summary>One column: values of equal width in memory that never moves.</summary>
    internal sealed class Kept(string name, LogicalType type)
    {
        private byte[] _bytes = [];
        private int _rows;

        public string Name => name;

        public LogicalType Type => type;

        public int Width { get; } = StorageTypes.Width(type) is > 0 and var width ? width : throw new NotSupportedException($"Столбец «{name}» типа {type.Name} нельзя держать в памяти.");

        public byte* Data => _bytes.Length == 0 ? null : (byte*)Unsafe.AsPointer(ref _bytes[0]);

        /// <summary>Null where no row is.</summary>
        public bool[]? Nulls { get; private set; }

        public void Add(VectorView view, int rows, ByteArena texts)
        {
            var needed = (_rows + rows) * Width;
            if (_bytes.Length < needed)
            {
                var grown = GC.AllocateUninitializedArray<byte>(Math.Max(needed, _bytes.Length * 2), pinned: true);
                _bytes.AsSpan(0, _rows * Width).CopyTo(grown);
                _bytes = grown;
                if (Nulls is { } nulls)
                {
                    Array.Resize(ref nulls, _bytes.Length / Width);
                    Nulls = nulls;
                }
            }

            new ReadOnlySpan<byte>(view.Data, rows * Width).CopyTo(_bytes.AsSpan(_rows * Width));
            for (var i = 0; view.Validity is not null && i < rows; i++)
            {
                if (view.IsValid(i)) continue;
                (Nulls ??= new bool[_bytes.Length / Width])[_rows + i] = true;
                _bytes.AsSpan((_rows + i) * Width, Width).Clear();
            }

            // A cleared text is an empty one.
            for (var i = 0; type.Id is DuckDbType.Varchar or DuckDbType.Blob && i < rows; i++) KeepText((NativeString*)Data + _rows + i, texts);
            _rows += rows;
        }

        /// <summary>A long text lies in the chunk, which goes.</summary>
        private static void KeepText(NativeString* text, ByteArena texts)
        {
            var bytes = NativeString.Bytes(text);
            if (bytes.Length > NativeString.InlineLength) *text = new NativeString(texts.Copy(bytes), bytes.Length);
        }
    }
}
