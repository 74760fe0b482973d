namespace MsokoAnalytics.Intake.Tests.Gia;

/// <summary>The forms of РИС ГИА as the domain notes have them (§6.1), written from the notes and not from our layouts.</summary>
internal sealed record GiaForm(string Layout, string Title, string FileName, object?[] Header, Func<int, Graduate, object?[]> Row)
{
    public static IReadOnlyDictionary<string, GiaForm> All { get; } = new GiaForm[]
    {
        new("gia_ege_compact", "01 - Русский язык 2025.05.30", "протокол",
            ["№", "Код ППЭ", "Код ОО", "Класс", "Код ООП", "Профиль", "Фамилия", "Имя", "Отчество", "Вариант", "Код участника", "№ бланка", "Ответы в краткой форме", "Ответы в развернутой форме", "Первичный балл", "Итоговый балл"],
            (n, g) => [n, "0007", g.School, g.Class ?? "11А", "3", "Гуманитарный", g.Surname, g.Name, g.Patronymic, 304, g.Code, "2310000000017", g.Short, g.Long, g.Primary, g.Result]),
        // Merged cells: «Фамилия» takes three columns, «Задания…» two each; a value may stand in any of them.
        new("gia_ege_regional", "02 - Математика профильная 2025.05.27", "Протокол проверки",
            ["№", null, "Код МСУ", "Код ОО", null, "Класс", "Код ППЭ", "Аудитория", "Фамилия", null, null, "Имя", "Отчество", "Задания с кратким ответом", null, "Задания с развёрнутым ответом", null, "Первичный балл", "Тестовый балл"],
            (n, g) => [n, null, "12", n % 2 == 0 ? null : g.School, n % 2 == 0 ? g.School : null, g.Class ?? "11", "0007", "0012", n % 2 == 0 ? null : g.Surname, n % 2 == 0 ? g.Surname : null, null, g.Name, g.Patronymic, n % 2 == 0 ? null : g.Short, n % 2 == 0 ? g.Short : null, g.Long, null, g.Primary, g.Result]),
        new("gia_oge", "Математика(2026.06.02)", "ОГЭ",
            ["№", "Код ОО", "Класс", "Код ППЭ", "Аудитория", "Код участника", "Фамилия", "Имя", "Отчество", "Серия", "Номер", "Ответы в краткой форме", "Ответы в развернутой форме", "Первичный балл", "Оценка"],
            (n, g) => [n, g.School, g.Class ?? "9Б", "0107", "0003", g.Code, g.Surname, g.Name, g.Patronymic, g.Series, g.Number, g.Short, g.Long, g.Primary, g.Result]),
        new("gia_oge_appeal", "Результаты апелляций", "апелляции ОГЭ",
            ["№", "Код ОО", "Класс", "Код участника", "Фамилия", "Имя", "Отчество", "Экзамен", "апелляция", "Первичный балл", "Оценка"],
            (n, g) => [n, g.School, g.Class ?? "9Б", g.Code, g.Surname, g.Name, g.Patronymic, g.Exam, g.Appeal, g.Primary, g.Result]),
        new("gia_ege_appeal", "Результаты апелляций", "апелляции ЕГЭ",
            ["№", "Код ОО", "Фамилия", "Имя", "Отчество", "Экзамен", "Апелляция", "Первичный балл", "Тестовый балл"],
            (n, g) => [n, g.School, g.Surname, g.Name, g.Patronymic, g.Exam, g.Appeal, g.Primary, g.Result]),
    }.ToDictionary(f => f.Layout, StringComparer.Ordinal);

    public object?[][] Table(params Graduate[] graduates) => [[Title], Header, .. graduates.Select((g, i) => Row(i + 1, g))];

    public byte[] Bytes(string kind, params object?[][] rows) => kind switch
    {
        "xls" => XlsFile.Create("Лист1", rows),
        "csv" => TextTable.ToBytes(rows, encoding: "windows-1251"),
        _ => Book.Of("Лист1", rows),
    };
}
