using MsokoAnalytics.Reports.Model;

namespace MsokoAnalytics.Reports.Sections.Dynamics;

/// <param name="Tables">The same grade; the same cohort.</param>
/// <param name="Schools">Schools with a change that is told apart from chance; null in a school's own card.</param>
/// <param name="Anchor">Relative to whom, in the genitive; null without anybody.</param>
/// <param name="HasShrunken">Whether shrunken figures are shown.</param>
internal sealed record ChangesSectionModel(IReadOnlyList<ChangesTable> Tables, ChangedSchools? Schools, string? Anchor, bool HasShrunken);

/// <param name="Kind"><c>same_grade</c> or <c>same_cohort</c>.</param>
/// <param name="Title">Heading.</param>
/// <param name="Caption">Caption of the table.</param>
/// <param name="Groups">One per grade of the later year.</param>
/// <param name="Width">Of the chart, points.</param>
/// <param name="RowHeight">Of a row and its part of the chart, points.</param>
/// <param name="Axis">Of the charts.</param>
internal sealed record ChangesTable(string Kind, string Title, string Caption, IReadOnlyList<ChangesGroup> Groups, double Width, double RowHeight, DifferenceAxis Axis);

internal sealed record ChangesGroup(string Title, string Chart, IReadOnlyList<ChangesLine> Rows);

/// <param name="Subject">Subject (and level).</param>
/// <param name="Note">The earlier year when it is not the one before; null otherwise.</param>
/// <param name="NFrom">Pupils with a mark then.</param>
/// <param name="NTo">Pupils with a mark now.</param>
/// <param name="Small">Too few: no shares.</param>
/// <param name="From">Качество then, percent.</param>
/// <param name="To">Качество now, percent.</param>
/// <param name="Difference">Of the printed values, percent points.</param>
/// <param name="Relative">Relative to the anchor.</param>
/// <param name="Shrunken">The same by empirical Bayes.</param>
/// <param name="Verdict">«рост», «снижение», «без изменений» or «мало учеников».</param>
/// <param name="Tone"><c>up</c>, <c>down</c> or <c>none</c>.</param>
/// <param name="PassDifference">Успеваемость: relative change, or the plain one without an anchor.</param>
/// <param name="PassVerdict">Успеваемость: verdict.</param>
/// <param name="PassTone">As <paramref name="Tone"/>.</param>
internal sealed record ChangesLine(
    string Subject, string? Note, int NFrom, int NTo, bool Small, double? From, double? To, double? Difference, Interval? Relative, Interval? Shrunken,
    string Verdict, string Tone, double? PassDifference, string? PassVerdict, string PassTone);

/// <param name="Judged">Changes of schools that were tested.</param>
/// <param name="Small">Changes with too few pupils.</param>
/// <param name="Growth">«рост».</param>
/// <param name="Decline">«снижение».</param>
/// <param name="Schools">Schools with at least one of them.</param>
/// <param name="Rows">One per change.</param>
/// <param name="More">How many are not listed.</param>
internal sealed record ChangedSchools(int Judged, int Small, int Growth, int Decline, int Schools, IReadOnlyList<ChangedSchool> Rows, int More);

internal sealed record ChangedSchool(
    int No, string School, string Work, string Measure, int NFrom, int NTo, double From, double To, Interval Relative, Interval? Shrunken, string Verdict, string Tone);
