namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>A one-sheet workbook in one call.</summary>
internal static class Book
{
    public static byte[] Of(string sheetName, params object?[][] rows)
    {
        var book = new XlsxFile();
        book.Sheet(sheetName).Rows(rows);
        return book.ToBytes();
    }
}
