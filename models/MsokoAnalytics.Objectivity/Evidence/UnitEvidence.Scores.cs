using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Evidence;

/// <summary>Evidences from the scores and the roster: heaping at the thresholds, who was absent.</summary>
internal sealed partial class UnitEvidence
{
    private void Absence(UnitRecord unit, int a, int b)
    {
        var n = b - a;
        var u = _absence.U.AsSpan(a, n);
        var ranks = RankNormal.AverageRanks(u);
        var nodes = Nuisance.GridZ.Length;
        var honest = new double[nodes];
        var shared = new double[AbsentShares.Length * nodes];
        int weak = 0, rest = 0;
        double expectedWeak = 0, expectedRest = 0;
        for (var i = 0; i < n; i++)
        {
            var share = (ranks[i] - 0.5) / n;
            var weakness = LogMath.Sigmoid(-(share - 0.30) / 0.10);
            var q = _absence.Probability[a + i];
            var logit = Math.Log(q / (1 - q));
            var absent = _test.Score[a + i] < 0;
            for (var g = 0; g < nodes; g++)
            {
                var p = LogMath.Sigmoid(logit + (_nuisance.TauAbsence * Nuisance.GridZ[g]));
                honest[g] += Math.Log(absent ? p : 1 - p);
                for (var k = 0; k < AbsentShares.Length; k++)
                {
                    var p1 = p + ((1 - p) * weakness * AbsentShares[k]);
                    shared[(k * nodes) + g] += Math.Log(absent ? p1 : 1 - p1);
                }
            }

            if (share <= 1 / 3.0)
            {
                weak += absent ? 1 : 0;
                expectedWeak += q;
            }
            else
            {
                rest += absent ? 1 : 0;
                expectedRest += q;
            }
        }

        var base0 = Nuisance.Integrate(honest);
        Span<double> ratio = stackalloc double[AbsentShares.Length];
        for (var k = 0; k < ratio.Length; k++) ratio[k] = Nuisance.Integrate(shared.AsSpan(k * nodes, nodes)) - base0;
        unit[EvidenceKind.Absence] = LogMath.LogMeanExp(ratio);
        unit.Absences = new AbsenceCounts(weak, expectedWeak, rest, expectedRest);
    }

    private void Bump(UnitRecord unit, int c, int[] present)
    {
        var f = _classF.AsSpan(c * _points, _points);
        Span<double> ratio = stackalloc double[BumpWindows.Length * BumpShares.Length];
        var weight = new double[_points];
        var at = 0;
        foreach (var share in BumpWindows)
        {
            var w = Window(share);
            foreach (var q in BumpShares)
            {
                Array.Clear(weight);
                foreach (var t in _test.Thresholds)
                {
                    double mass = 0;
                    for (var s = Math.Max(0, t - w); s < t; s++)
                    {
                        mass += f[s];
                        weight[s] = Math.Log(1 - q);
                    }

                    weight[t] = Math.Log(1 + (q * mass / Math.Max(f[t], 1e-9)));
                }

                double sum = 0;
                foreach (var i in present) sum += weight[_test.Score[i]];
                ratio[at++] = sum;
            }
        }

        unit[EvidenceKind.Bump] = LogMath.LogMeanExp(ratio);
        int window = Window(0.05), atT = 0, below = 0;
        double expectedAt = 0, expectedBelow = 0;
        foreach (var t in _test.Thresholds)
        {
            expectedAt += present.Length * f[t];
            for (var s = Math.Max(0, t - window); s < t; s++) expectedBelow += present.Length * f[s];
            foreach (var i in present)
            {
                if (_test.Score[i] == t) atT++;
                else if (_test.Score[i] < t && _test.Score[i] >= t - window) below++;
            }
        }

        unit.Thresholds = new ThresholdCounts(atT, expectedAt, below, expectedBelow, window);
    }

    private int Window(double share) => Math.Max(1, (int)Math.Ceiling(share * _test.MaxScore));
}
