using System.Globalization;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Kinds;

/// <summary>
/// One kind of report, as its file <c>kinds/&lt;name&gt;.json</c> says: whose it is, what stands on its title and which sections it
/// has in which order. <c>{wave}</c> is «весна 2021 года», <c>{year}</c> the year of the wave; in the file name <c>{waveKey}</c>
/// is <c>2021-spring</c> and <c>{id}</c> the code of the municipality or school.
/// </summary>
internal sealed record ReportKind
{
    /// <summary>Name of the file: what <c>--kind</c> takes.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Place among the kinds.</summary>
    public required int Order { get; init; }

    /// <summary><c>municipality</c> (one report each) or <c>school</c>.</summary>
    public required string Of { get; init; }

    /// <summary>Made when no kind is named.</summary>
    public bool ByDefault { get; init; } = true;

    /// <summary>Pages lie on their long side.</summary>
    public bool Landscape { get; init; }

    public required string Caption { get; init; }

    public required string Title { get; init; }

    /// <summary>For whom, unless the settings say otherwise.</summary>
    public required string Recipient { get; init; }

    /// <summary>Where the figures come from.</summary>
    public required string Source { get; init; }

    /// <summary>Who may read it.</summary>
    public required string Audience { get; init; }

    /// <summary>Right side of the page header.</summary>
    public required string Running { get; init; }

    /// <summary>Relative path of the PDF.</summary>
    public required string File { get; init; }

    /// <summary>Names of sections, in the order of the pages.</summary>
    public required IReadOnlyList<string> Sections { get; init; }

    internal bool OfSchool => string.Equals(Of, Scopes.School, StringComparison.Ordinal);

    /// <summary>A text of the kind with the wave put in.</summary>
    internal static string Fill(string text, WaveKey wave) => text
        .Replace("{wave}", WaveNames.Nominative(wave), StringComparison.Ordinal)
        .Replace("{year}", wave.Year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>Relative path of the report of one municipality or school.</summary>
    internal string PathOf(WaveKey wave, string id) => File
        .Replace("{waveKey}", wave.ToString(), StringComparison.Ordinal)
        .Replace("{year}", wave.Year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{id}", FileName(id), StringComparison.Ordinal);

    /// <summary>Letters, digits, «-» and «_» stay; anything else could not be in a file name everywhere.</summary>
    private static string FileName(string id) => string.Concat(id.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
}
