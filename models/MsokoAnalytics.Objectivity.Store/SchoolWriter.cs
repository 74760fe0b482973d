using System.Data.Common;
using MsokoAnalytics.Objectivity.Explanations;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>Schools over a work, a year and all years: every one into <c>anomaly.school_evidence</c>, the listed ones into <c>anomaly.flags</c>.</summary>
internal sealed class SchoolWriter(DbConnection connection, string runId, string modelVersion, UnitNaming naming, ObjectivityReport report, Func<JudgedUnit, bool> isControlled)
{
    private const double Probable = 0.5;
    private static readonly ExplanationTexts Texts = ExplanationTexts.Default;
    private readonly ILookup<(SchoolScope Scope, int School), JudgedSchool> _bySchool = report.Schools.ToLookup(s => (s.Scored.Scope, s.Scored.School));

    public void Evidence()
    {
        using var writer = new RowWriter(connection, "anomaly", "school_evidence");
        foreach (var school in report.Schools)
        {
            var units = Units(school);
            var (points, marks) = Effects(school.Scored.Scope, units);
            writer.Text(Level(school.Scored.Scope)).Text(naming.School(school.Scored.School).Id).Text(WorkId(school.Scored.Scope, units)).Text(AcademicYear(school.Scored.Scope, units))
                .Whole(units.Length).Whole(units.Sum(u => u.Scored.Unit.Participants)).Whole(units.Count(u => u.Scored.Posterior > Probable))
                .Number(school.Scored.MeanPosterior).Number(school.Scored.Posterior).Number(school.QValue)
                .Text(ModelNames.Mechanisms[(int)Likeliest(units)]).Text(Direction(units)).Number(points).Number(marks)
                .Flag(units.Any(isControlled)).Text(modelVersion).Text(runId).End();
        }

        writer.Complete();
    }

    /// <returns>Number of flags, all three scopes.</returns>
    public int Flags()
    {
        var years = report.Schools.Where(s => s.Scored.Scope == SchoolScope.Year)
            .ToLookup(s => s.Scored.School, s => (Year: naming.Work(Units(s)[0].Scored.Unit).AcademicYear, Share: s.Scored.MeanPosterior));
        // A school whose only class of a work is judged has no q there: the flag of the class says it.
        var flags = report.Schools.Where(s => s.QValue <= ObjectivityRun.AttentionList)
            .OrderBy(s => s.Scored.Scope).ThenByDescending(s => s.Scored.Posterior).Select(s => Flag(s, [.. years[s.Scored.School].OrderBy(y => y.Year, StringComparer.Ordinal)])).ToArray();
        FlagTable.Append(connection, flags, modelVersion, runId);
        return flags.Length;
    }

    private FlagRow Flag(JudgedSchool school, (string Year, double Share)[] years)
    {
        var scope = school.Scored.Scope;
        var units = Units(school);
        var (id, name, _) = naming.School(school.Scored.School);
        var work = naming.Work(units[0].Scored.Unit);
        var year = AcademicYear(scope, units);
        ClassLine[] lines = [.. units.Select(u => new ClassLine(Line(scope, u), u.Scored.Posterior, u.Scored.Mechanism))];
        var (text, against) = scope switch
        {
            SchoolScope.Work => SchoolExplanation.Work(school, name, $"{work.Subject}, {work.ActualGrade} класс, {work.Year}", lines, Texts),
            SchoolScope.Year => SchoolExplanation.Year(school, name, year!, lines, [.. years.Where(y => y.Year != year)], Texts),
            _ => SchoolExplanation.All(school, name, lines, years, Texts),
        };
        var (points, marks) = Effects(scope, units);
        return new FlagRow
        {
            Id = scope switch { SchoolScope.Work => $"school_work:{work.WorkId}:{id}", SchoolScope.Year => $"school_year:{year}:{id}", _ => $"school:{id}" },
            Level = Level(scope),
            WorkId = WorkId(scope, units),
            AcademicYear = year,
            SchoolId = id,
            Direction = Direction(units),
            // One mechanism of a whole school would be a guess; of the parallel of one work it is said.
            Mechanism = scope == SchoolScope.Work ? ExplanationWriter.MechanismName(Likeliest(units), Texts) : null,
            Posterior = school.Scored.Posterior,
            QValue = school.QValue,
            N = scope == SchoolScope.Work ? units.Sum(u => u.Scored.Unit.Participants) : units.Length,
            EffectPoints = points,
            EffectMarks = marks,
            Persistence = Persistence(school),
            Text = text,
            Against = against,
        };
    }

    private JudgedUnit[] Units(JudgedSchool school) => Array.ConvertAll(school.Scored.Units, u => report.Units[u]);

    /// <summary>
    /// Other years in which the school is probable too: of a year the other years, of a work the works of the same subject and grade, of all years the years but one.
    /// </summary>
    private int Persistence(JudgedSchool school) => school.Scored.Scope switch
    {
        SchoolScope.Year => ProbableYears(school).Count(y => y != school.Scored.Key),
        SchoolScope.Work => ProbableWorks(school),
        _ => Math.Max(0, ProbableYears(school).Count() - 1),
    };

    private IEnumerable<int> ProbableYears(JudgedSchool school) =>
        _bySchool[(SchoolScope.Year, school.Scored.School)].Where(s => s.Scored.Posterior > Probable).Select(s => s.Scored.Key);

    private int ProbableWorks(JudgedSchool school)
    {
        var own = naming.Work(Units(school)[0].Scored.Unit);
        return _bySchool[(SchoolScope.Work, school.Scored.School)].Where(s => s.Scored.Posterior > Probable).Select(s => naming.Work(Units(s)[0].Scored.Unit))
            .Where(w => w.Subject == own.Subject && w.ActualGrade == own.ActualGrade && w.Year != own.Year).Select(w => w.Year).Distinct().Count();
    }

    private static string Level(SchoolScope scope) => scope switch
    {
        SchoolScope.Work => "школа × работа",
        SchoolScope.Year => "школа × год",
        _ => "школа",
    };

    private string? WorkId(SchoolScope scope, JudgedUnit[] units) => scope == SchoolScope.Work ? naming.Work(units[0].Scored.Unit).WorkId : null;

    private string? AcademicYear(SchoolScope scope, JudgedUnit[] units) => scope == SchoolScope.All ? null : naming.Work(units[0].Scored.Unit).AcademicYear;

    private string Line(SchoolScope scope, JudgedUnit unit)
    {
        var work = naming.Work(unit.Scored.Unit);
        var name = naming.ClassName(unit.Scored.Unit);
        return scope switch
        {
            SchoolScope.Work => name,
            SchoolScope.Year => $"{work.Subject}, {name}",
            _ => $"{work.Subject}, {name}, {work.Year}",
        };
    }

    /// <summary>Mechanism with the largest sum of posteriors.</summary>
    private static Mechanism Likeliest(JudgedUnit[] units) =>
        units.GroupBy(u => u.Scored.Mechanism).OrderByDescending(g => g.Sum(u => u.Scored.Posterior)).ThenBy(g => g.Key).First().Key;

    private static string Direction(JudgedUnit[] units)
    {
        var likeliest = units.MaxBy(u => u.Scored.Posterior)!;
        return UnitNaming.Direction(likeliest.Scored.Unit);
    }

    /// <summary>Means over participants of the classes whose level can be told; points only within one work.</summary>
    private (double Points, double Marks) Effects(SchoolScope scope, JudgedUnit[] units)
    {
        double points = 0, marks = 0;
        var n = 0;
        foreach (var unit in units.Select(u => u.Scored.Unit).Where(u => !double.IsNaN(u.OtherMean)))
        {
            points += naming.EffectPoints(unit) * unit.Participants;
            marks += naming.EffectMarks(unit) * unit.Participants;
            n += unit.Participants;
        }

        return n == 0 ? (double.NaN, double.NaN) : (scope == SchoolScope.Work ? points / n : double.NaN, marks / n);
    }
}
