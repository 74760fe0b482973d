using System.Runtime.InteropServices;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Fills portions with the plain rows of a batch, column by column.</summary>
internal sealed class PlainPortion
{
    private readonly KeptRows _rows;
    private readonly TypedCombinations[] _groups;
    private readonly Source[] _sources;
    private int[] _index = [];
    private int[] _numbers = [];
    private readonly int[][] _kept;
    private int[] _starts = [];
    private int[] _lengths = [];
    private sbyte[] _codes = [];
    private int _next;

    /// <param name="rows">The rows, told apart.</param>
    /// <param name="kind">Their kind.</param>
    /// <param name="groups">What its combinations have become.</param>
    /// <param name="columns">Columns of the table, each of which has the name of a column of a group, of a field, or row_no, task_code.</param>
    public PlainPortion(KeptRows rows, SheetKind kind, TypedCombinations[] groups, IReadOnlyList<string> columns)
    {
        (_rows, _groups) = (rows, groups);
        _kept = [.. groups.Select(_ => Array.Empty<int>())];
        _sources = [.. columns.Select(name => SourceOf(name, kind, groups))];
    }

    public void Fill(IRowPortion portion)
    {
        Reserve(portion.RowsLeft);
        var count = 0;
        for (; _next < _rows.Count && count < portion.RowsLeft; _next++)
            if (_rows[_next].IsPlain) _index[count++] = _next;
        if (count == 0) return;
        for (var i = 0; i < count; i++)
        {
            var numbers = _rows.NumbersOf(_index[i]);
            for (var g = 0; g < _groups.Length; g++) _kept[g][i] = _groups[g].IndexOf(numbers[g], in _rows[_index[i]]);
        }

        var codes = Codes(count);
        for (var c = 0; c < _sources.Length; c++) Set(portion, c, _sources[c], count, codes);
        portion.EndRows(count);
    }

    private void Set(IRowPortion portion, int column, Source source, int count, int codes)
    {
        var index = _index.AsSpan(0, count);
        switch (source.What)
        {
            case What.Kept:
                portion.SetKept(column, _groups[source.Group].Columns, source.Column, _kept[source.Group].AsSpan(0, count));
                break;
            case What.RowNo:
                for (var i = 0; i < count; i++) _numbers[i] = _rows[index[i]].RowNo;
                portion.SetNumbers(column, _numbers.AsSpan(0, count));
                break;
            case What.Field:
                for (var i = 0; i < count; i++)
                {
                    _starts[i] = _rows[index[i]].TextAt;
                    for (var f = 0; f < source.Column; f++) _starts[i] += _rows.LengthOf(index[i], f);
                    _numbers[i] = _rows.LengthOf(index[i], source.Column);
                }

                portion.SetTexts(column, _rows.Texts, _starts.AsSpan(0, count), _numbers.AsSpan(0, count));
                break;
            case What.Codes:
                portion.SetLists<sbyte>(column, _codes.AsSpan(0, codes), default, _lengths.AsSpan(0, count));
                break;
            default:
                throw new InvalidOperationException(source.What.ToString());
        }
    }

    /// <summary>The codes of the rows one after another, and how many each row has; a row without any task cell has no list (−1).</summary>
    private int Codes(int count)
    {
        var length = 0;
        for (var i = 0; i < count; i++)
        {
            ref var row = ref _rows[_index[i]];
            _lengths[i] = -1;
            if (row.IsBlank) continue;
            var codes = _rows.CodesOf(in row);
            _lengths[i] = codes.Length;
            if (_codes.Length < length + codes.Length) Array.Resize(ref _codes, Math.Max(_codes.Length * 2, length + codes.Length));
            codes.CopyTo(_codes.AsSpan(length));
            length += codes.Length;
        }

        return length;
    }

    private void Reserve(int rows)
    {
        if (_index.Length >= rows) return;
        (_index, _numbers, _starts, _lengths) = (new int[rows], new int[rows], new int[rows], new int[rows]);
        for (var g = 0; g < _kept.Length; g++) _kept[g] = new int[rows];
    }

    private static Source SourceOf(string name, SheetKind kind, TypedCombinations[] groups)
    {
        switch (name)
        {
            case "row_no": return new Source(What.RowNo, 0, 0);
            case "task_code": return new Source(What.Codes, 0, 0);
        }

        for (var f = 0; f < kind.Fields.Count; f++)
            if (kind.Fields[f] == name) return new Source(What.Field, 0, f);
        for (var g = 0; g < groups.Length; g++)
            for (var c = 0; c < groups[g].Columns.ColumnCount; c++)
                if (groups[g].Columns.GetName(c) == name) return new Source(What.Kept, g, c);
        throw new InvalidOperationException($"nothing gives the column {name} of {kind.Plain!.Table}");
    }

    private enum What
    {
        Kept,
        RowNo,
        Field,
        Codes,
    }

    /// <summary>Where a column comes from: a column of a group's answer, or a field.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Source(What What, int Group, int Column);
}
