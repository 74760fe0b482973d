namespace MsokoAnalytics.Objectivity.Store;

/// <summary>
/// Classes that wrote under independent observers: honest for all anybody knows, so their log odds tell how far honest classes of these
/// very data reach. A conformal reference beside that of generated classes, never part of the posterior.
/// </summary>
internal sealed class ControlledClasses
{
    /// <summary>Controlled classes below which no share is told.</summary>
    private const int Fewest = 20;

    private readonly HashSet<JudgedUnit> _units;
    private readonly double[] _logOdds;

    private ControlledClasses(HashSet<JudgedUnit> units)
    {
        _units = units;
        _logOdds = [.. units.Select(u => u.Scored.LogOdds).Order()];
    }

    /// <summary>Judged classes × works under observers.</summary>
    public int Count => _units.Count;

    /// <summary>Those of them on either list.</summary>
    public int Flagged => _units.Count(u => u.QValue <= ObjectivityRun.AttentionList);

    public static ControlledClasses Of(WarehouseInputs inputs, ObjectivityReport report)
    {
        var naming = new UnitNaming(inputs);
        return new ControlledClasses([.. report.Units.Where(u => inputs.Controlled.Contains((naming.Work(u.Scored.Unit).WorkId, u.Scored.Unit.Class)))]);
    }

    public bool Contains(JudgedUnit unit) => _units.Contains(unit);

    /// <summary>
    /// (1 + number of controlled classes, the unit itself aside, with log odds at least as high)/(1 + their number); NaN with too few.
    /// </summary>
    public double PValue(JudgedUnit unit)
    {
        var others = _logOdds.Length - (_units.Contains(unit) ? 1 : 0);
        if (others < Fewest) return double.NaN;
        int lo = 0, hi = _logOdds.Length;
        while (lo < hi)
        {
            var middle = (lo + hi) / 2;
            if (_logOdds[middle] < unit.Scored.LogOdds) lo = middle + 1;
            else hi = middle;
        }

        var atLeast = _logOdds.Length - lo - (_units.Contains(unit) ? 1 : 0);
        return (1.0 + atLeast) / (1 + others);
    }
}
