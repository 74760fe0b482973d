using System.Globalization;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Layouts;

/// <summary>The first six rows of every official report: name, work, subject, maximum, date.</summary>
internal static class OfficialTitle
{
    public static void Write(TableWriter table, SheetReport sheet, string report, Work work)
    {
        table.TextRow(report);
        table.BlankRow();
        table.TextRow(work.Title);
        table.TextRow("Предмет:", work.Subject.Name);
        table.BeginRow();
        table.Text("Максимальный первичный балл:");
        table.Number(work.Profile.Max);
        table.EndRow();
        table.TextRow("Дата:", work.Day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture));
        sheet.Add(RowClass.Title, 5);
        sheet.Add(RowClass.Blank);
    }
}
