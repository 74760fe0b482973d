using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Operations.Disclosure;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.Operations.Tests;

/// <summary>
/// Disclosure control against an oracle that knows nothing of rests: linear algebra over the published rows. A hidden group is disclosed when its row is a
/// combination of published ones.
/// </summary>
public sealed class SuppressionTests
{
    /// <summary>
    /// A tree of objects, each with pupils of its own besides those of the objects inside it (a school may have pupils without a class): how many, and how many of
    /// them have the guarded property.
    /// </summary>
    private sealed record World(int MinN, int[] Parents, int[] OwnSize, int[] OwnPart, bool[] MayPublish)
    {
        public override string ToString() => $"min {MinN}: {string.Join("; ", Parents.Select((p, i) => $"{i}⊂{p} {OwnPart[i]}/{OwnSize[i]}{(MayPublish[i] ? "" : " никогда")}"))}";
    }

    private static Arbitrary<World> Worlds => Arb.From(
        from minN in Gen.Choose(2, 12)
        from count in Gen.Choose(1, 14)
        from parents in Gen.Choose(0, 1000).ArrayOf(count)
        from sizes in Gen.Frequency((1, Gen.Constant(0)), (4, Gen.Choose(0, 14)), (2, Gen.Choose(10, 60))).ArrayOf(count)
        from parts in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Constant(1000)), (4, Gen.Choose(0, 1000))).ArrayOf(count)
        from levels in Gen.Frequency((8, Gen.Constant(true)), (1, Gen.Constant(false))).ArrayOf(count)
        select new World(minN, [.. parents.Select((p, i) => i == 0 ? -1 : p % 5 == 0 ? -1 : p % i)], sizes, [.. parts.Select((p, i) => p * sizes[i] / 1000)], levels));

    [Fact]
    public void No_hidden_unsafe_group_is_a_combination_of_published_ones() =>
        Check.One(Properties.Cases(2000), Prop.ForAll(Worlds, world =>
        {
            var (nodes, hidden) = Hide(world);
            var leaves = Incidence(world);
            var published = leaves.Where((_, i) => !hidden[i]).ToList();
            for (var i = 0; i < nodes.Count; i++)
                if (hidden[i] && !Safe(nodes[i], world.MinN)) Assert.False(InSpan(published, leaves[i]), $"object {i} is disclosed: {world}");
        }));

    [Fact]
    public void Every_published_group_is_safe() =>
        Check.One(Properties.Cases(1000), Prop.ForAll(Worlds, world =>
        {
            var (nodes, hidden) = Hide(world);
            for (var i = 0; i < nodes.Count; i++)
                if (!hidden[i]) Assert.True(world.MayPublish[i] && Safe(nodes[i], world.MinN), $"object {i} is published: {world}");
        }));

    [Fact]
    public void No_difference_of_a_published_object_and_published_ones_inside_it_is_a_small_group() =>
        Check.One(Properties.Cases(1000), Prop.ForAll(Worlds, world =>
        {
            var (nodes, hidden) = Hide(world);
            for (var i = 0; i < nodes.Count; i++)
            {
                if (hidden[i]) continue;
                var rest = nodes[i].Size - Nearest(world, hidden, i).Sum(j => nodes[j].Size);
                Assert.True(rest == 0 || rest >= world.MinN, $"{rest} pupils are left of object {i}: {world}");
            }
        }));

    [Fact]
    public void Nothing_is_hidden_where_everything_is_safe()
    {
        // Two classes of 20 and 25 make a school of 45; nobody outside a class.
        DisclosureNode[] nodes = [new(-1, 45, [20], [45], true), new(0, 20, [9], [20], true), new(0, 25, [11], [25], true)];
        Assert.Equal([false, false, false], Suppression.Hide(nodes, 10));
    }

    [Fact]
    public void Of_two_classes_one_small_both_are_hidden()
    {
        DisclosureNode[] nodes = [new(-1, 27, [], [], true), new(0, 7, [], [], true), new(0, 20, [], [], true)];
        Assert.Equal([false, true, true], Suppression.Hide(nodes, 10));
    }

    [Fact]
    public void The_smallest_sufficient_neighbour_is_hidden_with_a_small_school()
    {
        DisclosureNode[] nodes = [new(-1, 104, [], [], true), new(0, 4, [], [], true), new(0, 60, [], [], true), new(0, 12, [], [], true), new(0, 28, [], [], true)];
        Assert.Equal([false, true, false, true, false], Suppression.Hide(nodes, 10));
    }

    [Fact]
    public void Several_small_schools_hide_each_other()
    {
        DisclosureNode[] nodes = [new(-1, 76, [], [], true), new(0, 8, [], [], true), new(0, 8, [], [], true), new(0, 60, [], [], true)];
        Assert.Equal([false, true, true, false], Suppression.Hide(nodes, 10));
    }

    [Fact]
    public void A_school_where_all_passed_is_hidden_with_one_where_not_all_did()
    {
        DisclosureNode[] nodes = [new(-1, 90, [85], [90], true), new(0, 30, [30], [30], true), new(0, 20, [18], [20], true), new(0, 40, [37], [40], true)];
        Assert.Equal([false, true, true, false], Suppression.Hide(nodes, 10));
    }

    [Fact]
    public void Pupils_of_no_class_are_a_group_too()
    {
        // 50 pupils of the school, 48 of them in two published classes: the other two could be computed.
        DisclosureNode[] nodes = [new(-1, 50, [], [], true), new(0, 24, [], [], true), new(0, 24, [], [], true)];
        Assert.Single(Suppression.Hide(nodes, 10), h => h);
    }

    [Fact]
    public void The_oracle_would_notice_a_disclosure()
    {
        // Published: the municipality and two of its three schools.
        var world = new World(10, [-1, 0, 0, 0], [0, 20, 30, 5], [0, 5, 9, 2], [true, true, true, true]);
        // The municipality is the sum of its schools, nobody is outside of them: two schools subtracted leave the third.
        var leaves = Incidence(world);
        Assert.False(InSpan([leaves[0], leaves[1]], leaves[3]));
        Assert.True(InSpan([leaves[0], leaves[1], leaves[2]], leaves[3]));
    }

    private static (List<DisclosureNode> Nodes, bool[] Hidden) Hide(World world)
    {
        var nodes = world.Parents.Select((p, i) =>
        {
            var inside = Enumerable.Range(0, world.Parents.Length).Where(j => Within(world, j, i)).ToList();
            long size = inside.Sum(j => world.OwnSize[j]);
            return new DisclosureNode(p, size, [inside.Sum(j => world.OwnPart[j])], [size], world.MayPublish[i]);
        }).ToList();
        return (nodes, Suppression.Hide(nodes, world.MinN));
    }

    private static bool Within(World world, int node, int ancestor)
    {
        for (var i = node; i >= 0; i = world.Parents[i])
            if (i == ancestor) return true;
        return false;
    }

    private static bool Safe(DisclosureNode n, int minN) => n.Size == 0 || (n.Size >= minN && n.Parts[0] > 0 && n.Parts[0] < n.Wholes[0]);

    private static IEnumerable<int> Nearest(World world, bool[] hidden, int node) => Enumerable.Range(0, world.Parents.Length).Where(j => world.Parents[j] == node)
        .SelectMany(c => hidden[c] ? Nearest(world, hidden, c) : [c]);

    /// <summary>One row per object over the objects' own pupils; own groups without pupils are known to be empty and make no column.</summary>
    private static List<double[]> Incidence(World world)
    {
        var columns = Enumerable.Range(0, world.Parents.Length).Where(j => world.OwnSize[j] > 0).ToList();
        return [.. world.Parents.Select((_, i) => columns.Select(j => Within(world, j, i) ? 1.0 : 0.0).ToArray())];
    }

    /// <summary>Gaussian elimination; entries stay small whole numbers, so doubles are exact enough.</summary>
    private static bool InSpan(List<double[]> rows, double[] target)
    {
        if (Array.TrueForAll(target, x => x == 0)) return false;
        var basis = new List<(int Pivot, double[] Row)>();
        foreach (var row in rows)
            if (Reduce(row, basis) is { } rest) basis.Add(rest);
        return Reduce(target, basis) is null;
    }

    private static (int, double[])? Reduce(double[] row, List<(int Pivot, double[] Row)> basis)
    {
        var rest = row.ToArray();
        foreach (var (pivot, b) in basis)
        {
            var factor = rest[pivot] / b[pivot];
            for (var i = 0; i < rest.Length; i++) rest[i] -= factor * b[i];
        }

        var at = Array.FindIndex(rest, x => Math.Abs(x) > 1e-9);
        return at < 0 ? null : (at, rest);
    }
}
