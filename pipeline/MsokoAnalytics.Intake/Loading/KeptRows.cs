namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// The rows of a batch as they were read: numbers of their repeated cells, the other cells as texts, task cells as codes. They wait here until SQL has
/// typed the repeated cells, each combination once; nothing of them is on disk or in the engine yet.
/// </summary>
/// <param name="fields">Cells that stay texts.</param>
/// <param name="groups">Groups of repeated cells.</param>
internal sealed class KeptRows(int fields, int groups) : IDisposable
{
    private readonly Growing<KeptRow> _rows = new();
    private readonly Growing<int> _numbers = new();
    private readonly Growing<int> _lengths = new();
    private readonly Growing<byte> _texts = new();
    private readonly Growing<sbyte> _codes = new();
    private readonly Dictionary<int, string> _damage = [];
    private readonly List<int> _tasks = [];
    private readonly List<int> _seen = [];

    public int Count => _rows.Count;

    /// <summary>Bytes of all texts; a row's stand from <see cref="KeptRow.TextAt"/> on, one after another.</summary>
    public ReadOnlySpan<byte> Texts => _texts.Items;

    public ref KeptRow this[int row] => ref _rows[row];

    /// <param name="tasks">Task columns of the sheet.</param>
    public void StartSheet(int tasks) => _tasks.Add(tasks);

    /// <summary>Begins a row of the sheet that was started last; its texts and its codes have to follow, and its numbers go into <paramref name="numbers"/>.</summary>
    public ref KeptRow Begin(int rowNo, string? damage, out Span<int> numbers)
    {
        if (damage is not null) _damage[_rows.Count] = damage;
        numbers = _numbers.Add(groups);
        ref var row = ref _rows.Add(1)[0];
        row = new KeptRow { Sheet = _tasks.Count - 1, RowNo = rowNo, TextAt = _texts.Count, CodesAt = _codes.Count, IsDamaged = damage is not null };
        return ref row;
    }

    /// <summary>A text of the row begun last has come before, or may have.</summary>
    /// <param name="field">Which of those that are asked.</param>
    public void MarkSeen(int field)
    {
        ref var row = ref _rows[Count - 1];
        if (row.Seen == 0) _seen.Add(Count - 1);
        row.Seen |= (byte)(1 << field);
    }

    /// <summary>Rows with such a text.</summary>
    public IReadOnlyList<int> WithSeenTexts => _seen;

    public void AddText(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_texts.Add(text.Length));
        _lengths.Add(1)[0] = text.Length;
    }

    public void AddCodes(ReadOnlySpan<sbyte> codes) => codes.CopyTo(_codes.Add(codes.Length));

    public string? DamageOf(int row) => _damage.GetValueOrDefault(row);

    /// <summary>The numbers of a row's combinations, by group.</summary>
    public ReadOnlySpan<int> NumbersOf(int row) => _numbers.Items.Slice(row * groups, groups);

    /// <summary>Whether all texts of a row have something in them.</summary>
    public bool HasTexts(int row) => !_lengths.Items.Slice(row * fields, fields).Contains(0);

    /// <summary>Bytes of a row's text.</summary>
    public int LengthOf(int row, int field) => _lengths[(row * fields) + field];

    public ReadOnlySpan<byte> TextOf(int row, int field)
    {
        var start = _rows[row].TextAt;
        for (var f = 0; f < field; f++) start += LengthOf(row, f);
        return Texts.Slice(start, LengthOf(row, field));
    }

    public ReadOnlySpan<sbyte> CodesOf(in KeptRow row) => _codes.Items.Slice(row.CodesAt, _tasks[row.Sheet]);

    /// <summary>Forgets the rows, not the sheets.</summary>
    public void Clear()
    {
        _rows.Clear();
        _numbers.Clear();
        _lengths.Clear();
        _texts.Clear();
        _codes.Clear();
        _damage.Clear();
        _seen.Clear();
    }

    public void Dispose()
    {
        _rows.Dispose();
        _numbers.Dispose();
        _lengths.Dispose();
        _texts.Dispose();
        _codes.Dispose();
    }
}

/// <summary>A row that was read.</summary>
internal struct KeptRow
{
    /// <summary>Number of the sheet within the batch.</summary>
    public int Sheet;

    /// <summary>Row of the sheet.</summary>
    public int RowNo;

    public int TextAt;

    public int CodesAt;

    /// <summary>The sum of the scores.</summary>
    public int Points;

    /// <summary>The least and the greatest code (<see cref="ScoreCodes"/>).</summary>
    public sbyte Min, Max;

    /// <summary>A bit for each field of which is told whether its text has come before: it has.</summary>
    public byte Seen;

    public bool IsDamaged;

    /// <summary>Whether nothing is to be told of it; known when the batch is complete.</summary>
    public bool IsPlain;

    /// <summary>Whether no task cell has anything.</summary>
    public readonly bool IsBlank => Min == ScoreCodes.Empty && Max == ScoreCodes.Empty;
}
