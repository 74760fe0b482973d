using System.Runtime.Intrinsics;
using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>The task cells of one row as codes, sixteen at a time.</summary>
internal sealed class TaskCodes(int tasks)
{
    // Whole vectors; what lies behind the last task repeats the first code, which changes neither the least nor the greatest.
    private readonly sbyte[] _codes = new sbyte[Padded(tasks)];

    /// <summary><see cref="ScoreCodes"/> of every task.</summary>
    public ReadOnlySpan<sbyte> Codes => _codes.AsSpan(0, tasks);

    /// <summary>The codes and what fills the last vector.</summary>
    public ReadOnlySpan<sbyte> Vectors => _codes;

    /// <summary>The least code; <see cref="ScoreCodes.Empty"/> without tasks.</summary>
    public sbyte Min { get; private set; } = ScoreCodes.Empty;

    public sbyte Max { get; private set; } = ScoreCodes.Empty;

    /// <summary>The sum of the scores.</summary>
    public int Points { get; private set; }

    /// <summary>Whether a cell has to be looked at as text.</summary>
    public bool HasTexts => Min == ScoreCodes.Text;

    public static int Padded(int tasks) => (tasks + Vector128<sbyte>.Count - 1) & -Vector128<sbyte>.Count;

    /// <summary>Whether columns stand one behind the other, as in nearly every form.</summary>
    public static bool AreSideBySide(ReadOnlySpan<int> columns)
    {
        for (var i = 1; i < columns.Length; i++)
            if (columns[i] != columns[i - 1] + 1) return false;
        return columns.Length > 0;
    }

    /// <param name="row">The row.</param>
    /// <param name="columns">Task columns (0-based).</param>
    /// <param name="sideBySide">Whether they stand one behind the other.</param>
    /// <param name="meanings">What cells mean.</param>
    public TaskCodes Read(RowBuffer row, int[] columns, bool sideBySide, ScoreCodes meanings)
    {
        if (sideBySide)
        {
            // Cells that the row does not have are empty.
            row.PartsOf(columns[0], tasks, out var starts, out var ends);
            meanings.Read(row.Bytes, starts, ends, _codes);
            _codes.AsSpan(starts.Length, tasks - starts.Length).Fill(ScoreCodes.Empty);
        }
        else
        {
            for (var i = 0; i < columns.Length; i++) _codes[i] = meanings[row[columns[i]]];
        }

        return Measure();
    }

    private TaskCodes Measure()
    {
        if (tasks == 0) return this;
        _codes.AsSpan(tasks).Fill(_codes[0]);
        var (least, greatest) = (Vector128.Create(sbyte.MaxValue), Vector128.Create(sbyte.MinValue));
        var sums = Vector128<short>.Zero;
        for (var i = 0; i < _codes.Length; i += Vector128<sbyte>.Count)
        {
            var codes = Vector128.Create(_codes.AsSpan(i));
            least = Vector128.Min(least, codes);
            greatest = Vector128.Max(greatest, codes);
            var (low, high) = Vector128.Widen(Vector128.Max(codes, Vector128<sbyte>.Zero));
            sums += low + high;
        }

        Min = Least(least);
        Max = Greatest(greatest);
        Points = Sum(sums) - ((_codes.Length - tasks) * Math.Max((int)_codes[0], 0));
        return this;
    }

    // The second half of what is left laid over the first.
    private static Vector128<sbyte> Halves => Vector128.Create(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);

    private static Vector128<sbyte> Quarters => Vector128.Create(4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3);

    private static Vector128<sbyte> Pairs => Vector128.Create(2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1);

    private static sbyte Least(Vector128<sbyte> codes)
    {
        codes = Vector128.Min(codes, Vector128.Shuffle(codes, Halves));
        codes = Vector128.Min(codes, Vector128.Shuffle(codes, Quarters));
        codes = Vector128.Min(codes, Vector128.Shuffle(codes, Pairs));
        return Math.Min(codes[0], codes[1]);
    }

    private static sbyte Greatest(Vector128<sbyte> codes)
    {
        codes = Vector128.Max(codes, Vector128.Shuffle(codes, Halves));
        codes = Vector128.Max(codes, Vector128.Shuffle(codes, Quarters));
        codes = Vector128.Max(codes, Vector128.Shuffle(codes, Pairs));
        return Math.Max(codes[0], codes[1]);
    }

    private static int Sum(Vector128<short> sums)
    {
        var (low, high) = Vector128.Widen(sums);
        return Vector128.Sum(low + high);
    }
}
