namespace MsokoAnalytics.Operations.Disclosure;

/// <summary>An object of a tree with additive counts: its pupils, and for each guarded share a part and a whole.</summary>
/// <param name="Parent">Index of the object that contains it, or −1.</param>
/// <param name="Size">Pupils.</param>
/// <param name="Parts">Numerators of the guarded shares.</param>
/// <param name="Wholes">Their denominators.</param>
/// <param name="MayPublish">False for a level that is never published.</param>
public sealed record DisclosureNode(int Parent, long Size, long[] Parts, long[] Wholes, bool MayPublish);

/// <summary>
/// Which objects to hide so that no small or uniform group can be computed from the published ones.
/// <para>
/// A published object minus the nearest published objects inside it leaves a rest: the pupils of hidden objects and those no object inside
/// accounts for. Everything that sums and differences of published numbers give is made of whole rests and published objects, because the rests are
/// disjoint. So it is enough that every published object and every rest is safe: empty, or at least <c>minN</c> pupils with no guarded share at 0 or 100 %.
/// Unsafe objects are hidden first; then, from the bottom up, objects are hidden in addition until each rest is safe (complementary suppression).
/// Hiding more never makes anything unsafe, because unions of safe groups are safe.
/// </para>
/// </summary>
public static class Suppression
{
    /// <returns>For each node, whether it is hidden.</returns>
    public static bool[] Hide(IReadOnlyList<DisclosureNode> nodes, int minN)
    {
        var hidden = new bool[nodes.Count];
        for (var i = 0; i < nodes.Count; i++) hidden[i] = !nodes[i].MayPublish || !IsSafe(nodes[i].Size, nodes[i].Parts, nodes[i].Wholes, minN);
        var children = nodes.Select((n, i) => (n.Parent, i)).ToLookup(p => p.Parent, p => p.i);
        foreach (var root in children[-1]) Settle(root, nodes, children, hidden, minN);
        return hidden;
    }

    /// <summary>Empty, or large enough with every share strictly between 0 and 100 %.</summary>
    public static bool IsSafe(long size, long[] parts, long[] wholes, int minN)
    {
        if (size == 0) return true;
        if (size < minN) return false;
        for (var i = 0; i < parts.Length; i++)
            if (wholes[i] != 0 && (parts[i] <= 0 || parts[i] >= wholes[i])) return false;
        return true;
    }

    /// <returns>The nearest published objects inside the node, itself excluded.</returns>
    private static List<int> Settle(int node, IReadOnlyList<DisclosureNode> nodes, ILookup<int, int> children, bool[] hidden, int minN)
    {
        var inside = new List<int>();
        foreach (var child in children[node])
        {
            var below = Settle(child, nodes, children, hidden, minN);
            if (hidden[child]) inside.AddRange(below);
            else inside.Add(child);
        }

        if (hidden[node]) return inside;
        // What a hidden object holds inside joins the list when the object is hidden, so the nearest published ones stay at hand.
        while (inside.Count > 0)
        {
            var rest = Rest(nodes[node], inside, nodes);
            if (IsSafe(rest.Size, rest.Parts, rest.Wholes, minN)) break;
            var next = Choose(rest, inside, nodes, minN);
            hidden[next] = true;
            inside.Remove(next);
            inside.AddRange(NearestPublished(next, children, hidden));
        }

        return inside;
    }

    /// <summary>The smallest object that makes the rest safe by itself, else the smallest of all.</summary>
    private static int Choose(DisclosureNode rest, List<int> inside, IReadOnlyList<DisclosureNode> nodes, int minN)
    {
        bool Enough(int i) => IsSafe(
            rest.Size + nodes[i].Size, [.. rest.Parts.Zip(nodes[i].Parts, (a, b) => a + b)], [.. rest.Wholes.Zip(nodes[i].Wholes, (a, b) => a + b)], minN);
        // An empty object would change nothing.
        var candidates = inside.Where(i => nodes[i].Size > 0).DefaultIfEmpty(inside[0]).ToList();
        return candidates.OrderByDescending(Enough).ThenBy(i => nodes[i].Size).ThenBy(i => i).First();
    }

    private static DisclosureNode Rest(DisclosureNode whole, List<int> inside, IReadOnlyList<DisclosureNode> nodes)
    {
        var size = whole.Size;
        var parts = whole.Parts.ToArray();
        var wholes = whole.Wholes.ToArray();
        foreach (var node in inside.Select(i => nodes[i]))
        {
            size -= node.Size;
            for (var i = 0; i < parts.Length; i++)
            {
                parts[i] -= node.Parts[i];
                wholes[i] -= node.Wholes[i];
            }
        }

        return whole with { Size = size, Parts = parts, Wholes = wholes };
    }

    private static IEnumerable<int> NearestPublished(int node, ILookup<int, int> children, bool[] hidden) =>
        children[node].SelectMany(c => hidden[c] ? NearestPublished(c, children, hidden) : [c]);
}
