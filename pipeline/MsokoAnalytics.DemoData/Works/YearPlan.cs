namespace MsokoAnalytics.DemoData.Works;

/// <summary>How pupil results of a wave are laid out.</summary>
internal enum PupilLayout
{
    /// <summary>One sheet of machine names, a-1-grade … a-40-grade.</summary>
    Autumn2020,

    /// <summary>One sheet, «балл за N», textbook columns.</summary>
    Spring2021,

    /// <summary>Sheets «Классы» and «Протокол».</summary>
    Protocol2022,

    /// <summary>Ф1 «Индивидуальные результаты».</summary>
    Individual2024,
}

/// <summary>How «Сравнение отметок с отметками по журналу» is laid out.</summary>
internal enum JournalLayout
{
    Long,
    Wide,
}

/// <summary>What the classes of one grade write: the common subjects, and one subject drawn for each class from each list.</summary>
/// <param name="Grade">Grade whose programme is tested.</param>
/// <param name="ActualGrade">Grade the pupils are in.</param>
/// <param name="Common">Subject codes; «ИЯ» stands for the class's foreign language.</param>
/// <param name="Draws">Lists of codes.</param>
internal sealed record GradePlan(int Grade, int ActualGrade, string[] Common, params string[][] Draws)
{
    public IEnumerable<string> Subjects() =>
        Common.Concat(Draws.SelectMany(d => d)).SelectMany(s => s == ForeignLanguage ? ["АЯ", "НЯ"] : new[] { s }).Distinct(StringComparer.Ordinal);

    public const string ForeignLanguage = "ИЯ";
}

/// <summary>One wave of ВПР: its calendar, layouts and works.</summary>
internal sealed record YearPlan
{
    /// <summary>Calendar year of the procedure's name.</summary>
    public required int Year { get; init; }

    /// <summary><c>spring</c> or <c>autumn</c>.</summary>
    public string Wave { get; init; } = "spring";

    /// <summary>«ВПР 2021», «ВПР 2020 осень».</summary>
    public required string Folder { get; init; }

    /// <summary>Login prefix of ordinary schools.</summary>
    public required string LoginPrefix { get; init; }

    public required PupilLayout Pupils { get; init; }

    public required JournalLayout Journal { get; init; }

    /// <summary>Which calibration profile is used.</summary>
    public required int Profile { get; init; }

    public required DateOnly FirstDay { get; init; }

    public required DateOnly LastDay { get; init; }

    public required GradePlan[] Grades { get; init; }

    /// <summary>The autumn of the school year in which the work is written.</summary>
    public int SchoolYear => Wave == "spring" ? Year - 1 : Year;

    /// <summary>«2020/21».</summary>
    public string AcademicYear => FormattableString.Invariant($"{SchoolYear}/{(SchoolYear + 1) % 100:00}");
}
