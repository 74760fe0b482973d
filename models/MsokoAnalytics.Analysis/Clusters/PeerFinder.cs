namespace MsokoAnalytics.Analysis.Clusters;

/// <summary>A near school.</summary>
/// <param name="School">The school.</param>
/// <param name="Rank">1 = nearest.</param>
/// <param name="Neighbour">Its neighbour.</param>
/// <param name="Distance">Gower's distance, 0..1.</param>
/// <param name="Common">Features known of both.</param>
/// <param name="Differs">Features in which they differ most, at most two, the most different first.</param>
public sealed record Peer(ContextSchool School, int Rank, ContextSchool Neighbour, double Distance, int Common, IReadOnlyList<int> Differs);

/// <summary>The nearest schools of every school of a year.</summary>
public static class PeerFinder
{
    /// <summary>From this distance in one feature (0..1) on it is named.</summary>
    private const double Notable = 0.5;
    private const int MostNamed = 2;

    /// <param name="year">Schools with their context.</param>
    /// <param name="minKnown">As for the clusters.</param>
    /// <param name="count">Neighbours per school.</param>
    public static IReadOnlyList<Peer> Peers(ContextYear year, double minKnown, int count)
    {
        var space = ContextSpace.Of(year, minKnown);
        if (space.Schools.Count < 2) return [];
        var distances = space.Distances();
        var single = Enumerable.Range(0, space.Variables.Count).Select(space.In).ToArray();
        var found = new Peer[space.Schools.Count][];
        Parallel.For(0, found.Length, i => found[i] =
        [
            // Equally near ones by their key.
            .. Enumerable.Range(0, space.Schools.Count).Where(j => j != i).OrderBy(j => distances[i, j]).ThenBy(j => j).Take(count)
                .Select((j, place) => new Peer(
                    space.Schools[i], place + 1, space.Schools[j], distances[i, j],
                    Enumerable.Range(0, single.Length).Count(v => space.Schools[i].Knows(v) && space.Schools[j].Knows(v)),
                    [.. Enumerable.Range(0, single.Length).Select(v => (Variable: v, Distance: single[v](i, j) ?? 0)).Where(d => d.Distance >= Notable)
                        .OrderByDescending(d => d.Distance * space.Variables[d.Variable].Weight).ThenBy(d => d.Variable).Take(MostNamed).Select(d => d.Variable)])),
        ]);
        return [.. found.SelectMany(f => f)];
    }
}
