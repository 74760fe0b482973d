namespace MsokoAnalytics.Reports.Model;

/// <summary>Marks by class and subject.</summary>
/// <param name="References">Names of the wider groups, in the order of <see cref="MarksRow.References"/>.</param>
/// <param name="Groups">One per class.</param>
/// <param name="HasAssumed">Whether a row has an assumed scale.</param>
/// <param name="HasSmall">Whether a row is a small group.</param>
internal sealed record MarksSection(IReadOnlyList<string> References, IReadOnlyList<MarksGroup> Groups, bool HasAssumed, bool HasSmall);

internal sealed record MarksGroup(string Title, IReadOnlyList<MarksRow> Rows);

/// <param name="Work">Subject (and level).</param>
/// <param name="Note">Mean score, or null.</param>
/// <param name="Chart">Its stacked bar.</param>
/// <param name="Writers">Pupils with a usable total.</param>
/// <param name="Attendance">Writers as percent of the listed, or null when the list is not known.</param>
/// <param name="Small">Fewer pupils with a mark than the threshold.</param>
/// <param name="Assumed">Marks rest on an assumed scale.</param>
/// <param name="Pass">Успеваемость; null for a small group.</param>
/// <param name="Quality">Качество; null for a small group.</param>
/// <param name="References">Quality of the wider groups; null where a group has none.</param>
internal sealed record MarksRow(
    string Work, string? Note, string Chart, int Writers, double? Attendance, bool Small, bool Assumed, Share? Pass, Share? Quality,
    IReadOnlyList<Reference?> References);

internal sealed record HistogramSection(int Columns, IReadOnlyList<ChartPanel> Panels, string? ReferenceName, bool HasAssumed);

/// <summary>One chart of a grid.</summary>
internal sealed record ChartPanel(string Chart, string Title, string Count);

/// <summary>ВПР against the journal by class and subject.</summary>
internal sealed record JournalSection(IReadOnlyList<string> References, IReadOnlyList<JournalGroup> Groups, bool HasSmall);

internal sealed record JournalGroup(string Title, IReadOnlyList<JournalRowModel> Rows);

/// <param name="Work">Subject (and level).</param>
/// <param name="Chart">Its stacked bar.</param>
/// <param name="Both">Pupils with both marks: the denominator.</param>
/// <param name="Small">Fewer than the threshold.</param>
/// <param name="Lowered">Понизили.</param>
/// <param name="Raised">Повысили.</param>
/// <param name="Gap2">Percent with a difference of two or more marks.</param>
/// <param name="References">Shares «понизили» of the wider groups.</param>
internal sealed record JournalRowModel(
    string Work, string Chart, int Both, bool Small, Share? Lowered, Share? Raised, double? Gap2, IReadOnlyList<Reference?> References);

/// <param name="Spec">The heatmap's specification, for its key.</param>
/// <param name="Columns">Highest number of tasks.</param>
/// <param name="Groups">One per class.</param>
/// <param name="Versus">Whom the colours compare with; null when they show the share itself.</param>
/// <param name="WeakTitle">Heading of the list of tasks.</param>
/// <param name="WeakReference">Name of the compared group, or null.</param>
/// <param name="Weak">Tasks that need attention first.</param>
/// <param name="Skipped">Works left out as small groups.</param>
internal sealed record TaskSection(
    string Spec, int Columns, IReadOnlyList<TaskGroup> Groups, string? Versus, string WeakTitle, string? WeakReference, IReadOnlyList<WeakTask> Weak, int Skipped);

internal sealed record TaskGroup(string Title, string Chart, IReadOnlyList<TaskGroupRow> Rows);

internal sealed record TaskGroupRow(string Work, int N);

internal sealed record WeakTask(string Work, string Task, int N, double Value, double? Reference, double? Diff, double? NotAttempted);

/// <param name="Panels">One funnel per work.</param>
/// <param name="Hidden">School × work pairs left out as small groups.</param>
internal sealed record FunnelSection(IReadOnlyList<ChartPanel> Panels, int Hidden);

/// <summary>Schools of a municipality, alphabetically.</summary>
internal sealed record SchoolListSection(
    IReadOnlyList<SchoolTotalsRow> Totals, SchoolTotalsRow Municipality, IReadOnlyList<MatrixColumn> Columns, IReadOnlyList<MatrixRow> Rows,
    MatrixRow MunicipalityRow);

/// <param name="No">Number in the list (alphabetical), 0 for the municipality.</param>
/// <param name="School">Short name.</param>
/// <param name="Works">Works written.</param>
/// <param name="Results">Results with a mark over all works.</param>
/// <param name="Attendance">Percent of the listed.</param>
/// <param name="Small">Too few results to show shares.</param>
/// <param name="Pass">Успеваемость over all works.</param>
/// <param name="Quality">Качество over all works.</param>
/// <param name="Expected">Качество the school would have with the municipality's share in each of its works.</param>
/// <param name="Both">Pupils with both marks.</param>
/// <param name="Lowered">Понизили, percent.</param>
/// <param name="Raised">Повысили, percent.</param>
internal sealed record SchoolTotalsRow(
    int No, string School, int Works, int Results, double? Attendance, bool Small, double? Pass, double? Quality, double? Expected, int Both,
    double? Lowered, double? Raised);

internal sealed record MatrixColumn(string Grade, string Subject);

internal sealed record MatrixRow(int No, string School, IReadOnlyList<MatrixCell?> Cells);

/// <param name="N">Pupils with a mark.</param>
/// <param name="Quality">Null for a small group.</param>
/// <param name="Zone">0 within the 95 % limits, 1 outside them, 2 outside the 99.8 % limits.</param>
internal sealed record MatrixCell(int N, double? Quality, int Zone);

/// <summary>Earlier waves of the same class.</summary>
/// <param name="Columns">Waves, oldest first; a year without a wave has its column too.</param>
/// <param name="Groups">One per class.</param>
/// <param name="HasBreak">Whether the columns cross the redesign of 2025.</param>
internal sealed record WavesSection(IReadOnlyList<WavesColumn> Columns, IReadOnlyList<WavesGroup> Groups, bool HasBreak);

/// <param name="Title">«весна 2021».</param>
/// <param name="BreakBefore">The works were redesigned between the previous column and this one.</param>
internal sealed record WavesColumn(string Title, bool BreakBefore);

internal sealed record WavesGroup(string Title, IReadOnlyList<WavesRow> Rows);

internal sealed record WavesRow(string Work, IReadOnlyList<WavesCell?> Cells);

/// <param name="N">Pupils with a mark.</param>
/// <param name="Small">Shares are not shown.</param>
/// <param name="Pass">Успеваемость, percent.</param>
/// <param name="Quality">Качество, percent.</param>
/// <param name="Diff">Качество minus the municipality's in the same work, percent points.</param>
internal sealed record WavesCell(int N, bool Small, double? Pass, double? Quality, double? Diff);

/// <param name="Method">Paragraphs on what the figures mean.</param>
/// <param name="Scales">Which scales the marks rest on.</param>
/// <param name="Files">Source files, one line per folder, those of one name together: «folder: name (28), …».</param>
/// <param name="FilesTotal">How many there are in all.</param>
/// <param name="FilesMore">How many of them are not named.</param>
/// <param name="Legal">The legal line.</param>
internal sealed record NotesSection(
    IReadOnlyList<Conclusion> Method, IReadOnlyList<Conclusion> Scales, IReadOnlyList<string> Files, int FilesTotal, int FilesMore, string Legal);
