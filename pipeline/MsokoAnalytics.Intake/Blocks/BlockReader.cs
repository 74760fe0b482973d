using System.Data.Common;
using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Privacy;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Blocks;

/// <summary>What a row of a block form is.</summary>
internal enum BlockRow
{
    NonData,
    Loaded,
    Rejected,
}

/// <summary>A form that repeats a small table per pupil; rows are few (one pupil × subject), so they are read in C#.</summary>
internal abstract partial class BlockReader(LayoutBlocks layout, long fileKey, int sheetNo, ITableAppender rejects) : IDisposable
{
    protected BlockContext Context { get; } = new(layout);

    protected LayoutBlocks Layout { get; } = layout;

    protected long FileKey { get; } = fileKey;

    protected int SheetNo { get; } = sheetNo;

    public abstract BlockRow Read(int rowNumber, string[] cells);

    public abstract void Complete();

    public abstract void Dispose();

    /// <summary>Columns (0-based) whose cells hold names and are never kept; known once the header is read.</summary>
    public virtual IReadOnlySet<int> PersonalColumns { get; } = new HashSet<int>();

    /// <summary>The column (0-based) of a row of data whose words are kept: the subject or the period.</summary>
    protected virtual int WordColumn => 0;

    /// <summary>Hides words where marks stand: a shifted name would else be kept.</summary>
    public void HideWords(string[] cells, string replacement)
    {
        for (var c = 0; c < cells.Length; c++)
            if (c != WordColumn && Word().IsMatch(cells[c]) && !CellScreen.IsPlaceholder(cells[c]) && JournalPeriod.Parse(cells[c]) is null && !JournalPeriod.IsNoMark(cells[c])) cells[c] = replacement;
    }

    [GeneratedRegex(@"\p{L}{3}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    /// <summary>Whether the first rows hold what the reader needs to find the data; without it nothing of the sheet is kept.</summary>
    public virtual bool Fits(IReadOnlyList<string[]> rows) => true;

    /// <param name="isPersonal">Tells a header whose column holds personal data.</param>
    public static BlockReader Create(Layout layout, long fileKey, int sheetNo, DbConnection connection, ITableAppender rejects, Func<string, bool> isPersonal) => layout.Blocks!.Reader switch
    {
        "sgo_progress" => new SgoProgressReader(layout.Blocks, fileKey, sheetNo, connection, rejects),
        "sgo_report_card" => new SgoReportCardReader(layout.Blocks, fileKey, sheetNo, connection, rejects),
        "class_summary" => new ClassSummaryReader(layout.Blocks, fileKey, sheetNo, connection, rejects, isPersonal),
        var other => throw new LayoutException(layout.Id, $"неизвестный вид блоков «{other}»"),
    };

    protected void Reject(int rowNumber, int column, string header, string rule, string severity, string valueClass)
    {
        rejects.SetInt64(0, FileKey);
        rejects.SetInt32(1, SheetNo);
        rejects.SetInt32(2, rowNumber);
        rejects.SetInt32(3, column + 1);
        rejects.SetString(4, header);
        rejects.SetString(5, rule);
        rejects.SetString(6, severity);
        rejects.SetString(7, valueClass);
        rejects.EndRow();
    }

    protected bool IsLegend(string[] cells) => cells.Length > 1 && Layout.Legend.Contains(cells[0].Trim(), StringComparer.Ordinal) && cells[1].Length > 1;

    protected bool Is(string cell, string column) => HeaderText.Normalize(cell) == HeaderText.Normalize(Layout.Columns[column]);

    protected static bool StartsWithDigit(string[] cells, int column) => Cell(cells, column) is [>= '0' and <= '9', ..];

    protected static string Cell(string[] cells, int column) => column >= 0 && column < cells.Length ? cells[column].Trim() : "";
}
