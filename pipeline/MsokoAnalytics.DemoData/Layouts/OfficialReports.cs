using MsokoAnalytics.DemoData.Aggregates;
using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Layouts;

/// <summary>The two official aggregate reports.</summary>
internal static class OfficialReports
{
    public const string MarksName = "Статистика по отметкам";
    public const string JournalName = "Сравнение отметок с отметками по журналу";

    private const string Lowered = "Понизили (Отметка < Отметка по журналу) %";
    private const string Raised = "Повысили (Отметка > Отметка по журналу) %";

    /// <summary>Ф3 «Статистика по отметкам»: percents of the four marks in four scopes.</summary>
    public static void WriteMarks(TableWriter table, FileReport report, Work work, WorkFigures figures)
    {
        Begin(table, report, work, MarksName, withTitle: true);
        Header(table, report, "Группы участников", "Кол-во ОО", "Кол-во участников", "2", "3", "4", "5");
        foreach (var scope in figures.All())
        {
            table.BeginRow();
            table.Text(scope.Name);
            table.Number(scope.Scope == "school" ? null : scope.Schools);
            table.Number(scope.Writers);
            foreach (var n in scope.Marks) table.Number(ScopeFigures.Percent(n, scope.Writers));
            table.EndRow();
            report.Sheet.Add(RowClass.Data);
        }
    }

    /// <summary>«Сравнение отметок с отметками по журналу», one row a scope (2024).</summary>
    public static void WriteJournalWide(TableWriter table, FileReport report, Work work, WorkFigures figures, DirtSource dirt)
    {
        var alias = dirt.Chance(DirtRates.MunicipalityAlias);
        Begin(table, report, work, JournalName, withTitle: true);
        Header(
            table, report, "Группы участников", "Кол-во участников(всего)",
            Lowered, "Понизили (Отметка < Отметка по журналу) Кол-во участников",
            "Подтвердили (Отметка = Отметке по журналу) %", "Подтвердили (Отметка = Отметке по журналу) Кол-во участников",
            Raised, "Повысили (Отметка > Отметка по журналу) Кол-во участников");
        foreach (var scope in figures.All().Where(f => f.Scope != "country" && f.Both > 0))
        {
            table.BeginRow();
            ScopeName(table, report, scope, alias);
            table.Number(scope.Both);
            foreach (var n in new[] { scope.Lowered, scope.Confirmed, scope.Raised })
            {
                table.Number(ScopeFigures.Percent(n, scope.Both));
                table.Number(n);
            }

            table.EndRow();
            report.Sheet.Add(RowClass.Data);
        }
    }

    /// <summary>The same report with five rows a scope (2021).</summary>
    public static void WriteJournalLong(TableWriter table, FileReport report, Work work, WorkFigures figures, DirtSource dirt)
    {
        var alias = dirt.Chance(DirtRates.MunicipalityAlias);
        var withTitle = !dirt.Chance(DirtRates.NoTitle);
        Begin(table, report, work, JournalName, withTitle);
        Header(table, report, "Группы участников", "Кол-во участников", "%");
        foreach (var scope in figures.All().Where(f => f.Scope != "country" && f.Both > 0))
        {
            table.BeginRow();
            ScopeName(table, report, scope, alias);
            table.EndRow();
            report.Sheet.Add(RowClass.Group);
            LongRow(table, report, Lowered, scope.Lowered, scope.Both);
            LongRow(table, report, "Подтвердили (Отметка = Отметка по журналу) %", scope.Confirmed, scope.Both);
            LongRow(table, report, Raised, scope.Raised, scope.Both);
            LongRow(table, report, "Всего", scope.Both, scope.Both);
        }
    }

    private static void Begin(TableWriter table, FileReport report, Work work, string name, bool withTitle)
    {
        var sheetName = Individual2024File.SheetName(work, name);
        table.BeginSheet(sheetName);
        report.Sheets.Add(new SheetReport(table.Sheet, sheetName.Length > 31 ? sheetName[..31] : sheetName));
        if (sheetName.Length > 31 && !table.SingleSheet) report.Dirt.Add(new PlantedDirt(table.Sheet, 0, 0, DirtKind.SheetNameCut, sheetName[..31], sheetName));
        if (withTitle)
        {
            OfficialTitle.Write(table, report.Sheet, name, work);
            table.BlankRow();
            report.Sheet.Add(RowClass.Blank);
        }
        else
        {
            report.Dirt.Add(new PlantedDirt(table.Sheet, 0, 0, DirtKind.NoTitle, "", name));
        }
    }

    private static void Header(TableWriter table, FileReport report, params ReadOnlySpan<string?> cells)
    {
        table.TextRow(cells);
        report.Sheet.Add(RowClass.Header);
    }

    private static void ScopeName(TableWriter table, FileReport report, ScopeFigures scope, bool alias)
    {
        var aliased = alias && scope.Alias.Length > 0;
        table.Text(aliased ? scope.Alias : scope.Name);
        if (aliased) report.Dirt.Add(new PlantedDirt(table.Sheet, table.Row, table.Column, DirtKind.MunicipalityAlias, scope.Alias, scope.Name));
    }

    private static void LongRow(TableWriter table, FileReport report, string name, int n, int whole)
    {
        table.BeginRow();
        table.Text(name);
        table.Number(n);
        table.Number(ScopeFigures.Percent(n, whole));
        table.EndRow();
        report.Sheet.Add(RowClass.Data);
    }
}
