using System.Globalization;
using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;

namespace MsokoAnalytics.DemoData.Sgo;

/// <summary>
/// «Отчет об успеваемости и посещаемости ученика»: one block a pupil, the number of day columns differing from block to block,
/// so that the three last columns move.
/// </summary>
internal static class ProgressReport
{
    private static readonly string[] Months =
        ["Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"];

    private static readonly (string Letter, string Meaning)[] Legend = [("Н", "Неуважительная"), ("О", "Опоздание"), ("Б", "Болезнь"), ("У", "Уважительная")];

    public static void Write(XlsxWriter table, FileReport report, SgoJournal journal)
    {
        table.BeginSheet("Лист1");
        report.Sheets.Add(new SheetReport(1, "Лист1"));
        var width = journal.Pupils[0].Days.Length + 1;
        Title(table, report, journal.School, width, 0);
        table.SkipRows(1);
        Title(table, report, "Отчет об успеваемости и посещаемости ученика", width, 4);
        table.SkipRows(2);
        foreach (var pupil in journal.Pupils) Block(table, report, journal, pupil);
    }

    private static void Title(XlsxWriter table, FileReport report, string text, int width, int style)
    {
        table.BeginRow();
        table.Style(style);
        table.Text(text);
        table.EndRow();
        table.Merge(table.Row, 1, table.Row, width);
        report.Sheet.Add(RowClass.Title);
    }

    private static void Block(XlsxWriter table, FileReport report, SgoJournal journal, SgoPupil pupil)
    {
        var culture = CultureInfo.InvariantCulture;
        table.TextRow($"Учебный год: {journal.AcademicYear}");
        table.TextRow($"Класс: {journal.Class}");
        table.TextRow($"Период: с {journal.From.ToString("dd.MM.yy", culture)} по {journal.To.ToString("dd.MM.yy", culture)}");
        table.TextRow($"Ученик: {pupil.Name}");
        if (pupil.IsPerson) report.Dirt.Add(new PlantedDirt(1, table.Row, 1, DirtKind.PersonalName, pupil.Name, ""));
        table.SkipRows(1);
        MonthRow(table, pupil);
        table.BeginRow();
        table.Style(3);
        table.Empty();
        foreach (var day in pupil.Days) table.Number(day.Day);
        for (var i = 0; i < 3; i++) table.Empty();
        table.EndRow();
        report.Sheet.Add(RowClass.Group, 4);
        report.Sheet.Add(RowClass.Header, 2);
        foreach (var row in pupil.Rows) SubjectRow(table, report, row);
        table.SkipRows(1);
        table.BlankRow();
        report.Sheet.Add(RowClass.Blank);
        foreach (var (letter, meaning) in Legend) table.TextRow(letter, meaning);
        report.Sheet.Add(RowClass.Service, Legend.Length);
    }

    private static void MonthRow(XlsxWriter table, SgoPupil pupil)
    {
        table.BeginRow();
        table.Style(3);
        table.Text("Предмет");
        var row = table.Row;
        table.Merge(row, 1, row + 1, 1);
        var first = 0;
        for (var i = 1; i <= pupil.Days.Length; i++)
        {
            if (i < pupil.Days.Length && pupil.Days[i].Month == pupil.Days[first].Month) continue;
            table.Text(Months[pupil.Days[first].Month - 1]);
            for (var rest = first + 1; rest < i; rest++) table.Empty();
            if (i - first > 1) table.Merge(row, first + 2, row, i + 1);
            first = i;
        }

        foreach (var name in new[] { "Средняя оценка", "Средневзвешенный \n балл", "Итоговая оценка за период" })
        {
            table.Text(name);
            table.Merge(row, table.Column, row + 1, table.Column);
        }

        table.EndRow();
    }

    private static void SubjectRow(XlsxWriter table, FileReport report, SgoRow row)
    {
        table.BeginRow();
        table.Style(1);
        table.Text(row.Subject.Name);
        table.Style(2);
        foreach (var cell in row.Cells)
        {
            if (cell is null) table.Empty();
            else if (cell.Length == 0) table.EmptyText();
            else table.Text(cell);
        }

        table.Number(row.Mean);
        if (Math.Abs(row.Mean - row.PrintedMean) > 1e-9)
            report.Dirt.Add(new PlantedDirt(1, table.Row, table.Column, DirtKind.SgoHiddenMark, row.Mean.ToString("R", CultureInfo.InvariantCulture), row.PrintedMean.ToString("R", CultureInfo.InvariantCulture)));
        table.Number(row.Weighted);
        if (row.Quarters[3].Mark > 0) table.Text(row.Quarters[3].Mark.ToString(CultureInfo.InvariantCulture));
        else table.Empty();
        table.EndRow();
        report.Sheet.Add(RowClass.Data);
    }
}
