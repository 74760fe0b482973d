namespace MsokoAnalytics.DemoData.Dirt;

/// <summary>Kinds of planted dirt; written to <c>truth/dirt.csv</c> in snake_case.</summary>
internal enum DirtKind
{
    /// <summary>A class written otherwise than the layout's own way.</summary>
    ClassSpelling,

    /// <summary>x, Х, х instead of X.</summary>
    XSpelling,

    /// <summary>«не пройд.» instead of X.</summary>
    NotPassed,

    /// <summary>No journal mark, written as н/а, * or nothing.</summary>
    JournalNoneSpelling,

    /// <summary>A journal mark of 1.</summary>
    JournalBad,

    /// <summary>Journal, sex and class moved one column to the left.</summary>
    ColumnShift,

    /// <summary>A task score off by one; the total is right.</summary>
    TotalMismatch,

    /// <summary>A task score above the task's maximum; the total is right.</summary>
    ScoreAboveMax,

    /// <summary>A second row with a code already used in the school.</summary>
    DuplicateCode,

    /// <summary>The declared number of participants is not the number of writers.</summary>
    DeclaredCount,

    /// <summary>A no-break space in a name or a header.</summary>
    NoBreakSpace,

    BlankRow,

    /// <summary>Blank rows after the last one with data.</summary>
    TrailingRows,

    /// <summary>A sheet name cut at 31 characters.</summary>
    SheetNameCut,

    /// <summary>A municipality under another name than in other files.</summary>
    MunicipalityAlias,

    /// <summary>No title rows: year, grade and subject only in the path.</summary>
    NoTitle,

    /// <summary>Neither content nor path name year, grade and subject; <c>manifest.csv</c> does.</summary>
    NoContext,

    Truncated,
    PasswordProtected,
    CsvNamedXlsx,
    EmptyFile,

    /// <summary>A cell that a later re-issue of the file corrects.</summary>
    Reissued,

    IdenticalCopy,

    /// <summary>A mean that counts a mark which is not printed.</summary>
    SgoHiddenMark,

    /// <summary>A full (invented) name of a pupil.</summary>
    PersonalName,

    /// <summary>An answer string of ГИА with a sign that means nothing.</summary>
    GiaAnswers,

    /// <summary>A row of ГИА once more, moved by one cell.</summary>
    GiaShift,
}

/// <summary>One piece of planted dirt.</summary>
/// <param name="Sheet">1-based; 0 = the file as a whole.</param>
/// <param name="Row">1-based; 0 = the sheet or the file as a whole.</param>
/// <param name="Column">1-based; 0 = the row as a whole.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Written">What stands in the file.</param>
/// <param name="Truth">What would stand there in a clean file.</param>
internal sealed record PlantedDirt(int Sheet, int Row, int Column, DirtKind Kind, string Written, string Truth);
