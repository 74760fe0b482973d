namespace MsokoAnalytics.Reports.Sections;

/// <summary>Parts of a report that have no data of their own: they show what the other sections have said.</summary>
internal static class FrameSections
{
    internal const string Title = "title";
    internal const string KeyFigures = "key-figures";
    internal const string Conclusions = "conclusions";
    internal const string Notes = "notes";

    internal static bool Is(string name) => name is Title or KeyFigures or Conclusions or Notes;
}
