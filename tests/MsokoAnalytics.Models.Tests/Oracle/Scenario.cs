namespace MsokoAnalytics.Models.Tests.Oracle;

/// <summary>A pupil's row of a protocol, as generated.</summary>
/// <param name="Work">Index in <see cref="Scenario.Works"/>.</param>
/// <param name="School">Index of the school, 0..4.</param>
/// <param name="ClassLabel">Label or null.</param>
/// <param name="Place">How the row names the municipality.</param>
/// <param name="Attendance">present, absent or unknown.</param>
/// <param name="Score">Total of the file.</param>
/// <param name="Mark">Mark of the file.</param>
/// <param name="Journal">Journal mark.</param>
/// <param name="Tasks">Scores; null = empty or quarantined; -1 = X.</param>
internal sealed record Pupil(
    int Work, int School, string? ClassLabel, PlaceForm Place, string Attendance, int? Score, int? Mark, int? Journal, int?[] Tasks);

internal enum PlaceForm
{
    CodeAndName,
    OtherSpelling,
    Nothing,
}

/// <summary>A row of Ф3, as generated: whole pupils, from which the printed percents are made.</summary>
internal sealed record OfficialMarks(int Work, string Scope, string ScopeId, int? Schools, int N2, int N3, int N4, int N5)
{
    public int N => N2 + N3 + N4 + N5;
}

/// <summary>A row of the official comparison with the journal.</summary>
internal sealed record OfficialJournal(int Work, string Scope, string ScopeId, int Lowered, int Confirmed, int Raised)
{
    public int N => Lowered + Confirmed + Raised;
}

/// <summary>What a work is; the scale is typed in here from the public description, not read from the models' seed.</summary>
internal sealed record WorkFacts(
    string Id, int Year, string Wave, int Grade, int ActualGrade, string Subject, string AcademicYear, int Max, int[]? Bounds, string MarkSource,
    int[] TaskMax);

internal sealed record Scenario(IReadOnlyList<Pupil> Pupils, IReadOnlyList<OfficialMarks> Marks, IReadOnlyList<OfficialJournal> Journals)
{
    public const string Region = "22";

    public static IReadOnlyList<WorkFacts> Works { get; } =
    [
        new("ВПР-2021-spring-04-МА-base", 2021, "spring", 4, 4, "МА", "2020/21", 20, [6, 10, 15], "scale", [2, 1, 3]),
        new("ВПР-2020-autumn-04-МА-base", 2020, "autumn", 4, 5, "МА", "2020/21", 20, [6, 10, 15], "assumed", [2, 1, 3]),
        new("ВПР-2026-spring-04-МА-base", 2026, "spring", 4, 4, "МА", "2025/26", 18, null, "", [1, 1]),
        new("ВПР-2021-spring-08-ГГ-base", 2021, "spring", 8, 8, "ГГ", "2020/21", 40, [13, 27, 36], "scale", [4, 2, 1]),
    ];

    /// <summary>Municipality of each school; the last school never names one.</summary>
    public static IReadOnlyList<int?> SchoolMunicipality { get; } = [1, 1, 2, 3, null];

    public static string SchoolId(int school) => "22000" + (school + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static string MunicipalityCode(int municipality) => "22_m00" + municipality.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static string MunicipalityName(int municipality) => municipality switch { 1 => "Первый", 2 => "Второй", _ => "Третий" };

    public override string ToString() =>
        string.Join('\n', Pupils.Select(p => $"{p with { Tasks = [] }} tasks [{string.Join(' ', p.Tasks.Select(t => t?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"))}]"))
        + "\n" + string.Join('\n', Marks) + "\n" + string.Join('\n', Journals);
}
