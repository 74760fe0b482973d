using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Evidence;

/// <summary>Evidences from the items: hard and easy items, misfit, shared answers.</summary>
internal sealed partial class UnitEvidence
{
    private double[] Difficulty(int[] rows)
    {
        var count = _test.Maxima.Length;
        var d = new double[count];
        foreach (var i in rows)
            for (var j = 0; j < count; j++) d[j] += _test.Items[(i * count) + j];
        for (var j = 0; j < count; j++) d[j] = 1 - (d[j] / rows.Length / _test.Maxima[j]);
        return d;
    }

    /// <summary>Σ residuals and Σ variances of each item over the rows, at equal total score.</summary>
    private (double[] R, double[] V) ItemResiduals(ReadOnlySpan<int> rows)
    {
        var count = _test.Maxima.Length;
        double[] r = new double[count], v = new double[count];
        foreach (var i in rows)
        {
            var s = _test.ItemTotal[i];
            for (var j = 0; j < count; j++)
            {
                r[j] += _test.Items[(i * count) + j] - _tables!.Mean[(j * _points) + s];
                v[j] += _tables.Variance[(j * _points) + s];
            }
        }

        for (var j = 0; j < count; j++) v[j] += 1e-6;
        return (r, v);
    }

    private double ItemHeterogeneity()
    {
        const int fewest = 10, fewestClasses = 5;
        List<double> q = [], w = [];
        var classes = 0;
        for (var c = 0; c < _test.Classes.Length; c++)
        {
            var known = Enumerable.Range(_test.ClassStart[c], _test.ClassStart[c + 1] - _test.ClassStart[c]).Where(i => _test.ItemTotal[i] >= 0).ToArray();
            if (known.Length < fewest) continue;
            classes++;
            var (r, v) = ItemResiduals(known);
            for (var j = 0; j < r.Length; j++)
            {
                q.Add(r[j] / v[j]);
                w.Add(1 / v[j]);
            }
        }

        return classes >= fewestClasses ? Robust.Tau2(q.ToArray(), w.ToArray()) : 1 / 6.0;
    }

    private void Items(UnitRecord unit, int[] rows)
    {
        var (r, v) = ItemResiduals(rows);
        double weighted = 0, total = 0, sum = 0, variance = 0;
        for (var j = 0; j < r.Length; j++)
        {
            weighted += v[j] * _difficulty[j];
            total += v[j];
        }

        for (var j = 0; j < r.Length; j++)
        {
            var w = _difficulty[j] - (weighted / total);
            sum += w * r[j];
            variance += w * w * v[j];
        }

        unit.Hard = (sum, variance);
        unit.Items = Contrast(rows, r, v, weighted / total);
        Misfit(unit, rows);
        Sharing(unit, rows, r, v);
    }

    private ItemContrast Contrast(int[] rows, double[] r, double[] v, double middle)
    {
        const int shown = 4;
        var n = rows.Length;
        var z = r.Select((x, j) => x / Math.Sqrt(v[j])).ToArray();
        var hard = Enumerable.Range(0, r.Length).Where(j => _difficulty[j] > middle && z[j] > 1).OrderByDescending(j => z[j]).Take(shown).ToArray();
        var easy = Enumerable.Range(0, r.Length).Where(j => _difficulty[j] < middle && z[j] < -1).OrderBy(j => z[j]).Take(shown).ToArray();
        var excess = hard.Sum(j => r[j]) / n;
        var expected = hard.Sum(j => rows.Sum(i => _tables!.Mean[(j * _points) + _test.ItemTotal[i]])) / n;
        return new ItemContrast([.. hard.Select(j => j + 1).Order()], [.. easy.Select(j => j + 1).Order()], expected + excess, expected);
    }

    private void Misfit(UnitRecord unit, int[] rows)
    {
        var count = _test.Maxima.Length;
        double gap = 0, variance = 0;
        foreach (var i in rows)
        {
            var s = _test.ItemTotal[i];
            for (var j = 0; j < count; j++)
            {
                gap += _tables!.LogP(j, s, _test.Items[(i * count) + j]) - _tables.LogMean[(j * _points) + s];
                variance += _tables.LogVariance[(j * _points) + s];
            }
        }

        unit.MisfitRaw = -gap / Math.Sqrt(variance + 1e-9);
    }

    /// <summary>Likelihood that some copy from others of the class, against honest answers tilted to the class's own strong and weak items.</summary>
    private void Sharing(UnitRecord unit, int[] rows, double[] r, double[] v)
    {
        int n = rows.Length, count = _test.Maxima.Length;
        var match = new double[n * count];
        for (var b = 0; b < n; b++)
        {
            var s = _test.ItemTotal[rows[b]];
            var own = _test.Items.AsSpan(rows[b] * count, count);
            for (var j = 0; j < count; j++)
            {
                var eta = r[j] / (v[j] + _itemPrecision);
                var p = _tables!.P(j, s);
                double sum = 0;
                for (var x = 0; x < p.Length; x++) sum += p[x] * Math.Exp(eta * x);
                match[(b * count) + j] = Math.Log((ShareMatch / Math.Max(p[own[j]] * Math.Exp(eta * own[j]) / sum, 1e-3)) + 1 - ShareMatch);
            }
        }

        var miss = Math.Log(1 - ShareMatch);
        var ratio = new double[n];
        double total = 0;
        for (var b = 0; b < n; b++)
        {
            var own = _test.Items.AsSpan(rows[b] * count, count);
            var gain = match.AsSpan(b * count, count);
            for (var a = 0; a < n; a++)
            {
                if (a == b)
                {
                    ratio[a] = double.NegativeInfinity;
                    continue;
                }

                var source = _test.Items.AsSpan(rows[a] * count, count);
                double sum = 0;
                for (var j = 0; j < count; j++) sum += source[j] == own[j] ? gain[j] : miss;
                ratio[a] = sum;
            }

            var one = LogMath.LogAdd(Math.Log(1 - ShareOf), Math.Log(ShareOf) + LogMath.LogSumExp(ratio) - Math.Log(n - 1));
            if (one > 1) unit.Sharers++;
            total += one;
        }

        unit[EvidenceKind.Sharing] = total;
    }
}
