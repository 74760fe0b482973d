namespace MsokoAnalytics.Reports.Model;

/// <summary>
/// What one report shows: every number and every sentence, nothing about fonts or places on a page. Percents are 0..100 and
/// already rounded to the one decimal that is printed, so that a chart label and a table cell can never differ.
/// </summary>
internal sealed record ReportModel
{
    /// <summary>Name of the kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Pages lie on their long side.</summary>
    public bool Landscape { get; init; }

    /// <summary>Whose report it is: «школа» or «муниципалитет».</summary>
    public required string Own { get; init; }

    public required ReportHead Head { get; init; }

    public required IReadOnlyList<KeyFigure> KeyFigures { get; init; }

    public required IReadOnlyList<Conclusion> Conclusions { get; init; }

    public required NotesSection Notes { get; init; }

    /// <summary>The sections in the order of the pages.</summary>
    public required IReadOnlyList<SectionModel> Sections { get; init; }

    /// <summary>Data of the charts by the name under which the sections refer to them.</summary>
    public required IReadOnlyDictionary<string, ChartModel> Charts { get; init; }

    /// <summary>
    /// Which run produced the data. It is printed but does not count as content: a later run over the same data leaves the
    /// report as it is, with the run that first produced these figures.
    /// </summary>
    public Provenance? Provenance { get; init; }
}

/// <summary>A section of a report.</summary>
/// <param name="Name">Its name in the kind.</param>
/// <param name="Template">File of <c>templates/sections</c>.</param>
/// <param name="Part">Heading of the part of the report it opens; null when it stands in the part before it or has a heading of its own.</param>
/// <param name="Data">What the template gets; null for the parts of the frame, which show the model itself.</param>
internal sealed record SectionModel(string Name, string Template, string? Part, object? Data);

/// <param name="RunId">Identifier of the run in the warehouse.</param>
/// <param name="Date">Date of the data in words, «14 мая 2026 г.».</param>
/// <param name="Day">The same date as year, month, day: the PDF's creation date.</param>
internal sealed record Provenance(string RunId, string Date, IReadOnlyList<int> Day);

/// <param name="Organisation">Whose results are shown, in full.</param>
/// <param name="Title">Title of the report.</param>
/// <param name="KindName">What sort of report it is.</param>
/// <param name="Recipient">For whom.</param>
/// <param name="Period">Wave and academic year.</param>
/// <param name="Source">Where the results come from.</param>
/// <param name="Audience">Who may read it.</param>
/// <param name="Running">Left side of the page header.</param>
/// <param name="RunningRight">Right side of the page header.</param>
internal sealed record ReportHead(
    string Organisation, string Title, string KindName, string Recipient, string Period, string Source, string Audience, string Running,
    string RunningRight);

/// <summary>One number of the strip below the title.</summary>
internal sealed record KeyFigure(string Label, string Value, string? Note);

/// <summary>One short paragraph of the conclusions.</summary>
/// <param name="Lead">Its bold first words.</param>
/// <param name="Text">The sentences.</param>
internal sealed record Conclusion(string Lead, string Text);

/// <summary>A share with its 95 % Wilson interval, percent.</summary>
internal sealed record Share(double Value, double Low, double High);

/// <summary>The share of a wider group beside our own.</summary>
/// <param name="Value">Percent.</param>
/// <param name="Diff">Ours minus theirs, percent points.</param>
/// <param name="Outside">−1 or +1 when their share lies outside our interval (ours is lower or higher), 0 within it.</param>
internal sealed record Reference(double Value, double Diff, int Outside);
