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
    ];

    internal static IEnumerable<string> Names => All.Select(s => s.Name);

    internal static IReportSection? Find(string name) => All.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal));
}
