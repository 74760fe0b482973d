namespace MsokoAnalytics.Detection.Forest;

/// <summary>Grows one tree: random feature among those that still vary, uniform split between its extremes, height limit ⌈log₂ψ⌉.</summary>
internal sealed class TreeGrower
{
    private readonly FeatureMatrix _data;
    private readonly List<int> _feature = [], _left = [], _right = [], _count = [];
    private readonly List<double> _threshold = [];
    private readonly int[] _candidates;
    private readonly int _limit;
    private SeededStream _random;

    private TreeGrower(FeatureMatrix data, int sample, SeededStream random)
    {
        _data = data;
        _random = random;
        _limit = (int)Math.Ceiling(Math.Log2(Math.Max(sample, 2)));
        _candidates = new int[data.Columns];
    }

    public static IsolationTree Grow(FeatureMatrix data, int sample, SeededStream random)
    {
        var grower = new TreeGrower(data, sample, random);
        var rows = grower._random.Sample(data.Rows, sample);
        grower.Node(rows, 0);
        return new IsolationTree
        {
            Feature = [.. grower._feature], Threshold = [.. grower._threshold], Left = [.. grower._left], Right = [.. grower._right], Count = [.. grower._count],
        };
    }

    private int Node(Span<int> rows, int depth)
    {
        var node = _feature.Count;
        _feature.Add(-1);
        _threshold.Add(0);
        _left.Add(-1);
        _right.Add(-1);
        _count.Add(rows.Length);
        if (depth >= _limit || rows.Length <= 1) return node;
        var (feature, threshold) = Split(rows);
        if (feature < 0) return node;
        var cut = Partition(rows, feature, threshold);
        (_feature[node], _threshold[node]) = (feature, threshold);
        _left[node] = Node(rows[..cut], depth + 1);
        _right[node] = Node(rows[cut..], depth + 1);
        return node;
    }

    /// <summary>Feature −1 when no feature varies any more.</summary>
    private (int Feature, double Threshold) Split(ReadOnlySpan<int> rows)
    {
        for (var j = 0; j < _candidates.Length; j++) _candidates[j] = j;
        for (var left = _candidates.Length; left > 0; left--)
        {
            var pick = _random.NextInt(left);
            var feature = _candidates[pick];
            float low = float.PositiveInfinity, high = float.NegativeInfinity;
            foreach (var row in rows)
            {
                var value = (float)_data[row, feature];
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }

            // Below the upper end, so that both sides get rows.
            if (high > low) return (feature, Math.Min(low + _random.NextDouble() * ((double)high - low), MathF.BitDecrement(high)));
            _candidates[pick] = _candidates[left - 1];
        }

        return (-1, 0);
    }

    private int Partition(Span<int> rows, int feature, double threshold)
    {
        var cut = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if ((float)_data[rows[i], feature] > threshold) continue;
            (rows[cut], rows[i]) = (rows[i], rows[cut]);
            cut++;
        }

        return cut;
    }
}
