namespace MsokoAnalytics.DemoData.Sgo;

/// <summary>A subject of the electronic journal.</summary>
/// <param name="Name">As the exports write it.</param>
/// <param name="FromGrade">First grade with the subject.</param>
/// <param name="ToGrade">Last grade with it.</param>
/// <param name="Lessons">Lessons a week.</param>
/// <param name="VprCode">The ВПР subject whose journal mark is the mark of the third quarter.</param>
/// <param name="Sex">м or ж for the two halves of the trade lessons.</param>
/// <param name="Graded">Whether marks are given at all.</param>
internal sealed record SgoSubject(string Name, int FromGrade, int ToGrade, int Lessons, string? VprCode = null, char? Sex = null, bool Graded = true)
{
    private const string English = "Иностранный язык (английский)";
    private const string German = "Иностранный язык (немецкий)";

    private static readonly SgoSubject[] All =
    [
        new("Алгебра", 7, 9, 3, "МА"),
        new("Биология", 5, 9, 2, "БИ"),
        new("Вероятность и статистика", 7, 9, 1),
        new("География", 5, 9, 2, "ГГ"),
        new("Геометрия", 7, 9, 2),
        new("Изобразительное искусство", 5, 7, 1),
        new(English, 5, 9, 3, "АЯ"),
        new(German, 5, 9, 3, "НЯ"),
        new("Информатика", 7, 9, 1),
        new("История", 5, 9, 2, "ИС"),
        new("Литература", 5, 9, 3),
        new("Математика", 5, 6, 5, "МА"),
        new("Музыка", 5, 8, 1),
        new("Обществознание", 6, 9, 1, "ОБ"),
        new("Основы безопасности и защиты родины", 8, 9, 1),
        new("Профессиональный минимум", 8, 9, 1, Graded: false),
        new("Разговоры о важном", 5, 9, 1, Graded: false),
        new("Русский язык", 5, 9, 4, "РУ"),
        new("Труд (Технология девочки)", 5, 9, 2, Sex: 'ж'),
        new("Труд (Технология мальчики)", 5, 9, 2, Sex: 'м'),
        new("Физика", 7, 9, 2, "ФИ"),
        new("Физическая культура", 5, 9, 2),
        new("Химия", 8, 9, 2, "ХИ"),
    ];

    /// <summary>The subjects of a class, in the order of the exports.</summary>
    public static SgoSubject[] Of(int grade, string foreignLanguage) =>
        [.. All.Where(s => s.FromGrade <= grade && grade <= s.ToGrade && s.Name != (foreignLanguage == "НЯ" ? English : German))];
}
