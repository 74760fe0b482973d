using MathNet.Numerics.Distributions;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Evidence;

/// <summary>Evidences from the journal marks: the score given the mark, copied marks, agreement.</summary>
internal sealed partial class UnitEvidence
{
    /// <summary>Cuts of the marks on the normal-score scale.</summary>
    private double[] MarkCuts()
    {
        var below = new double[3];
        foreach (var s in _test.Score)
            for (var k = 0; k < 3; k++)
                if (s >= 0 && s < _test.Thresholds[k]) below[k]++;
        var floor = 0.5 / Math.Max(_test.Rows, 1);
        return Array.ConvertAll(below, n => Normal.InvCDF(0, 1, Math.Clamp(n / Math.Max(_test.Participants, 1), floor, 1 - floor)));
    }

    /// <summary>Mean and deviation of the ВПР level given the journal mark, shrunk to a line; false without enough marks.</summary>
    private bool JournalModel()
    {
        var rows = Enumerable.Range(0, _test.Rows).Where(i => _test.Score[i] >= 0 && _test.Journal[i] != 0).ToArray();
        if (rows.Length < UnitRules.FewestParticipants) return false;
        double mj = rows.Average(i => (double)_test.Journal[i]), my = rows.Average(i => _levels.Y[i]), sjj = 0, sjy = 0;
        foreach (var i in rows)
        {
            sjj += (_test.Journal[i] - mj) * (_test.Journal[i] - mj);
            sjy += (_test.Journal[i] - mj) * (_levels.Y[i] - my);
        }

        var slope = sjj > 0 ? sjy / sjj : 0;
        var intercept = my - (slope * mj);
        var groups = Enumerable.Range(0, 6).Select(g => rows.Where(i => _test.Journal[i] == g).Select(i => _levels.Y[i]).ToArray()).ToArray();
        var usual = new[] { 3, 4 }.Where(g => groups[g].Length > 0).Select(g => Variance(groups[g])).DefaultIfEmpty(Variance([.. rows.Select(i => _levels.Y[i])])).Average();
        for (var g = 2; g <= 5; g++)
        {
            var n = groups[g].Length;
            _markMean[g] = (groups[g].Sum() + (10 * (intercept + (slope * g)))) / (n + 10);
            _markSd[g] = Math.Sqrt(((n > 1 ? Variance(groups[g]) * n : 0) + (20 * usual)) / (n + 20));
        }

        return true;
    }

    private static double Variance(double[] values)
    {
        if (values.Length == 0) return 0;
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / values.Length;
    }

    /// <summary>Densities of the score given the journal mark (index 2..5), ρ applied.</summary>
    private double[][] JournalDensities()
    {
        var result = new double[6][];
        for (var g = 2; g <= 5; g++)
        {
            var h = new double[_points];
            for (var i = 0; i < _test.Rows; i++)
                if (_test.Score[i] >= 0 && _test.Journal[i] == g) h[_test.Score[i]]++;
            for (var s = 0; s < _points; s++) h[s] += 3 * _f[s] * (0.5 + (Math.Abs(_test.Mark(s) - g) <= 1 ? 0.5 : 0));
            result[g] = ScoreDensity.LogLinear(h, 4);
            ScoreDensity.RoundUp(result[g], _test.Thresholds, _nuisance.Rho);
        }

        return result;
    }

    private void JournalCopy(UnitRecord unit, int[] rows)
    {
        var n = rows.Length;
        double m = _test.MaxScore, target = rows.Average(i => (double)_test.Score[i]), tilt = 0;
        Span<int> marks = stackalloc int[6];
        foreach (var i in rows) marks[_test.Journal[i]]++;
        var p = new double[6][];
        for (var g = 2; g <= 5; g++) p[g] = new double[_points];
        for (var step = 0; step < 25; step++)
        {
            double mean = 0, variance = 0;
            for (var g = 2; g <= 5; g++)
            {
                if (marks[g] == 0) continue;
                var (mu, square) = Tilt(p[g], _byJournal[g], tilt, m);
                mean += marks[g] * mu;
                variance += marks[g] * (square - (mu * mu));
            }

            var damped = Math.Clamp((target - (mean / n)) / ((variance / n) + (m * 0.25 * (m * 0.25) / n * 0.02)) * m, -5, 5);
            tilt += damped;
            if (Math.Abs(damped) < 1e-4) break;
        }

        var below = new double[6];
        var above = new double[6];
        for (var g = 2; g <= 5; g++)
        {
            if (marks[g] == 0) continue;
            Tilt(p[g], _byJournal[g], tilt, m);
            var (lo, hi) = Band(g);
            for (var s = 0; s < lo; s++) below[g] += p[g][s];
            double within = 0;
            for (var s = 0; s < hi; s++) within += p[g][s];
            above[g] = 1 - within;
        }

        Span<double> ratio = stackalloc double[CopyShares.Length];
        ratio.Clear();
        foreach (var i in rows)
        {
            int g = _test.Journal[i], s = _test.Score[i];
            var (lo, hi) = Band(g);
            var own = Math.Max(p[g][s], 1e-6);
            for (var k = 0; k < CopyShares.Length; k++)
            {
                var q = CopyShares[k];
                if (s < lo) ratio[k] += Math.Log(1 - q);
                else if (s >= hi) ratio[k] += Math.Log(1 - (0.5 * q));
                else
                {
                    var add = (s - lo <= 2 ? below[g] * q / 3 : 0) + (hi - 1 - s <= 2 ? above[g] * q * 0.5 / 3 : 0);
                    ratio[k] += Math.Log((own + add) / own);
                }
            }
        }

        unit[EvidenceKind.JournalCopy] = LogMath.LogMeanExp(ratio);
    }

    /// <summary>Scores [lo, hi) of a mark.</summary>
    private (int Lo, int Hi) Band(int mark) =>
        (mark == 2 ? 0 : _test.Thresholds[mark - 3], mark == 5 ? _test.MaxScore + 1 : _test.Thresholds[mark - 2]);

    private static (double Mean, double Square) Tilt(double[] p, double[] f, double tilt, double m)
    {
        double sum = 0, mean = 0, square = 0;
        for (var s = 0; s < p.Length; s++)
        {
            p[s] = f[s] * Math.Exp(tilt * s / m);
            sum += p[s];
        }

        for (var s = 0; s < p.Length; s++)
        {
            p[s] /= sum;
            mean += p[s] * s;
            square += p[s] * s * s;
        }

        return (mean, square);
    }

    private void Agreement(UnitRecord unit, int[] rows)
    {
        var n = rows.Length;
        double shift = 0, spread = 0;
        foreach (var i in rows)
        {
            shift += _levels.Y[i] - _markMean[_test.Journal[i]];
            spread += _markSd[_test.Journal[i]] * _markSd[_test.Journal[i]];
        }

        shift = shift / n * n / (n + (spread / n / 0.12));
        double excess = 0, variance = 0, expected = 0;
        int same = 0, up = 0, down = 0, far = 0;
        foreach (var i in rows)
        {
            int g = _test.Journal[i], mark = _test.Mark(_test.Score[i]);
            var mean = _markMean[g] + shift;
            var sd = Math.Sqrt(Math.Max((_markSd[g] * _markSd[g]) - 0.10, 0.2));
            double lo = g == 2 ? -9 : _cuts[g - 3], hi = g == 5 ? 9 : _cuts[g - 2];
            var p = Normal.CDF(0, 1, (hi - mean) / sd) - Normal.CDF(0, 1, (lo - mean) / sd);
            excess += (mark == g ? 1 : 0) - p;
            variance += p * (1 - p);
            expected += p;
            if (mark == g) same++;
            else if (mark > g) up++;
            else down++;
            if (mark - g >= 2) far++;
        }

        unit.AgreementRaw = excess / Math.Sqrt(variance + 1e-6);
        unit.Journal = new JournalAgreement(down, same, up, expected, far);
    }
}
