namespace MsokoAnalytics.DemoData.Tables;

/// <summary>Writes one file of one or several sheets, row by row and cell by cell.</summary>
internal abstract class TableWriter : IDisposable
{
    /// <summary>1-based row being written; blank rows count.</summary>
    public int Row { get; private set; }

    /// <summary>1-based column of the last cell written.</summary>
    public int Column { get; private set; }

    /// <summary>1-based sheet being written.</summary>
    public int Sheet { get; private set; }

    /// <summary>Only the sheet with the data can be written.</summary>
    public virtual bool SingleSheet => false;

    public long Cells { get; private set; }

    public void BeginSheet(string name)
    {
        Sheet++;
        Row = 0;
        StartSheet(name);
    }

    public void BeginRow()
    {
        Row++;
        Column = 0;
        StartRow();
    }

    /// <summary>Leaves rows out altogether.</summary>
    public void SkipRows(int rows) => Row += rows;

    /// <summary>A row with nothing in it.</summary>
    public void BlankRow()
    {
        BeginRow();
        EndRow();
    }

    /// <summary>Skips cells.</summary>
    public void Skip(int cells = 1)
    {
        for (var i = 0; i < cells; i++)
        {
            Column++;
            SkipCell();
        }
    }

    public void Text(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            Skip();
            return;
        }

        Column++;
        Cells++;
        WriteText(value);
    }

    public void Number(int value)
    {
        Column++;
        Cells++;
        WriteNumber(value);
    }

    public void Number(double value)
    {
        Column++;
        Cells++;
        WriteNumber(value);
    }

    /// <summary>A number that is absent when null.</summary>
    public void Number(int? value)
    {
        if (value is { } number) Number(number);
        else Skip();
    }

    public void Texts(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values) Text(value);
    }

    public void TextRow(params ReadOnlySpan<string?> values)
    {
        BeginRow();
        Texts(values);
        EndRow();
    }

    public abstract void EndRow();

    public abstract void Dispose();

    protected abstract void StartSheet(string name);

    protected abstract void StartRow();

    protected abstract void SkipCell();

    protected abstract void WriteText(string value);

    protected abstract void WriteNumber(int value);

    protected abstract void WriteNumber(double value);
}
