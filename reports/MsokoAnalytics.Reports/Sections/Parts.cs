namespace MsokoAnalytics.Reports.Sections;

/// <summary>Headings of the parts of a report that several sections share.</summary>
internal static class Parts
{
    internal const string Dynamics = "Динамика";
    internal const string Scores = "Показатели и баллы";
    internal const string Deficits = "Дефициты по умениям";
    internal const string Cluster = "Соседи по кластеру";
}
