using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Evidence;

/// <summary>Evidences of the units of one test: log likelihood ratios and raw statistics that <see cref="Standardiser"/> turns into z.</summary>
internal sealed partial class UnitEvidence
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
}
