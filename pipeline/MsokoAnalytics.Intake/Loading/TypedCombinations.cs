using System.Data.Common;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// What SQL made of the combinations of a group of repeated cells: the view <c>GROUP_plain</c> with GROUP_no, is_plain and columns of the table of plain rows. It may have
/// a second row of a combination for rows without any task cell (is_blank), and points: the sum of scores that its rows have where all their task cells are read (−1 for any).
/// </summary>
internal sealed class TypedCombinations
{
    private const int None = -1;
    private readonly int[] _filled;
    private readonly int[] _blank;
    private readonly bool[] _isPlain;
    private readonly int[] _points;

    /// <param name="connection">The worker's connection.</param>
    /// <param name="group">Name of the group.</param>
    public TypedCombinations(DbConnection connection, string group)
    {
        Columns = WarehouseDatabase.ReadColumns(connection, $"FROM {group}_plain");
        var names = Enumerable.Range(0, Columns.ColumnCount).Select(Columns.GetName).ToList();
        var numbers = Columns.Span<int>(names.IndexOf(group + "_no"));
        _isPlain = Columns.Span<bool>(names.IndexOf("is_plain")).ToArray();
        _points = names.IndexOf("points") is >= 0 and var points ? Columns.Span<int>(points).ToArray() : [];
        var blanks = names.IndexOf("is_blank") is >= 0 and var blank ? Columns.Span<bool>(blank) : default;
        var highest = 0;
        foreach (var number in numbers) highest = Math.Max(highest, number);
        _filled = new int[highest + 1];
        _filled.AsSpan().Fill(None);
        _blank = blanks.IsEmpty ? _filled : [.. _filled];
        for (var i = 0; i < numbers.Length; i++) (blanks.IsEmpty || !blanks[i] ? _filled : _blank)[numbers[i]] = i;
    }

    public IKeptColumns Columns { get; }

    /// <summary>The row of <see cref="Columns"/> for a row that was read.</summary>
    /// <param name="number">Number of its combination.</param>
    /// <param name="row">The row.</param>
    public int IndexOf(int number, in KeptRow row) => (row.IsBlank ? _blank : _filled)[number];

    /// <summary>Makes a combination one that is not plain.</summary>
    public void Refuse(int number)
    {
        if (number >= _filled.Length) return;
        if (_filled[number] != None) _isPlain[_filled[number]] = false;
        if (_blank[number] != None) _isPlain[_blank[number]] = false;
    }

    public bool IsPlain(int number, in KeptRow row)
    {
        var index = IndexOf(number, in row);
        return index != None && _isPlain[index] && (_points.Length == 0 || _points[index] < 0 || row.Min < ScoreCodes.NotTried || _points[index] == row.Points);
    }
}
