using MsokoAnalytics.Reports.Sections.Clusters;
using MsokoAnalytics.Reports.Sections.Deficits;
using MsokoAnalytics.Reports.Sections.Dynamics;
using MsokoAnalytics.Reports.Sections.LowResults;
using MsokoAnalytics.Reports.Sections.Scores;

namespace MsokoAnalytics.Reports.Sections;

/// <summary>All sections a kind may list. A new section is added here, with its template in <c>templates/sections</c>.</summary>
internal static class SectionRegistry
{
    internal static IReadOnlyList<IReportSection> All { get; } =
    [
        .. WaveSections.All,
        new JournalExpectation.JournalExpectationSection(),
        new Objectivity.ObjectivitySection(),
        new Objectivity.SchoolObjectivitySection(),
        new LinesSection(),
        new ChangesSection(),
        new TrendsSection(),
        new ValueAddedSection(),
        new IndicatorsSection(),
        new ScoreSheetSection(),
        new ScoreCriteriaSection(),
        new ScoreTableSection(isInternal: true),
        new ScoreTableSection(isInternal: false),
        new LowResultsSection(),
        new ResilientSection(),
        new ClusterSection(),
        new DeficitsSection(),
    ];

    internal static IEnumerable<string> Names => All.Select(s => s.Name);

    internal static IReportSection? Find(string name) => All.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal));
}
