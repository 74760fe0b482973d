using System.Globalization;
using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;

namespace MsokoAnalytics.DemoData.Sgo;

/// <summary>«Табель успеваемости учащегося»: one block a pupil, four header rows, four quarters and the marks of the year.</summary>
internal static class ReportCard
{
    private const int Columns = 18;
    private const int TitleColumns = 26;
    private static readonly string[] YearMarks = ["Год. оценка", "Экз. оценка", "Гос. экз. оценка", "Итог. оценка"];

    public static void Write(XlsxWriter table, FileReport report, SgoJournal journal)
    {
        table.BeginSheet("Лист1");
        report.Sheets.Add(new SheetReport(1, "Лист1"));
        Title(table, report, journal.School, 0);
        table.SkipRows(1);
        Title(table, report, "Табель успеваемости учащегося", 4);
        table.SkipRows(2);
        foreach (var pupil in journal.Pupils) Block(table, report, journal, pupil);
    }

    private static void Title(XlsxWriter table, FileReport report, string text, int style)
    {
        table.BeginRow();
        table.Style(style);
        table.Text(text);
        table.EndRow();
        table.Merge(table.Row, 1, table.Row, TitleColumns);
        report.Sheet.Add(RowClass.Title);
    }

    private static void Block(XlsxWriter table, FileReport report, SgoJournal journal, SgoPupil pupil)
    {
        table.TextRow($"Учебный год: {journal.AcademicYear}");
        table.TextRow($"Класс: {journal.Class}");
        table.TextRow($"Ученик: {pupil.Name}");
        if (pupil.IsPerson) report.Dirt.Add(new PlantedDirt(1, table.Row, 1, DirtKind.PersonalName, pupil.Name, ""));
        table.SkipRows(2);
        Header(table);
        report.Sheet.Add(RowClass.Group, 3);
        report.Sheet.Add(RowClass.Header, 4);
        for (var i = 0; i < pupil.Rows.Length; i++)
        {
            SubjectRow(table, i + 1, pupil.Rows[i]);
            report.Sheet.Add(RowClass.Data);
        }

        table.BeginRow();
        for (var i = 0; i < Columns; i++) Styled(table, null);
        table.EndRow();
        report.Sheet.Add(RowClass.Blank);
    }

    private static void Header(XlsxWriter table)
    {
        var row = table.Row + 1;
        HeaderRow(table, [null, "Предмет", "Учебные периоды", .. new string?[11], .. YearMarks]);
        table.Merge(row, 2, row + 2, 2);
        table.Merge(row, 3, row, 14);
        for (var c = 15; c <= Columns; c++) table.Merge(row, c, row + 2, c);
        HeaderRow(table, ["№", .. new string?[17]]);
        HeaderRow(table, ["п/п", null, .. Enumerable.Range(1, 4).SelectMany(q => new string?[] { FormattableString.Invariant($"{q} Четверть"), null, null }), .. new string?[4]]);
        for (var c = 3; c <= 12; c += 3)
        {
            table.Merge(row + 1, c, row + 1, c + 2);
            table.Merge(row + 2, c, row + 2, c + 2);
        }

        HeaderRow(table, [null, null, .. Enumerable.Repeat(new string?[] { "Средний балл", "Ср. взв. балл", "Итог" }, 4).SelectMany(x => x), .. new string?[4]]);
    }

    private static void HeaderRow(XlsxWriter table, string?[] cells)
    {
        table.BeginRow();
        table.Style(3);
        foreach (var cell in cells) Styled(table, cell);
        table.EndRow();
    }

    private static void SubjectRow(XlsxWriter table, int number, SgoRow row)
    {
        table.BeginRow();
        table.Style(1);
        table.Text(number.ToString(CultureInfo.InvariantCulture));
        table.Text(row.Subject.Name);
        table.Style(2);
        foreach (var quarter in row.Quarters)
        {
            table.Number(quarter.Mean);
            table.Number(quarter.Weighted);
            Styled(table, quarter.Mark == 0 ? null : quarter.Mark.ToString(CultureInfo.InvariantCulture));
        }

        Styled(table, row.YearMark == 0 ? null : row.YearMark.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < 3; i++) Styled(table, null);
        table.EndRow();
    }

    private static void Styled(XlsxWriter table, string? text)
    {
        if (text is null) table.Empty();
        else table.Text(text);
    }
}
