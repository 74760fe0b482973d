using System.Data.Common;
using System.Runtime.InteropServices;
using Dapper;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// The rows of which nothing is to be told go straight into their table: what the SQL of their kind has made of their repeated cells, and their own cells beside it.
/// Nearly all rows are such. The SQL tells which combinations are plain and what their rows become (<see cref="PlainTarget"/>); the rest, which it has to judge one
/// by one, it gets as its input.
/// </summary>
/// <param name="connection">The worker's connection, with the combinations typed.</param>
/// <param name="kind">The kind, which has a <see cref="SheetKind.Plain"/>.</param>
/// <param name="rows">What was read.</param>
internal sealed class PlainRows(DbConnection connection, SheetKind kind, KeptRows rows)
{
    private readonly TypedCombinations[] _groups = [.. kind.Repeated.Select(g => new TypedCombinations(connection, g.Name))];
    private readonly Dictionary<int, int> _bySheet = [];

    /// <summary>Rows told plain.</summary>
    public int Count { get; private set; }

    /// <summary>How many plain rows each sheet has.</summary>
    public IReadOnlyDictionary<int, int> BySheet => _bySheet;

    /// <summary>Tells the rows apart.</summary>
    /// <param name="left">Sheets whose rows count no more.</param>
    /// <param name="maxima">By sheet: maxima of its tasks, where some score is above one.</param>
    /// <param name="special">Takes the other rows.</param>
    public void Split(IReadOnlySet<int> left, IReadOnlyDictionary<int, int[]> maxima, Action<int> special)
    {
        RefuseCrowded();
        for (var start = 0; start < rows.Count;)
        {
            // Rows of a sheet stand together.
            var sheet = rows[start].Sheet;
            var end = start;
            var plain = 0;
            var isLeft = left.Contains(sheet);
            var highest = maxima.GetValueOrDefault(sheet);
            for (; end < rows.Count && rows[end].Sheet == sheet; end++)
            {
                if (isLeft) continue;
                ref var row = ref rows[end];
                row.IsPlain = !row.IsDamaged && row.Min > ScoreCodes.Text && rows.HasTexts(end) && IsPlain(rows.NumbersOf(end), in row) && (highest is null || !IsAbove(rows.CodesOf(in row), highest));
                if (row.IsPlain) plain++;
                else special(end);
            }

            if (plain > 0) _bySheet[sheet] = plain;
            Count += plain;
            start = end;
        }
    }

    /// <summary>Writes the plain rows to their table.</summary>
    public void Write()
    {
        if (Count == 0) return;
        var (schema, table) = kind.Plain!.Table.Split('.') is [var s, var t] ? (s, t) : throw new InvalidOperationException(kind.Plain.Table);
        PlainPortion? portion = null;
        using var feed = WarehouseDatabase.CreateFeed(connection, schema, table, p => portion!.Fill(p));
        portion = new PlainPortion(rows, kind, _groups, feed.Columns);
        connection.Execute($"INSERT INTO {kind.Plain.Table} FROM {feed.Source}");
    }

    /// <summary>How many plain rows each combination of the first group has: all, and those with task cells.</summary>
    public Dictionary<int, (int All, int Filled)> ByCombination()
    {
        var counts = new Dictionary<int, (int All, int Filled)>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (!rows[i].IsPlain) continue;
            ref var of = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, rows.NumbersOf(i)[0], out _);
            of = (of.All + 1, of.Filled + (rows[i].IsBlank ? 0 : 1));
        }

        return counts;
    }

    private bool IsPlain(ReadOnlySpan<int> numbers, in KeptRow row)
    {
        for (var g = 0; g < _groups.Length; g++)
            if (!_groups[g].IsPlain(numbers[g], in row)) return false;
        return true;
    }

    /// <summary>Combinations among whose rows a text may have come twice are looked at.</summary>
    private void RefuseCrowded()
    {
        int[] groups = [.. kind.Seen.Select(s => kind.Repeated.ToList().FindIndex(g => g.Name == s.Group))];
        foreach (var index in rows.WithSeenTexts)
            for (int s = 0, seen = rows[index].Seen; seen != 0; s++, seen >>= 1)
                if ((seen & 1) != 0) _groups[groups[s]].Refuse(rows.NumbersOf(index)[groups[s]]);
    }

    private static bool IsAbove(ReadOnlySpan<sbyte> codes, int[] highest)
    {
        for (var i = 0; i < codes.Length; i++)
            if (codes[i] > highest[i]) return true;
        return false;
    }
}
