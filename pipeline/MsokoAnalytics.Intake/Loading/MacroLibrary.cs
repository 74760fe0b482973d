using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Dapper;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Macros and small tables (vocabularies, spellings of subjects) that typing SQL names. A connection gets those that its statements need, once: all of them take
/// longer to make than many a load takes to type its rows.
/// </summary>
internal sealed partial class MacroLibrary
{
    private readonly List<string> _definitions = [];
    private readonly int[][] _named;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>Closures by the text of a statement; the texts live as long as the kinds do.</summary>
    private readonly ConcurrentDictionary<string, int[]> _needs = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<DbConnection, HashSet<int>> _made = [];

    /// <param name="scripts">Statements <c>CREATE OR REPLACE TEMP MACRO|TABLE name …</c>, each at the start of a line; a macro stands below those it names, which the engine may look for at once.</param>
    public MacroLibrary(IEnumerable<string> scripts)
    {
        foreach (var script in scripts)
        {
            var heads = Head().Matches(script);
            for (var i = 0; i < heads.Count; i++)
            {
                var end = i + 1 < heads.Count ? heads[i + 1].Index : script.Length;
                _places[heads[i].Groups["name"].Value] = _definitions.Count;
                _definitions.Add(script[heads[i].Index..end]);
            }
        }

        _named = [.. _definitions.Select(Named)];
    }

    /// <summary>Makes what a statement names and the connection has not been given yet. Within a transaction it goes with that.</summary>
    public void Ensure(DbConnection connection, string sql)
    {
        var made = _made.GetOrCreateValue(connection);
        foreach (var place in _needs.GetOrAdd(sql, Needs))
            if (made.Add(place)) connection.Execute(_definitions[place]);
    }

    /// <summary>Makes everything.</summary>
    public void EnsureAll(DbConnection connection)
    {
        var made = _made.GetOrCreateValue(connection);
        for (var place = 0; place < _definitions.Count; place++)
            if (made.Add(place)) connection.Execute(_definitions[place]);
    }

    /// <summary>What a text names, and what that names, in the order of definition.</summary>
    private int[] Needs(string sql)
    {
        var needs = new SortedSet<int>();
        var waiting = new Stack<int>(Named(sql));
        while (waiting.TryPop(out var place))
            if (needs.Add(place))
                foreach (var next in _named[place]) waiting.Push(next);
        return [.. needs];
    }

    private int[] Named(string sql)
    {
        var places = new List<int>();
        var lookup = _places.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var word in Word().EnumerateMatches(sql))
            if (lookup.TryGetValue(sql.AsSpan(word.Index, word.Length), out var place) && !places.Contains(place)) places.Add(place);
        return [.. places];
    }

    [GeneratedRegex(@"^CREATE OR REPLACE TEMP (MACRO|TABLE) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Head();

    [GeneratedRegex(@"\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
