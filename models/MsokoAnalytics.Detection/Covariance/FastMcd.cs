using MathNet.Numerics.LinearAlgebra;

namespace MsokoAnalytics.Detection.Covariance;

/// <summary>Looks for the h rows whose covariance has the smallest determinant: many random starts, concentration steps, the best ones to the end.</summary>
/// <param name="points">Rows × features.</param>
/// <param name="core">h.</param>
internal sealed class FastMcd(Matrix<double> points, int core, int starts, long seed)
{
    private const int QuickSteps = 2;
    private const int LastSteps = 100;
    private const int Finalists = 10;
    private const int GroupSize = 300;
    private const int MaxGroups = 5;

    private int Features => points.ColumnCount;

    public Scatter Search()
    {
        var n = points.RowCount;
        var candidates = n <= 2 * GroupSize ? Best(points, core, starts, 0) : Nested(n);
        Scatter? best = null;
        foreach (var candidate in candidates)
        {
            // A core in one plane cannot get tighter, and distances from a plane would not lead back to its rows.
            var end = double.IsNegativeInfinity(candidate.LogDeterminant) && n <= 2 * GroupSize ? candidate : Concentrate(points, core, candidate, LastSteps);
            if (best is null || end.LogDeterminant < best.LogDeterminant) best = end;
        }

        return best!;
    }

    /// <summary>Large data: starts within groups of 300 rows, their best within the union of the groups, the best of these on all rows.</summary>
    private List<Scatter> Nested(int n)
    {
        var groups = Math.Min(MaxGroups, n / GroupSize);
        var order = new SeededStream(seed, -1).Sample(n, groups * GroupSize);
        var share = (double)core / n;
        var found = new List<Scatter>();
        for (var g = 0; g < groups; g++)
        {
            var part = Part(order.AsSpan(g * GroupSize, GroupSize));
            found.AddRange(Best(part, (int)Math.Ceiling(share * GroupSize), starts / groups, g * starts));
        }

        var union = Part(order);
        return [.. found.Select(s => Concentrate(union, (int)Math.Ceiling(share * order.Length), s, QuickSteps)).OrderBy(s => s.LogDeterminant).Take(Finalists)];
    }

    private Matrix<double> Part(ReadOnlySpan<int> rows)
    {
        var part = Matrix<double>.Build.Dense(rows.Length, Features);
        for (var i = 0; i < rows.Length; i++) part.SetRow(i, points.Row(rows[i]));
        return part;
    }

    private List<Scatter> Best(Matrix<double> part, int size, int count, int firstStream)
    {
        var found = new Scatter[count];
        Parallel.For(0, count, s => found[s] = Concentrate(part, size, Start(part, new SeededStream(seed, firstStream + s)), QuickSteps));
        // OrderBy is stable: of equal determinants the earlier start, whatever thread was faster.
        return [.. found.OrderBy(s => s.LogDeterminant).Take(Finalists)];
    }

    /// <summary>p + 1 random rows, more while they are in one plane.</summary>
    private Scatter Start(Matrix<double> part, SeededStream random)
    {
        var order = random.Sample(part.RowCount, part.RowCount);
        var size = Features + 1;
        var start = Scatter.Of(part, order[..size]);
        while (double.IsNegativeInfinity(start.LogDeterminant) && size < part.RowCount) start = Scatter.Of(part, order[..++size]);
        return start;
    }

    private static Scatter Concentrate(Matrix<double> part, int size, Scatter from, int steps)
    {
        var rows = Enumerable.Range(0, part.RowCount).ToArray();
        Scatter? best = null;
        for (var step = 0; step < steps; step++)
        {
            var distances = (best ?? from).Distances(part);
            Array.Sort(rows, (a, b) => distances[a] != distances[b] ? distances[a].CompareTo(distances[b]) : a - b);
            var next = Scatter.Of(part, rows[..size]);
            // Not tighter: converged. A core in one plane ends here too, since nothing is tighter.
            if (best is not null && !(next.LogDeterminant < best.LogDeterminant)) break;
            best = next;
        }

        return best!;
    }
}
