using System.Globalization;
using System.Text.RegularExpressions;

namespace MsokoAnalytics.Intake.Context;

/// <summary>Typed keys of a work. The calendar year names the procedure; an autumn work tests the programme of the grade before.</summary>
internal sealed partial record WorkKeys(int? Year, string? AcademicYear, string Wave, int? Grade, int? ActualGrade, string? Subject, string Level,
    DateOnly? Date, string? RegionCode, string? MunicipalityId, string? SchoolLogin)
{
    public static WorkKeys From(WorkContext context)
    {
        var year = context.Number("year");
        var grade = context.Number("grade");
        var wave = context["wave"] ?? "spring";
        var autumn = wave == "autumn";
        var municipality = context["municipality"] is { } m && MunicipalityCode().Match(m) is { Success: true } match ? $"{match.Groups["region"].Value}_{match.Groups["code"].Value}" : null;
        var school = context["school"] is { } s && SchoolLoginPattern().IsMatch(s) ? s : null;
        return new WorkKeys(
            year,
            year is { } y ? (autumn ? $"{y}/{(y + 1) % 100:00}" : $"{y - 1}/{y % 100:00}") : null,
            wave,
            grade,
            autumn ? grade + 1 : grade,
            context["subject"],
            context["level"] ?? "base",
            Parse(context["work_date"]),
            municipality?[..2] ?? school?[3..5],
            municipality,
            school);
    }

    private static DateOnly? Parse(string? text) =>
        DateOnly.TryParseExact(text, ["dd.MM.yyyy", "yyyy-MM-dd", "yyyy.MM.dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    [GeneratedRegex(@"reg(?<region>\d\d)(_vpr)?_(?<code>m\d{3})", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MunicipalityCode();

    [GeneratedRegex(@"^[a-z]{3}\d{6}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SchoolLoginPattern();
}
