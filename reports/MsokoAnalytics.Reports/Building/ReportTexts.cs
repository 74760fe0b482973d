namespace MsokoAnalytics.Reports.Building;

/// <summary>Addressees and other words a user may set.</summary>
/// <param name="MunicipalityRecipient">Whom the municipality's summary is for.</param>
/// <param name="SchoolRecipient">Whom a school's card is for.</param>
/// <param name="MunicipalityAudience">Who may read the summary.</param>
/// <param name="SchoolAudience">Who may read the card.</param>
internal sealed record ReportTexts(string MunicipalityRecipient, string SchoolRecipient, string MunicipalityAudience, string SchoolAudience)
{
    internal static ReportTexts Default { get; } = new(
        "Руководителю муниципального органа управления образованием",
        "Руководителю образовательной организации",
        "Для служебного пользования методического центра",
        "Для руководителя школы и методического центра");
}
