namespace MsokoAnalytics.DemoData.Works;

/// <summary>A subject as ФИС ОКО writes it.</summary>
/// <param name="Code">«РУ».</param>
/// <param name="Name">«Русский язык».</param>
/// <param name="Dative">«русскому языку», for «Проведение работы по …».</param>
/// <param name="Textbooks">Number of textbooks in use.</param>
internal sealed record Subject(string Code, string Name, string Dative, int Textbooks = 4);

internal static class Subjects
{
    private static readonly Dictionary<string, Subject> ByCode = new Subject[]
    {
        new("РУ", "Русский язык", "русскому языку", 5),
        new("МА", "Математика", "математике", 5),
        new("ОМ", "Окружающий мир", "окружающему миру"),
        new("БИ", "Биология", "биологии"),
        new("ИС", "История", "истории", 3),
        new("ГГ", "География", "географии"),
        new("ОБ", "Обществознание", "обществознанию", 3),
        new("ФИ", "Физика", "физике"),
        new("ХИ", "Химия", "химии"),
        new("АЯ", "Английский язык", "английскому языку"),
        new("НЯ", "Немецкий язык", "немецкому языку", 2),
    }.ToDictionary(s => s.Code, StringComparer.Ordinal);

    public static Subject Get(string code) => ByCode[code];

    /// <summary>A stable small number of a subject, for random keys.</summary>
    public static int Number(string code)
    {
        var i = 0;
        foreach (var known in ByCode.Keys)
        {
            i++;
            if (known == code) return i;
        }

        throw new ArgumentException($"unknown subject {code}", nameof(code));
    }
}
