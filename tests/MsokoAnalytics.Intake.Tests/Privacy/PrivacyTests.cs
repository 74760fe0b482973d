using System.Text;
using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Privacy;

/// <summary>
/// Invented names and numbers are put wherever a real file may have them; afterwards they stand in no table, in no text of the report and
/// in no byte of the database file, not even in a page that was freed.
/// </summary>
public sealed class PrivacyTests
{
    private static readonly string[] Secrets =
        ["Выдумкин", "Сочинялова", "Небывальцев", "Придумайко", "Фантазёрова", "Былинин", "Мифологов", "Сказочкин", "Легендарова", "112-233-445 95", "112-233-445-95", "99-АБ-450971", "777888999123", "8-900-555-35-35", "vydumkin@example.org", "01.02.2014"];

    /// <summary>Loads what <paramref name="write"/> puts into the folder, twice and with a reissue in between, and searches everything that was written.</summary>
    private static LoadReport LoadAndSearch(Action<TempFolder> write, Action<TempFolder>? again = null)
    {
        using var folder = new TempFolder();
        using var warehouse = new TempFolder();
        var path = warehouse.PathOf("w.duckdb");
        LoadReport report;
        using (var run = new IntakeRun(path))
        {
            write(folder);
            report = run.Load(folder.FullName);
            SearchReport(report);
            if (again is not null)
            {
                again(folder);
                SearchReport(run.Load(folder.FullName));
            }

            SearchTables(run);
            // The lock file is held while the warehouse is open; it is searched below like all others.
            foreach (var file in Directory.EnumerateFiles(warehouse.FullName).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal))) SearchBytes(file);
        }

        foreach (var file in Directory.EnumerateFiles(warehouse.FullName)) SearchBytes(file);
        return report;
    }

    private static void SearchReport(LoadReport report)
    {
        var texts = report.Files.SelectMany(f => new[] { f.Path, f.Problem, f.Advice, f.Format }.Concat(f.Notes).Concat(f.Sheets.SelectMany(s => new[] { s.SheetName, s.Problem, s.Context })))
            .Concat(report.Rejects.SelectMany(r => new[] { r.Path, r.SheetName, r.Column, r.ValueClass }));
        foreach (var text in texts.OfType<string>())
        foreach (var secret in Secrets)
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
    }

    private static void SearchTables(IntakeRun run)
    {
        var tables = run.Rows("SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema <> 'information_schema' ORDER BY 1");
        Assert.Contains("raw.sheet_row", tables);
        foreach (var table in tables)
        foreach (var row in run.Rows($"SELECT * FROM {table}"))
        foreach (var secret in Secrets)
            Assert.False(row.Contains(secret, StringComparison.OrdinalIgnoreCase), $"«{secret}» stands in {table}");
    }

    private static void SearchBytes(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        foreach (var secret in Secrets)
        {
            Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"«{secret}» stands in the bytes of {Path.GetFileName(path)}");
            Assert.True(bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)) < 0, $"«{secret}» stands in the bytes of {Path.GetFileName(path)} as UTF-16");
        }
    }

    [Fact]
    public void The_search_itself_finds_what_is_there()
    {
        using var warehouse = new TempFolder();
        using (var run = new IntakeRun(warehouse.PathOf("w.duckdb")))
        {
            run.Folder.WriteBytes("ВПР 2022 Математика 4 класс.xlsx", VprForm.All["vpr_2022"].Xlsx(new Pupil { Login = "edu000389 | Школа имени Выдумкина" }));
            run.Load();
            Assert.Throws<Xunit.Sdk.FalseException>(() => SearchTables(run));
        }

        Assert.Throws<Xunit.Sdk.TrueException>(() => SearchBytes(warehouse.PathOf("w.duckdb")));
    }

    public static TheoryData<string, string> PersonalColumns() => new()
    {
        { "Фамилия", "Выдумкин" }, { "Фамилия, имя", "Выдумкин Пётр" }, { "ФИО", "Сочинялова Анна" }, { "Ф.И.О.", "Сочинялова А. Б." }, { "Ф. И. О. участника", "Небывальцев Иван" },
        { "ФИО участника", "Небывальцев Иван" }, { "Имя", "Придумайко" }, { "Отчество", "Былинин" }, { "СНИЛС", "112-233-445 95" }, { "Дата рождения", "01.02.2014" }, { "Серия", "99-АБ-450971" },
        { "Номер", "777888999123" }, { "Серия и номер документа", "99-АБ-450971 777888999123" }, { "Номер паспорта", "777888999123" }, { "Телефон родителей", "8-900-555-35-35" }, { "E-mail", "vydumkin@example.org" },
        { "Ученик", "Мифологов Олег" }, { "Учащийся", "Сказочкин" }, { "Фамилия Имя Отчество", "Легендарова Вера Петровна" }, { "ФАМИЛИЯ  ИМЯ", "Выдумкин" }, { "Имя ребёнка", "Фантазёрова" },
        { "Ученик (ФИО)", "Фантазёрова" }, { "Фамилия ученика", "Фантазёрова" }, { "Полных лет, дата рождения", "01.02.2014" },
    };

    [Theory, MemberData(nameof(PersonalColumns))]
    public void A_column_of_personal_data_is_dropped_and_the_rest_is_loaded(string header, string value)
    {
        var form = VprForm.All["vpr_f1"];
        byte[] Book(string total)
        {
            var rows = form.Table(new Pupil("40001"), new Pupil("40002") { Total = total }).Select(r => r.ToArray()).ToArray();
            // Once in the middle, so that a mistake in counting columns would show.
            for (var i = 7; i < rows.Length; i++) rows[i] = [.. rows[i][..3], i == 7 ? header : value, .. rows[i][3..]];
            return Support.Book.Of(form.SheetName, rows);
        }

        var report = LoadAndSearch(f => f.WriteBytes("Ф1.xlsx", Book("6")), f => f.WriteBytes("Ф1.xlsx", Book("5")));
        var file = Assert.Single(report.Files);
        Assert.Equal((FileStatus.Loaded, 2, 0), (file.Status, file.Loaded, file.Rejected));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public void Names_in_title_rows_are_cut_out(string kind)
    {
        var form = VprForm.All["vpr_f1"];
        var rows = form.Table(Pupil.Good("40001")).ToArray();
        rows[1] = ["Классный руководитель: Выдумкин П. С.", null, "Учитель: Сочинялова А. Б."];
        rows[6] = ["Исполнитель: Небывальцев, тел.", "СНИЛС 112-233-445 95"];
        object?[][] all =
        [
            ["Директор школы: Придумайко"], ["Ученик: Фантазёрова Анна"], ["ФИО ученика:", "Былинин Иван"], ["Ответственный за проведение:", null, "Мифологов О. О."],
            ["Классный руководитель", "Сказочкин А. А."], ["Учитель:\nЛегендарова В. В."], .. rows,
        ];
        LoadAndSearch(f => f.WriteBytes("Ф1." + kind, kind == "csv" ? TextTable.ToBytes(all) : Book.Of(form.SheetName, all)));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public void Names_of_pupils_in_blocks_of_the_journal_are_never_kept(string kind)
    {
        object?[][] progress =
        [
            ["Отчет об успеваемости и посещаемости ученика"],
            .. Forms.JournalExportTests.ProgressBlock("Выдумкин Пётр Сергеевич", ["Март"], ["31"], ["Алгебра", "5", "5", "0", "5"]),
            .. Forms.JournalExportTests.ProgressBlock("Сочинялова Анна", ["Март"], ["31"], ["Алгебра", "4", "4", "0", "4"]),
            // The label in one cell, the name in the next.
            ["Учебный год: 2024/2025"], ["Класс: 8А"], ["Период: с 24.03.25 по 24.05.25"], ["Ученик:", "Небывальцев Иван"],
            ["Предмет", "Март", "Средняя оценка", "Средневзвешенный балл", "Итоговая оценка за период"], [null, "31"], ["Алгебра", "3", "3", "0", "3"],
            ["Классный руководитель:", null, "Легендарова В. В."],
        ];
        object?[][] card = [["Табель успеваемости учащегося"], .. Forms.JournalExportTests.CardBlock("Мифологов Олег", ["1", "Алгебра", "2.86", "0", "3"]), ["Классный руководитель: Сказочкин"], ["Директор", "Придумайко"]];
        var report = LoadAndSearch(f =>
        {
            f.WriteBytes("progress." + kind, kind == "csv" ? TextTable.ToBytes(progress) : Book.Of("Лист1", progress));
            f.WriteBytes("tabel." + kind, kind == "csv" ? TextTable.ToBytes(card) : Book.Of("Лист1", card));
        });
        Assert.Equal(4, report.Files.Sum(f => f.Loaded));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public void Names_in_olympiads_events_and_class_summaries_are_never_kept(string kind)
    {
        object?[][] olympiad =
        [
            ["Председатель жюри Выдумкин П. С."], ["Фамилия", "Имя", "Отчество", "Логин", "Класс", "Предмет", "Статус", "Учитель, подготовивший участника", "Дата рождения"],
            ["Сочинялова", "Анна", "Борисовна", "edu220001", 9, "Химия", "призёр", "Небывальцев Иван Петрович", "01.02.2014"], ["Придумайко", "Олег", "И.", "edu220001", "Выдумкин", "Химия", "призёр", "Сказочкин", "01.02.2014"],
        ];
        // A name in a column that is kept: cut out where it looks like one, and the row is loaded.
        object?[][] events = [["Логин", "Мероприятие", "Уровень", "Результат", "ФИО участников", "Руководитель"], ["edu220001", "Конкурс (Выдумкин П. С.)", "районный", "победитель", "Сочинялова Анна", "Былинин Иван"], ["edu220001", "Турнир, Мифологов Олег Петрович", "районный", "победитель", null, null]];
        object?[][] summary = [["Сводная ведомость успеваемости за 1 четверть"], ["Учебный год: 2023/2024"], ["Класс: 7А"], ["№", "Фамилия", "Имя", "Алгебра", "Физика"], [1, "Выдумкин", "Придумайко", 5, 4], [2, "Легендарова", "Сказочкин", 5, 4], [null, "Классный руководитель", "Фантазёрова Вера"]];
        var report = LoadAndSearch(f =>
        {
            foreach (var (name, rows) in new[] { ("Школьный этап 2023-2024", olympiad), ("таланты 2023-2024", events), ("ведомость", summary) })
                f.WriteBytes($"edu220001/{name}.{kind}", kind == "csv" ? TextTable.ToBytes(rows) : Book.Of("Лист1", rows));
        });
        Assert.Equal((5, 1), (report.Files.Sum(f => f.Loaded), report.Files.Sum(f => f.Rejected)));
    }

    [Fact]
    public void Rows_of_files_that_are_not_recognised_are_not_kept_at_all()
    {
        var report = LoadAndSearch(f =>
        {
            f.WriteBytes("список.xlsx", Book.Of("Лист1", ["Фамилия", "Имя", "СНИЛС", "Серия", "Номер"], ["Выдумкин", "Пётр", "112-233-445 95", "99-АБ-450971", "777888999123"], ["Сочинялова", 5, 4, 3, 2]));
            f.WriteBytes("ведомость.csv", TextTable.ToBytes([["ФИО", "2", "3", "4", "5"], ["Небывальцев", 1, 2, 3, 4], ["Придумайко", 5, 4, 3, 2]]));
            f.WriteBytes("без года.xlsx", VprForm.All["vpr_2021"].Xlsx(new Pupil("40001") { Login = "Сказочкин" }));
            f.WriteBytes("обрыв.xlsx", VprForm.All["vpr_f1"].Xlsx(new Pupil("Легендарова"))[..900]);
        });
        Assert.All(report.Files, f => Assert.NotEqual(FileStatus.Loaded, f.Status));
    }

    [Fact]
    public void A_name_in_place_of_the_code_is_rejected_and_not_kept()
    {
        foreach (var form in VprForm.All.Values)
        {
            var report = LoadAndSearch(f => f.WriteBytes(form.FileName + ".xlsx", form.Xlsx(Pupil.Good("40001"), new Pupil("Выдумкин Пётр"), new Pupil("Сочинялова А.Б."), new Pupil("112-233-445 95"), Pupil.Good("40003"))));
            var file = Assert.Single(report.Files);
            Assert.Equal((2, 3), (file.Loaded, file.Rejected));
            var reject = Assert.Single(report.Rejects);
            Assert.Equal(("code.personal", "row", 3), (reject.Rule, reject.Severity, (int)reject.Count));
        }
    }

    [Fact]
    public void Codes_of_letters_and_digits_are_no_names()
    {
        using var run = new IntakeRun();
        string[] codes = ["40001", "4А-001", "А12", "10001.0", "4 001", "УЧ-15"];
        VprForm.All["vpr_f1"].Load(run, [.. codes.Select(c => new Pupil(c))]);
        Assert.Equal(codes, run.Rows("SELECT participant_code FROM staging.stg_vpr__result ORDER BY row_no"));
    }
}
