using System.Globalization;
using MsokoAnalytics.Intake.Mappings;
using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>A file while its sheets are read one after the other.</summary>
/// <param name="File">The file.</param>
/// <param name="Reader">Stands on the current sheet.</param>
/// <param name="Manifest">What manifests say of the file.</param>
/// <param name="Mapped">The mapping that speaks for it, or null.</param>
/// <param name="Notes">Takes what is to be told of the file.</param>
/// <param name="Cancellation">Asks to stop.</param>
internal sealed record SheetSource(SourceFile File, TableReader Reader, IReadOnlyDictionary<string, string> Manifest, MappedFile? Mapped, List<string> Notes, CancellationToken Cancellation)
{
    /// <summary>When the table was issued: what the manifest says, else when the file was written.</summary>
    public DateTime IssuedAt =>
        Manifest.TryGetValue("issued", out var text) && DateTime.TryParse(text, CultureInfo.GetCultureInfo("ru-RU"), out var issued) ? issued : File.ModifiedUtc;

    /// <summary>Reads the rest of a sheet that is not loaded.</summary>
    /// <returns>Rows with text.</returns>
    public int CountRest(RowBuffer row)
    {
        var rows = 0;
        while (Reader.ReadRow(row))
        {
            Cancellation.ThrowIfCancellationRequested();
            if (!row.IsBlank) rows++;
        }

        return rows;
    }

    /// <summary>Rows with text of a sheet that is not loaded, those of the probe included.</summary>
    public int CountAll(SheetProbe probe, RowBuffer row) => probe.NonBlank + (probe.Ended ? 0 : CountRest(row));
}
