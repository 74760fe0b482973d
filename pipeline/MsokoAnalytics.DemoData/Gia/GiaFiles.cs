using System.Globalization;
using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Output;
using MsokoAnalytics.DemoData.Plan;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;

namespace MsokoAnalytics.DemoData.Gia;

/// <summary>Writes protocols and lists of appeals in the forms of РИС ГИА.</summary>
internal sealed class GiaFiles(OutputFolder output, ulong seed, bool dirty)
{
    private const int RowsPerPage = 45;

    private static readonly string?[] OgeHeader =
        ["№", "Код ОО", "Класс", "Код ППЭ", "Аудитория", "Код участника", "Фамилия", "Имя", "Отчество", "Серия", "Номер", "Ответы в краткой форме", "Ответы в развернутой форме", "Первичный балл", "Оценка"];

    private static readonly string?[] CompactHeader =
        ["№", "Код ППЭ", "Код ОО", "Класс", "Код ООП", "Профиль", "Фамилия", "Имя", "Отчество", "Вариант", "Код участника", "№ бланка", "Ответы в краткой форме", "Ответы в развернутой форме", "Первичный балл", "Итоговый балл"];

    /// <summary>Merged cells: null continues the header before it.</summary>
    private static readonly string?[] RegionalHeader =
        ["№", "Код МСУ", "Код ОО", null, "Класс", "Код ППЭ", "Аудитория", "Фамилия", null, "Имя", "Отчество", "Задания с кратким ответом", null, "Задания с развёрнутым ответом", null, "Первичный балл", "Тестовый балл"];

    private static readonly string?[] AppealHeader = ["№", "Код ОО", "Класс", "Фамилия", "Имя", "Отчество", "Экзамен", "апелляция", "Первичный балл"];

    public List<WrittenFile> Written { get; } = [];

    /// <summary>Sittings of one or several exams, each a table under its title; nothing when there are none.</summary>
    public void Protocol(string path, string layout, IEnumerable<GiaSitting> sittings)
    {
        var tables = sittings.GroupBy(s => (s.Day, s.Exam)).OrderBy(g => g.Key.Day).ThenBy(g => g.Key.Exam.Name, StringComparer.Ordinal).ToList();
        if (tables.Count == 0) return;
        var (header, row) = layout switch
        {
            "gia_ege_compact" => (CompactHeader, (Func<int, GiaSitting, string?[]>)Compact),
            "gia_ege_regional" => (RegionalHeader, Regional),
            _ => (OgeHeader, Oge),
        };
        Write(path, layout, header, tables[^1].Key.Day.AddDays(12), (table, report) =>
        {
            foreach (var part in tables)
            {
                Title(table, report, layout == "gia_ege_regional" ? "Протокол проверки результатов экзамена" : null);
                Title(table, report, part.Key.Exam.Title(part.Key.Day));
                Header(table, report, header);
                var persons = part.OrderBy(s => s.Person.Place.Code, StringComparer.Ordinal).ThenBy(s => s.Person.Name[0], StringComparer.Ordinal).ThenBy(s => s.Person.Key).ToList();
                var random = new KeyedRandom(KeyedRandom.Key(KeyedRandom.Key(seed, Purpose.GiaDirt, part.Key.Day.DayNumber), (ulong)persons.Count));
                for (var i = 0; i < persons.Count; i++)
                {
                    // A printed protocol repeats its header on each page.
                    if (dirty && i > 0 && i % RowsPerPage == 0) Header(table, report, header);
                    var cells = row(i + 1, persons[i]);
                    if (dirty && persons[i].IsValid && persons.Count > 20 && random.Chance(0.004)) SpoilAnswers(table, report, header, cells);
                    Data(table, report, cells);
                    if (dirty && !table.SingleSheet && persons[i].IsValid && random.Chance(0.002)) Shifted(table, report, cells);
                }

                if (dirty) Title(table, report, $"Председатель ГЭК {persons[0].Person.Name[0]} {persons[0].Person.Name[1]}");
            }
        });
    }

    public void Appeals(string path, string layout, string result, IEnumerable<GiaSitting> sittings)
    {
        var appeals = sittings.Where(s => s.Appeal is not null).OrderBy(s => s.Day).ThenBy(s => s.Person.Key).ToList();
        if (appeals.Count == 0) return;
        Write(path, layout, [.. AppealHeader, result], appeals[^1].Day.AddDays(20), (table, report) =>
        {
            Title(table, report, "Результаты рассмотрения апелляций");
            Header(table, report, [.. AppealHeader, result]);
            for (var i = 0; i < appeals.Count; i++)
            {
                var (s, p) = (appeals[i], appeals[i].Person);
                Data(table, report, [Text(i + 1), p.Place.Code, p.Class, .. p.Name, s.Exam.Title(s.Day), s.Appeal, Text(s.PrimaryAfter), Text(s.ResultAfter)]);
            }
        });
    }

    private static string?[] Oge(int number, GiaSitting s) =>
        [Text(number), s.Person.Place.Code, s.Person.Class, Ppe(s), Room(number), s.Person.Code, .. s.Person.Name, s.Person.Series, s.Person.Number, Short(s), Long(s), s.IsValid ? Text(s.Primary) : null, s.Absence ?? Text(s.Result)];

    private static string?[] Compact(int number, GiaSitting s) =>
        [Text(number), Ppe(s), s.Person.Place.Code, s.Person.Class, "1", "Универсальный", .. s.Person.Name, Text(300 + number % 9), s.Person.Code, Text(2_300_000 + number), Short(s), Long(s), s.IsValid ? Text(s.Primary) : null, s.Absence ?? Text(s.Result)];

    /// <summary>Values stand now in the first, now in the second column of a merged header.</summary>
    private static string?[] Regional(int number, GiaSitting s)
    {
        var even = number % 2 == 0;
        return
        [
            Text(number), "12", even ? null : s.Person.Place.Code, even ? s.Person.Place.Code : null, s.Person.Class, Ppe(s), Room(number), even ? null : s.Person.Name[0], even ? s.Person.Name[0] : null, s.Person.Name[1], s.Person.Name[2],
            even ? null : Short(s), even ? Short(s) : null, Long(s), null, s.IsValid ? Text(s.Primary) : s.Absence, s.IsValid ? Text(s.Result) : null,
        ];
    }

    private static string Ppe(GiaSitting s) => FormattableString.Invariant($"{s.Person.Key % 9 + 1:0000}");

    private static string Room(int number) => FormattableString.Invariant($"{number / 15 + 1:0000}");

    private static string? Short(GiaSitting s) => s.IsValid ? string.Concat(s.Short.Select(x => x == 1 ? '+' : '-')) : null;

    private static string? Long(GiaSitting s) => s.IsValid && s.Long.Length > 0 ? string.Concat(s.Long.Select((x, i) => FormattableString.Invariant($"{x}({s.Exam.Long[i]})"))) : null;

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void SpoilAnswers(TableWriter table, FileReport report, string?[] header, string?[] cells)
    {
        var column = Array.FindIndex(header, h => h is not null && (h.StartsWith("Ответы в краткой", StringComparison.Ordinal) || h.StartsWith("Задания с кратким", StringComparison.Ordinal)));
        if (cells[column] is not { } answers) column++;
        else cells[column] = answers + "?";
        if (cells[column] is { } other && !other.EndsWith('?')) cells[column] = other + "?";
        report.Dirt.Add(new PlantedDirt(report.Sheet.Number, table.Row + 1, column + 1, DirtKind.GiaAnswers, cells[column]!, cells[column]![..^1]));
    }

    /// <summary>The row once more, moved by one cell, as a hurried correction leaves it.</summary>
    private static void Shifted(TableWriter table, FileReport report, string?[] cells)
    {
        report.Dirt.Add(new PlantedDirt(report.Sheet.Number, table.Row + 1, 0, DirtKind.GiaShift, "строка сдвинута", "строки нет"));
        Data(table, report, [cells[0], .. cells]);
    }

    private static void Title(TableWriter table, FileReport report, string? text)
    {
        if (text is null) return;
        table.TextRow(text);
        report.Sheet.Add(RowClass.Title);
    }

    private static void Header(TableWriter table, FileReport report, string?[] header)
    {
        table.TextRow(header);
        report.Sheet.Add(RowClass.Header);
        if (table is not XlsxWriter book) return;
        for (var c = 1; c < header.Length; c++)
            if (header[c] is null) book.Merge(table.Row, c, table.Row, c + 1);
    }

    private static void Data(TableWriter table, FileReport report, string?[] cells)
    {
        table.TextRow(cells);
        report.Sheet.Add(RowClass.Data);
    }

    private void Write(string path, string layout, string?[] header, DateOnly day, Action<TableWriter, FileReport> write)
    {
        var dialect = path.EndsWith(".csv", StringComparison.Ordinal) ? Array.Find(CsvDialect.All, d => d.Name == "windows-1251 ;") : null;
        var file = new PlannedFile(path, dialect);
        var report = new FileReport { Path = path, Kind = "gia", Layout = layout, Format = file.Format };
        report.Sheets.Add(new SheetReport(1, dialect is null ? "Протокол" : ""));
        using (var table = output.Table(file, header.Length, inlineStrings: false))
        {
            table.BeginSheet(report.Sheet.Name);
            write(table, report);
            report.Cells = table.Cells;
        }

        var (bytes, hash) = output.Seal(path, day);
        Written.Add(new WrittenFile(report, bytes, hash));
    }
}
