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

    /// <summary>Rows told plain.</summary>
    public int Count { get; private set; }

    /// <summary>Tells the rows apart.</summary>
    /// <param name="left">Sheets whose rows count no more.</param>
    /// <param name="maxima">By sheet: maxima of its tasks, where some score is above one.</param>
    /// <param name="special">Takes the other rows.</param>
    public void Split(IReadOnlySet<int> left, IReadOnlyDictionary<int, int[]> maxima, Action<int> special)
    {
        var crowded = Crowded();
        for (var i = 0; i < rows.Count; i++)
        {
            ref var row = ref rows[i];
            if (left.Count > 0 && left.Contains(row.Sheet)) continue;
            row.IsPlain = !row.IsDamaged && row.Min > ScoreCodes.Text && HasTexts(i) && IsPlain(i, in row, crowded)
                && (maxima.Count == 0 || !maxima.TryGetValue(row.Sheet, out var highest) || !IsAbove(rows.CodesOf(in row), highest));
            if (row.IsPlain) Count++;
            else special(i);
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

    /// <summary>How many plain rows each sheet has, and each combination of the first group: all, and those with task cells.</summary>
    public (Dictionary<int, int> BySheet, Dictionary<int, (int All, int Filled)> ByCombination) Counts()
    {
        var (bySheet, byCombination) = (new Dictionary<int, int>(), new Dictionary<int, (int, int)>());
        var run = (Sheet: -1, Number: -1, All: 0, Filled: 0);
        void Add()
        {
            if (run.All == 0) return;
            CollectionsMarshal.GetValueRefOrAddDefault(bySheet, run.Sheet, out _) += run.All;
            ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(byCombination, run.Number, out _);
            counts = (counts.Item1 + run.All, counts.Item2 + run.Filled);
        }

        // Rows of a place stand together.
        for (var i = 0; i < rows.Count; i++)
        {
            ref var row = ref rows[i];
            if (!row.IsPlain) continue;
            if (run.Sheet != row.Sheet || run.Number != rows.NumberOf(i, 0))
            {
                Add();
                run = (row.Sheet, rows.NumberOf(i, 0), 0, 0);
            }

            run.All++;
            if (!row.IsBlank) run.Filled++;
        }

        Add();
        return (bySheet, byCombination);
    }

    private bool HasTexts(int row)
    {
        for (var f = 0; f < kind.Fields.Count; f++)
            if (rows.LengthOf(row, f) == 0) return false;
        return true;
    }

    private bool IsPlain(int index, in KeptRow row, HashSet<int>[] crowded)
    {
        for (var g = 0; g < _groups.Length; g++)
        {
            var number = rows.NumberOf(index, g);
            if (crowded[g].Count > 0 && crowded[g].Contains(number)) return false;
            if (!_groups[g].IsPlain(number, in row)) return false;
        }

        return true;
    }

    /// <summary>By group: combinations among whose rows a text may have come twice.</summary>
    private HashSet<int>[] Crowded()
    {
        HashSet<int>[] crowded = [.. kind.Repeated.Select(_ => new HashSet<int>())];
        int[] groups = [.. kind.Seen.Select(s => kind.Repeated.ToList().FindIndex(g => g.Name == s.Group))];
        for (var i = 0; i < rows.Count; i++)
            for (int s = 0, seen = rows[i].Seen; seen != 0; s++, seen >>= 1)
                if ((seen & 1) != 0) crowded[groups[s]].Add(rows.NumberOf(i, groups[s]));
        return crowded;
    }

    private static bool IsAbove(ReadOnlySpan<sbyte> codes, int[] highest)
    {
        for (var i = 0; i < codes.Length; i++)
            if (codes[i] > highest[i]) return true;
        return false;
    }
}
