using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>Names of units and what an evidence means in points and marks of their work.</summary>
internal sealed class UnitNaming
{
    /// <summary>Journal side from which a ВПР fault is called a fault of both sides, in spreads between classes.</summary>
    private const double JournalRaised = 2;

    private readonly WarehouseInputs _inputs;

    /// <summary>Index of the test in the inputs, by subject, grade and year of the unit.</summary>
    private readonly Dictionary<(int Subject, int Grade, int Year), int> _tests;

    private readonly (double Score, double Mark)[] _deviations;

    public UnitNaming(WarehouseInputs inputs)
    {
        _inputs = inputs;
        _tests = inputs.Data.Tests.Select((t, i) => (t, i)).ToDictionary(x => (x.t.Subject, x.t.Grade, x.t.Year), x => x.i);
        _deviations = [.. inputs.Data.Tests.Select(t => (Deviation(t, s => s), Deviation(t, s => t.Mark(s))))];
    }

    public WorkName Work(UnitRecord unit) => _inputs.Works[Test(unit)];

    public (string? ClassId, string? Label) Class(UnitRecord unit) => _inputs.Classes[(Work(unit).WorkId, unit.Class)];

    /// <summary>Such as «7Б класс»; without a label «7 класс».</summary>
    public string ClassName(UnitRecord unit) => Class(unit).Label is { } label ? $"{Work(unit).ActualGrade}{label}" : $"{Work(unit).ActualGrade} класс";

    public SchoolEntry School(int number) => _inputs.Schools[number];

    /// <summary>Mean primary score above what the other works of the class tell; NaN when nothing tells.</summary>
    public double EffectPoints(UnitRecord unit) => unit.OtherMean * _deviations[Test(unit)].Score;

    /// <summary>The same in marks.</summary>
    public double EffectMarks(UnitRecord unit) => unit.OtherMean * _deviations[Test(unit)].Mark;

    public double ScoreDeviation(UnitRecord unit) => _deviations[Test(unit)].Score;

    /// <summary>Which side looks raised if the unit is biased.</summary>
    public static string Direction(UnitRecord unit) => unit[EvidenceKind.JournalLevel] >= JournalRaised ? "оба" : "впр";

    private int Test(UnitRecord unit) => _tests[(unit.Subject, unit.Grade, unit.Year)];

    private static double Deviation(AssessmentTest test, Func<int, double> of)
    {
        var values = test.Score.Where(s => s >= 0).Select(s => of(s)).ToArray();
        if (values.Length < 2) return 0;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
