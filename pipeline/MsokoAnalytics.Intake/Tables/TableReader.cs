namespace MsokoAnalytics.Intake.Tables;

/// <summary>A forward-only reader of the sheets of one file. A text file has one sheet.</summary>
public abstract class TableReader : IDisposable
{
    /// <summary>Name of the current sheet; of a text file the file's name without extension.</summary>
    public abstract string SheetName { get; }

    /// <summary>1-based number of the current sheet.</summary>
    public int SheetNumber { get; protected set; }

    /// <summary>How the file was read, for the report: «XLSX» or «CSV, windows-1251, «;»».</summary>
    public abstract string Description { get; }

    /// <summary>Whether the source is delimited text, where a stray separator shifts the rest of a line.</summary>
    public virtual bool IsText => false;

    /// <summary>Moves to the next sheet (the first one on the first call).</summary>
    public abstract bool NextSheet();

    /// <summary>Reads the next physical row, blank rows included.</summary>
    /// <exception cref="IntakeException">The file is damaged from here on.</exception>
    public abstract bool ReadRow(RowBuffer row);

    /// <summary>Share of the file that has been read, 0..1, for the progress display.</summary>
    public abstract double Progress { get; }

    /// <summary>Leaves numbers out, for parts of the current sheet that are counted as sheets of their own.</summary>
    internal void SkipNumbers(int count) => SheetNumber += count;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
