using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;

namespace MsokoAnalytics.Reports.Sections;

/// <summary>A section made from the results of ВПР that every report loads.</summary>
internal sealed class WaveSection(string name, Func<BuildContext, object?> build, string? part = null) : IReportSection
{
    public string Name => name;

    public string? Part => part;

    public Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken) =>
        Task.FromResult<ISectionData>(new SectionData(c => build(c) is { } built ? new SectionContent(built) : null));
}

/// <summary>The sections on one wave of ВПР.</summary>
internal static class WaveSections
{
    internal const string Marks = "marks";
    internal const string Journal = "journal";
    internal const string Tasks = "tasks";
    internal const string Funnels = "funnels";
    internal const string Waves = "waves";

    private const int SchoolHistogramColumns = 3;
    private const int MunicipalityHistogramColumns = 2;

    internal static IReadOnlyList<IReportSection> All { get; } =
    [
        new WaveSection(Marks, MarksSectionBuilder.Build),
        new WaveSection("histograms", c => c.OfSchool
            ? HistogramSectionBuilder.Build(c, c.Works, SchoolHistogramColumns)
            : HistogramSectionBuilder.Build(c, c.MainWorks, MunicipalityHistogramColumns)),
        new WaveSection(Journal, JournalSectionBuilder.Build),
        new WaveSection(Tasks, c => TaskSectionBuilder.Build(c, colourByDifference: c.OfSchool)),
        new WaveSection(Funnels, c => FunnelSectionBuilder.Build(c, c.MainWorks, c.SchoolNumbers)),
        new WaveSection("schools", c => c.Schools.Count == 0 ? null : SchoolListBuilder.Build(c, c.Schools, c.MainWorks)),
        new WaveSection(Waves, WavesSectionBuilder.Build, Parts.Dynamics),
    ];
}
