namespace MsokoAnalytics.DemoData.Dirt;

/// <summary>How often dirt occurs at level 1. The first group follows counts in real files, the second is chosen to be met in a demo.</summary>
internal static class DirtRates
{
    public const double ClassStyle = 0.35;
    public const double XStyle = 0.15;
    public const double NotPassed = 0.01;
    public const double JournalNoneStyle = 0.6;
    public const double JournalBad = 0.0005;
    public const double ColumnShift = 0.0004;
    public const double TotalMismatch = 0.0008;
    public const double ScoreAboveMax = 0.0004;

    public const double DuplicateCode = 0.0006;
    public const double DeclaredCount = 0.03;
    public const double NoBreakSpaceInName = 0.05;
    public const double NoBreakSpaceInHeader = 0.15;
    public const double BlankRow = 0.001;
    public const double TrailingRows = 0.1;
    public const double NoTitle = 0.2;
    public const double MunicipalityAlias = 0.3;
}
