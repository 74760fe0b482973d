namespace MsokoAnalytics.Intake.Loading;

/// <summary>A file that has been read while some of its rows may still have to be typed.</summary>
internal sealed record FileDraft(SourceFile File, string Format, IReadOnlyList<SheetAccount> Sheets, IReadOnlyList<string> Notes);
