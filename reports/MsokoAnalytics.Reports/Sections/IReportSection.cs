using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;

namespace MsokoAnalytics.Reports.Sections;

/// <summary>
/// A section of a report: the figures of one subject. It reads its data once for a municipality and all its schools, in a fixed number
/// of queries, and then makes the section of each report from what it has read. How it looks is in
/// <c>templates/sections/&lt;template&gt;.typ</c>; where it stands is in <c>kinds/*.json</c>.
/// </summary>
internal interface IReportSection
{
    /// <summary>The name by which a kind lists it.</summary>
    string Name { get; }

    /// <summary>File of <c>templates/sections</c> without its ending; several sections may share one.</summary>
    string Template => Name;

    /// <summary>
    /// Heading of the part it belongs to: sections of one part that follow one another stand under one heading, each with a heading of
    /// its own below it. Null when it has its own numbered heading.
    /// </summary>
    string? Part => null;

    /// <summary>
    /// Tables it reads besides those that every report needs, as <c>schema.table</c>. A warehouse built by an older version may lack
    /// them: then the section is left out.
    /// </summary>
    IReadOnlyList<string> Tables => [];

    /// <summary>Reads what the reports of the target need. Called once per municipality.</summary>
    Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken);
}

/// <summary>What a section has read for one municipality and its schools.</summary>
internal interface ISectionData
{
    /// <summary>The section of one report; null when there is nothing to show: it is left out with its heading.</summary>
    SectionContent? Build(BuildContext context);
}

/// <summary>A section of one report.</summary>
/// <param name="Data">What its template gets; percents rounded as they are printed.</param>
internal sealed record SectionContent(object Data)
{
    /// <summary>Sentences for the conclusions; they state figures and never judge.</summary>
    public IReadOnlyList<Conclusion> Conclusions { get; init; } = [];

    /// <summary>Paragraphs for the notes: method, source, version of the rule.</summary>
    public IReadOnlyList<Conclusion> Notes { get; init; } = [];

    /// <summary>Numbers for the strip below the title, in kinds that have no figures of ВПР.</summary>
    public IReadOnlyList<KeyFigure> KeyFigures { get; init; } = [];
}

/// <summary>Data that is a function: enough for most sections.</summary>
internal sealed class SectionData(Func<BuildContext, SectionContent?> build) : ISectionData
{
    public SectionContent? Build(BuildContext context) => build(context);
}
