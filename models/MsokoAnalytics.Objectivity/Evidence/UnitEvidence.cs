using MathNet.Numerics.Distributions;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Evidence;

/// <summary>Evidences of the units of one test: log likelihood ratios and raw statistics that <see cref="Standardiser"/> turns into z.</summary>
internal sealed class UnitEvidence
{
    /// <summary>Number of evidences.</summary>
    public const int Count = 10;

    private static readonly double[] BumpWindows = [0.03, 0.05, 0.08];
    private static readonly double[] BumpShares = [0.4, 0.8];
    private static readonly double[] CopyShares = [.35, .7, .95];
    private static readonly double[] AbsentShares = [.3, .55, .8];
    private const double ShareMatch = 0.6;
    private const double ShareOf = 0.3;

    private readonly AssessmentTest _test;
    private readonly PupilLevels _levels;
    private readonly AbsenceModel _absence;
    private readonly NuisanceParameters _nuisance;
    private readonly double[] _f;
    private readonly double[] _classF;
    private readonly int _points;
    private readonly ItemTables? _tables;
    private readonly double[] _difficulty = [];
    private readonly double[][] _byJournal;
    private readonly double[] _cuts;
    private readonly double[] _markMean = new double[6];
    private readonly double[] _markSd = [1, 1, 1, 1, 1, 1];
    private readonly bool _hasJournal;
    private readonly double _itemPrecision;

    /// <summary>Additive heterogeneity of class × item, in units of the item's own logit slope; NaN without items.</summary>
    public double ItemTau2 { get; } = double.NaN;

    public UnitEvidence(AssessmentTest test, PupilLevels levels, ClassDensities densities, AbsenceModel absence, NuisanceParameters nuisance)
    {
        (_test, _levels, _absence, _nuisance, _f, _points) = (test, levels, absence, nuisance, densities.Test, test.MaxScore + 1);
        _classF = (double[])densities.Classes.Clone();
        for (var c = 0; c < test.Classes.Length; c++) ScoreDensity.RoundUp(_classF.AsSpan(c * _points, _points), test.Thresholds, nuisance.Rho);
        if (test.HasItems)
        {
            var rows = Enumerable.Range(0, test.Rows).Where(i => test.ItemTotal[i] >= 0).ToArray();
            if (rows.Length > 0)
            {
                var count = test.Maxima.Length;
                var items = new sbyte[rows.Length * count];
                for (var i = 0; i < rows.Length; i++) test.Items.AsSpan(rows[i] * count, count).CopyTo(items.AsSpan(i * count));
                _tables = ItemTables.Build(items, Array.ConvertAll(rows, i => test.ItemTotal[i]), test.Maxima);
                _difficulty = Difficulty(rows);
                ItemTau2 = ItemHeterogeneity();
            }
        }

        _itemPrecision = 1 / Math.Max(double.IsNaN(ItemTau2) ? 1 / 6.0 : ItemTau2, 0.02);
        _cuts = MarkCuts();
        _hasJournal = JournalModel();
        _byJournal = _hasJournal ? JournalDensities() : [];
    }

    /// <summary>All units of the test, classes ascending.</summary>
    public UnitRecord[] Units(int testIndex, double[] other, double[] ownJournal, double[] journalSide)
    {
        var units = new UnitRecord[_test.Classes.Length];
        for (var c = 0; c < units.Length; c++) units[c] = Unit(testIndex, c, other, ownJournal, journalSide);
        return units;
    }

    private UnitRecord Unit(int testIndex, int c, double[] other, double[] ownJournal, double[] journalSide)
    {
        int a = _test.ClassStart[c], b = _test.ClassStart[c + 1];
        var present = Enumerable.Range(a, b - a).Where(i => _test.Score[i] >= 0).ToArray();
        var unit = new UnitRecord
        {
            Test = testIndex,
            ClassIndex = c,
            Class = _test.Classes[c],
            School = _test.School[a],
            Subject = _test.Subject,
            Grade = _test.Grade,
            Year = _test.Year,
            AcademicYear = _test.AcademicYear,
            Participants = present.Length,
            Roster = b - a,
            ItemCount = _test.Maxima.Length,
            MaxScore = _test.MaxScore,
        };
        // A roster without a single absent pupil is a list of participants: it says nothing about absence.
        if (_hasJournal && _test.Participants < _test.Rows) Absence(unit, a, b);
        unit.Other = unit.OwnJournal = unit.JournalSide = LevelResidual.None;
        if (present.Length < UnitRules.FewestParticipants) return unit;
        unit.MeanY = present.Average(i => _levels.Y[i]);
        unit.MeanScore = present.Average(i => (double)_test.Score[i]);
        unit.Other = Residual(other, present);
        unit.OwnJournal = Residual(ownJournal, present);
        unit.JournalSide = Residual(journalSide, Enumerable.Range(a, b - a));
        Bump(unit, c, present);
        if (_hasJournal)
        {
            var both = present.Where(i => _test.Journal[i] != 0).ToArray();
            if (both.Length >= UnitRules.FewestParticipants)
            {
                JournalCopy(unit, both);
                Agreement(unit, both);
            }
        }

        if (_tables is not null)
        {
            var known = present.Where(i => _test.ItemTotal[i] >= 0).ToArray();
            if (known.Length >= UnitRules.FewestParticipants) Items(unit, known);
        }

        return unit;
    }

    private static LevelResidual Residual(double[] e, IEnumerable<int> rows)
    {
        double sum = 0, square = 0;
        var n = 0;
        foreach (var i in rows)
        {
            if (double.IsNaN(e[i])) continue;
            sum += e[i];
            n++;
        }

        if (n == 0) return LevelResidual.None;
        var mean = sum / n;
        foreach (var i in rows)
            if (!double.IsNaN(e[i])) square += (e[i] - mean) * (e[i] - mean);
        return new LevelResidual(mean, square / n, n);
    }

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
