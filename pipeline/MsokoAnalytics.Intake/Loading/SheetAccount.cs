namespace MsokoAnalytics.Intake.Loading;

/// <summary>What became of the rows of one sheet. Blank rows are no rows: a spreadsheet has no end of them.</summary>
public sealed record SheetAccount(int SheetNo, string SheetName, string Status)
{
    public string? LayoutId { get; init; }

    public string? LayoutTitle { get; init; }

    /// <summary>Why the sheet was not loaded, for the user.</summary>
    public string? Problem { get; init; }

    /// <summary>Rows with text in them.</summary>
    public int Read { get; init; }

    public int Loaded { get; init; }

    public int Rejected { get; init; }

    /// <summary>Titles, headers, group and subtotal rows, legends, rows of auxiliary sheets.</summary>
    public int NonData { get; init; }

    /// <summary>Where year, grade, subject and so on came from.</summary>
    public string? Context { get; init; }

    /// <summary>How the first rows were understood, for the person who wrote the mapping; shown, never stored.</summary>
    public IReadOnlyList<string> Preview { get; init; } = [];

    /// <summary>Whether the body rows are typed together with those of other sheets, later.</summary>
    internal bool InBatch { get; init; }

    /// <summary>The account with what became of the body rows.</summary>
    internal SheetAccount With(RowCounts counts) => this with { Loaded = counts.Loaded, Rejected = counts.Rejected, NonData = NonData + counts.NonData, InBatch = false };

    public bool Balanced => Read == Loaded + Rejected + NonData;
}

/// <summary>Values of <see cref="SheetAccount.Status"/>.</summary>
public static class SheetStatus
{
    public const string Loaded = "loaded";
    public const string Auxiliary = "auxiliary";
    public const string Empty = "empty";
    public const string Unrecognised = "unrecognised";
    public const string NoContext = "no_context";

    /// <summary>A sheet that a mapping leaves out.</summary>
    public const string Skipped = "skipped";
}

/// <summary>What became of one file.</summary>
public sealed record FileAccount(string Path, long? FileKey, string Status)
{
    /// <summary>How it was read: «XLSX», «CSV, windows-1251, …».</summary>
    public string? Format { get; init; }

    public string? ProblemRule { get; init; }

    public string? Problem { get; init; }

    public string? Advice { get; init; }

    public IReadOnlyList<SheetAccount> Sheets { get; init; } = [];

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether the rows were there already from an earlier run.</summary>
    public bool Unchanged { get; init; }

    /// <summary>The account with the first problem of its sheets as its own.</summary>
    internal FileAccount WithProblemOfSheets()
    {
        const string Unknown = "сверьте заголовки с образцом формы; если таблица своя (МКР, РКР, итоги по школам), опишите её: msoko template mkr|rkr|schools ПАПКА";
        return Sheets.FirstOrDefault(s => s.Status is SheetStatus.Unrecognised or SheetStatus.NoContext) switch
        {
            { LayoutId: { } id } s when id.StartsWith("сопоставление:", StringComparison.Ordinal) => this with
            {
                ProblemRule = s.Status == SheetStatus.NoContext ? "mapping.context" : "mapping.header", Problem = s.Problem,
                Advice = $"сверьте таблицу с описанием «{id["сопоставление:".Length..]}»: заголовки пишутся так, как стоят в таблице, ненужные перечисляются в «лишние столбцы»",
            },
            { Status: SheetStatus.NoContext } s => this with { ProblemRule = "sheet.context", Problem = s.Problem, Advice = "добавьте недостающее в имя файла, имя папки или manifest.csv" },
            { } s => this with { ProblemRule = "sheet.unrecognised", Problem = s.Problem, Advice = Unknown },
            null when Status == FileStatus.Unrecognised => this with { ProblemRule = "sheet.unrecognised", Problem = "в файле только служебные листы", Advice = Unknown },
            null => this,
        };
    }

    public int Read => Sheets.Sum(s => s.Read);

    public int Loaded => Sheets.Sum(s => s.Loaded);

    public int Rejected => Sheets.Sum(s => s.Rejected);

    public int NonData => Sheets.Sum(s => s.NonData);
}

/// <summary>Values of <see cref="FileAccount.Status"/>.</summary>
public static class FileStatus
{
    public const string Loaded = "loaded";
    public const string Unrecognised = "unrecognised";
    public const string Failed = "failed";
    public const string Replaced = "replaced";
    public const string Copy = "copy";
}
