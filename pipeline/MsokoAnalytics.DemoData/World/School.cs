using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.World;

internal enum SchoolKind
{
    Town,
    Gymnasium,
    Rural,

    /// <summary>Correctional, login <c>ksh…</c>.</summary>
    Special,
}

/// <summary>A school with everything about it that stays over the years.</summary>
internal sealed class School
{
    public required int Index { get; init; }

    /// <summary>Six digits, the first two being the region.</summary>
    public required string Digits { get; init; }

    public required Municipality Municipality { get; init; }

    public required SchoolKind Kind { get; init; }

    /// <summary>1-based order in its municipality.</summary>
    public required int Number { get; init; }

    /// <summary>Random key of this school.</summary>
    public required ulong Key { get; init; }

    /// <summary>Mean number of classes in a parallel.</summary>
    public required double Classes { get; init; }

    /// <summary>Mean class size.</summary>
    public required double ClassSize { get; init; }

    /// <summary>Level common to all subjects, standardised over pupils of the region.</summary>
    public required double Common { get; init; }

    /// <summary>Severity of its teachers' journal marks, standard normal.</summary>
    public required double Severity { get; init; }

    public required bool HasSenior { get; init; }

    /// <summary>The last spring in which the school reports under its own login; set by <see cref="SchoolChanges"/>.</summary>
    public int LastYear { get; internal set; } = int.MaxValue;

    /// <summary>Schools that report under this one's login, each from a spring on.</summary>
    public List<(School School, int FromYear)> Absorbed { get; } = [];

    /// <summary>The spring from which <see cref="NewName"/> is the name.</summary>
    public int RenamedFrom { get; internal set; } = int.MaxValue;

    public string NewName => Kind == SchoolKind.Gymnasium ? $"МБОУ «Лицей № {Number} «Созвездие»»" : $"МБОУ «Школа № {Number} «Горизонт»»";

    /// <summary>Codes of the school in other systems.</summary>
    public SchoolCodes Codes => new(this);

    /// <summary>Whether the school reports under its own login in a school year, given by its autumn.</summary>
    public bool Exists(int schoolYear) => LastYear > schoolYear;

    /// <summary>From this year on the results are better by <see cref="Improvement"/> pupil standard deviations.</summary>
    public required int ImprovesFrom { get; init; }

    public required double Improvement { get; init; }

    /// <summary>The manipulation its teachers tend to, or null.</summary>
    public required ManipulationKind? Prone { get; init; }

    /// <summary>Level in one subject, standard normal, independent of <see cref="Common"/>.</summary>
    public double SubjectLevel(int subject) => KeyedRandom.Normal(KeyedRandom.Key(Key, Purpose.SchoolSubject, subject));

    /// <summary>«sch880001», «edu880001», «ksh880040».</summary>
    public string Login(string yearPrefix) => (Kind == SchoolKind.Special ? "ksh" : yearPrefix) + Digits;

    /// <summary>
    /// The short name in the lists of a year. One name in six changes from one year to the next: legal form, wording, quotes, a new
    /// honorary title.
    /// </summary>
    public string Name(int year)
    {
        if (year >= RenamedFrom) return NewName;
        var form = 0;
        for (var y = YearBase + 1; y <= year; y++)
            if (KeyedRandom.Uniform(KeyedRandom.Key(Key, Purpose.SchoolRename, y)) < RenameShare) form++;
        return Spelling(form % 4);
    }

    /// <summary>The name in full, as «Сетевой Город» prints it.</summary>
    public string FullName() => Kind switch
    {
        SchoolKind.Gymnasium => $"Муниципальное бюджетное общеобразовательное учреждение \"Гимназия № {Number}\"",
        SchoolKind.Rural => $"Муниципальное казённое общеобразовательное учреждение \"{Names.Feminine(Index)} средняя общеобразовательная школа\"",
        SchoolKind.Special => $"Краевое государственное бюджетное общеобразовательное учреждение \"{Names.Feminine(Index)} общеобразовательная школа-интернат\"",
        _ => $"Муниципальное бюджетное общеобразовательное учреждение \"Средняя общеобразовательная школа № {Number}\"",
    };

    private const int YearBase = 2019;
    private const double RenameShare = 0.17;

    private string Spelling(int form)
    {
        // Each form differs from the next by more than blanks and quotes. Numbers start again in every municipality, so that
        // «МБОУ СОШ №1» is the name of several schools, as in real lists.
        var legal = (form, Kind) switch
        {
            (_, SchoolKind.Special) => "КГБОУ",
            (0, SchoolKind.Rural) or (2, _) => "МКОУ",
            (3, _) => "МАОУ",
            _ => "МБОУ",
        };
        var core = Kind switch
        {
            SchoolKind.Gymnasium => form switch { 1 => $"Городская гимназия №{Number}", 2 => $"Гимназия № {Number}", _ => $"Гимназия №{Number}" },
            SchoolKind.Rural => form is 0 or 1 ? $"{Names.Feminine(Index)} СОШ" : $"{Names.Feminine(Index)} средняя школа",
            SchoolKind.Special => $"{Names.Feminine(Index)} школа-интернат",
            _ => form switch { 0 => $"СОШ №{Number}", 1 => $"Средняя школа №{Number}", 2 => $"СОШ № {Number}", _ => $"СОШ №{Number} им. героя труда" },
        };
        return form == 2 ? $"{legal} \"{core}\"" : $"{legal} «{core}»";
    }
}
