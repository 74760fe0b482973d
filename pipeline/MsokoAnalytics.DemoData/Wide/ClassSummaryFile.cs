using System.Globalization;
using MsokoAnalytics.DemoData.Output;
using MsokoAnalytics.DemoData.Plan;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;

namespace MsokoAnalytics.DemoData.Wide;

/// <summary>How a class summary shows its periods.</summary>
internal enum SummaryForm
{
    /// <summary>A second header row under each subject.</summary>
    UnderSubjects,

    /// <summary>A column; a pupil takes as many rows as there are periods.</summary>
    Column,

    /// <summary>One table a period, one below another.</summary>
    Tables,
}

/// <summary>Marks of one period.</summary>
/// <param name="Period">«1 четверть».</param>
/// <param name="Subjects">Those that have the period.</param>
/// <param name="Marks">By subject and pupil.</param>
internal sealed record SummaryTable(string Period, IReadOnlyList<string> Subjects, IReadOnlyList<string[]> Marks)
{
    /// <summary>The mark of a pupil, or nothing where the subject has no such period.</summary>
    public string? Mark(string subject, int pupil)
    {
        for (var s = 0; s < Subjects.Count; s++)
            if (Subjects[s] == subject) return Marks[s][pupil];
        return null;
    }
}

/// <summary>«Сводная ведомость» of a class in the forms schools print: pupils by name, subjects side by side, means and a signature below.</summary>
internal sealed class ClassSummaryFile(OutputFolder output)
{
    public List<WrittenFile> Written { get; } = [];

    /// <param name="path">Relative to the data folder; its folder names the school.</param>
    /// <param name="day">When the file was made.</param>
    /// <param name="form">How the periods are shown.</param>
    /// <param name="year">In which the school year ends.</param>
    /// <param name="className">«9А».</param>
    /// <param name="persons">Names in the order of the marks.</param>
    /// <param name="tables">One a period.</param>
    public void Write(string path, DateOnly day, SummaryForm form, int year, string className, IReadOnlyList<string> persons, IReadOnlyList<SummaryTable> tables)
    {
        var report = new FileReport { Path = path, Kind = "journal", Layout = "class_summary", Format = "xlsx" };
        report.Sheets.Add(new SheetReport(1, "Лист1"));
        using (var table = (XlsxWriter)output.Table(new PlannedFile(path, null), 0, inlineStrings: false))
        {
            table.BeginSheet("Лист1");
            var sheet = new Sheet(table, report, persons);
            var yearLine = string.Create(CultureInfo.InvariantCulture, $"Учебный год: {year - 1}/{year}");
            foreach (var part in form == SummaryForm.Tables ? tables : [tables[0]])
            {
                sheet.Line(RowClass.Title, "Сводная ведомость успеваемости");
                sheet.Line(RowClass.Title, yearLine);
                sheet.Line(RowClass.Title, "Класс: " + className);
                if (form == SummaryForm.Tables)
                {
                    sheet.Line(RowClass.Title, "Период: " + part.Period);
                    sheet.OnePeriod(part);
                }
                else if (form == SummaryForm.Column) sheet.PeriodColumn(tables);
                else sheet.PeriodsUnderSubjects(tables);
                sheet.Line(RowClass.Group, null, "Классный руководитель: " + persons[0]);
            }

            report.Cells = table.Cells;
        }

        var (bytes, hash) = output.Seal(path, day);
        Written.Add(new WrittenFile(report, bytes, hash));
    }

    private sealed class Sheet(XlsxWriter table, FileReport report, IReadOnlyList<string> persons)
    {
        public void Line(RowClass kind, params ReadOnlySpan<string?> cells)
        {
            table.TextRow(cells);
            report.Sheet.Add(kind);
        }

        public void OnePeriod(SummaryTable part)
        {
            Line(RowClass.Header, ["№", "Фамилия, имя", .. part.Subjects, "Средний балл"]);
            for (var i = 0; i < persons.Count; i++)
            {
                var marks = part.Marks.Select(m => m[i]).ToList();
                Line(RowClass.Data, [Number(i), persons[i], .. marks, Mean(marks)]);
            }

            Line(RowClass.Group, [null, "Средний балл", .. part.Marks.Select(Mean)]);
        }

        public void PeriodColumn(IReadOnlyList<SummaryTable> tables)
        {
            Line(RowClass.Header, ["№ п/п", "Ученик", "Период", .. tables[0].Subjects]);
            for (var i = 0; i < persons.Count; i++)
                for (var p = 0; p < tables.Count; p++)
                    Line(RowClass.Data, [p == 0 ? Number(i) : null, p == 0 ? persons[i] : null, tables[p].Period, .. tables[0].Subjects.Select(s => tables[p].Mark(s, i))]);
        }

        public void PeriodsUnderSubjects(IReadOnlyList<SummaryTable> tables)
        {
            var columns = tables[0].Subjects.SelectMany(s => tables.Where(t => t.Subjects.Contains(s, StringComparer.Ordinal)).Select((t, i) => (Subject: s, Table: t, IsFirst: i == 0))).ToList();
            Line(RowClass.Header, ["№", "ФИО", .. columns.Select(c => c.IsFirst ? c.Subject : null)]);
            for (var c = 0; c < columns.Count;)
            {
                var last = c;
                while (last + 1 < columns.Count && !columns[last + 1].IsFirst) last++;
                if (last > c) table.Merge(table.Row, c + 3, table.Row, last + 3);
                c = last + 1;
            }

            Line(RowClass.Header, [null, null, .. columns.Select(c => c.Table.Period)]);
            for (var i = 0; i < persons.Count; i++) Line(RowClass.Data, [Number(i), persons[i], .. columns.Select(c => c.Table.Mark(c.Subject, i))]);
        }

        private static string Number(int pupil) => (pupil + 1).ToString(CultureInfo.InvariantCulture);

        private static string Mean(IReadOnlyList<string> marks)
        {
            var numbers = marks.Where(m => m.Length == 1).Select(m => m[0] - '0').ToList();
            return numbers.Count == 0 ? "–" : (numbers.Sum() / (double)numbers.Count).ToString("0.00", CultureInfo.GetCultureInfo("ru-RU"));
        }
    }
}
