using System.Runtime.InteropServices;

namespace MsokoAnalytics.DemoData.Sgo;

/// <summary>The journal of one class for the fourth quarter, with the quarter marks of the year.</summary>
internal sealed record SgoJournal
{
    public required string School { get; init; }

    /// <summary>«2023/2024».</summary>
    public required string AcademicYear { get; init; }

    /// <summary>«8А».</summary>
    public required string Class { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    public required SgoSubject[] Subjects { get; init; }

    public required SgoPupil[] Pupils { get; init; }
}

/// <summary>A pupil's part of the journal.</summary>
/// <param name="Name">«Ученик 07» or an invented full name.</param>
/// <param name="IsPerson">Whether the name looks like a person's.</param>
/// <param name="Days">The day columns; a day stands twice when a subject has two lessons.</param>
/// <param name="Rows">One row a subject.</param>
internal sealed record SgoPupil(string Name, bool IsPerson, DateOnly[] Days, SgoRow[] Rows);

/// <summary>A subject of a pupil.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Cells">One cell a day column; null = no lesson.</param>
/// <param name="Mean">Mean of the fourth quarter as the journal prints it, 0 without marks.</param>
/// <param name="Weighted">Weighted mean, 0 without weighted marks.</param>
/// <param name="PrintedMean">Mean of the digits of the cells.</param>
/// <param name="Quarters">Four quarters.</param>
/// <param name="YearMark">0 = none.</param>
internal sealed record SgoRow(SgoSubject Subject, string?[] Cells, double Mean, double Weighted, double PrintedMean, SgoQuarter[] Quarters, int YearMark);

/// <summary>One quarter of a subject.</summary>
/// <param name="Mean">0 without marks.</param>
/// <param name="Weighted">0 without weighted marks.</param>
/// <param name="Mark">0 = none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SgoQuarter(double Mean, double Weighted, int Mark);
