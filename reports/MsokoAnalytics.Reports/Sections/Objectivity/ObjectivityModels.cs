namespace MsokoAnalytics.Reports.Sections.Objectivity;

/// <summary>An entry of the list with its evidence in words.</summary>
/// <param name="Title">«МБОУ «СОШ № 5», 7А, биология».</param>
/// <param name="List">Which list it stands on.</param>
/// <param name="Facts">n, data tier, probability and its uncertainty.</param>
/// <param name="Mechanism">Likeliest mechanism.</param>
/// <param name="Lines">What was seen and what was expected.</param>
/// <param name="Against">The «Против:» line.</param>
/// <param name="Advice">Honest reasons to check, what to do.</param>
/// <param name="Status">Decision of a person, or «новый».</param>
internal sealed record EntryModel(
    string Title, string List, string Facts, string? Mechanism, IReadOnlyList<string> Lines, string Against, IReadOnlyList<string> Advice, string Status);

/// <param name="Title">Whose scores.</param>
/// <param name="Count">Number of pupils.</param>
/// <param name="Chart">Its histogram.</param>
/// <param name="Matrix">ВПР mark (rows 2..5) × journal mark (columns 2..5); null without a journal.</param>
internal sealed record ShapeModel(string Title, string Count, string Chart, IReadOnlyList<IReadOnlyList<int>>? Matrix);

/// <summary>Expected share of manipulated classes of a school, by subject and year; null where nothing was judged.</summary>
internal sealed record HeatRow(string School, IReadOnlyList<IReadOnlyList<double?>> Cells, IReadOnlyList<YearShare?> Years);

/// <param name="Share">Expected share, percent.</param>
/// <param name="Units">Judged classes × works.</param>
internal sealed record YearShare(double Share, int Units);

internal sealed record SchoolSign(string School, string Probability, int Units, string Expected, int Entries, string Status);

internal sealed record BesideRow(string School, string Official, string Federal, int Ours);

internal sealed record RuleShare(string Rule, string Marker, int Computed, int Fired, double? Share);

/// <summary>«Признаки необъективности» of a municipality.</summary>
internal sealed record ObjectivityModel(
    IReadOnlyList<EntryModel> Check, IReadOnlyList<EntryModel> Attention, int AttentionMore, IReadOnlyList<ShapeModel> Shapes, IReadOnlyList<SchoolSign> Schools, IReadOnlyList<string> Clear,
    IReadOnlyList<EntryModel> Decided, IReadOnlyList<WorkSign> Works, TimelineModel? Timeline, IReadOnlyList<int> Years, IReadOnlyList<string> Subjects, IReadOnlyList<HeatRow> Heat, IReadOnlyList<Refusal> Refusals, IReadOnlyList<string> Unjudged, IReadOnlyList<string> Background,
    IReadOnlyList<string> Warnings, IReadOnlyList<BesideRow> Beside, IReadOnlyList<RuleShare> Rules, string? Index, string ModelVersion,
    IReadOnlyList<JournalSign> Journal, int JournalMore, IReadOnlyList<JournalSign> JournalDecided, DiagnosticsModel Diagnostics);

/// <summary>The same of one school.</summary>
/// <param name="Entries">The strongest entries with their evidence.</param>
/// <param name="Brief">The next ones, in short.</param>
/// <param name="More">Further ones, not shown.</param>
/// <param name="Timeline">Entries of all years; null without any.</param>
/// <param name="Journal">Signs in the current marks alone.</param>
/// <param name="JournalMore">Further ones, not shown.</param>
/// <param name="Outside">That the data are unlike those of training; null where they are alike.</param>
internal sealed record SchoolObjectivityModel(
    IReadOnlyList<EntryModel> Entries, IReadOnlyList<EntryModel> Brief, int More, TimelineModel? Timeline, IReadOnlyList<EntryModel> Decided, IReadOnlyList<int> Years, HeatRow? Heat, IReadOnlyList<string> Subjects, string Official, string Federal, IReadOnlyList<Refusal> Refusals, string ModelVersion,
    IReadOnlyList<JournalSign> Journal, int JournalMore, string? Outside);
