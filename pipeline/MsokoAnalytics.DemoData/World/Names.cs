using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.World;

/// <summary>Invented names of places, schools and people. None of them is taken from a list of real ones.</summary>
internal static class Names
{
    public const string Region = "Приозёрная область";

    private static readonly string[] Roots =
    [
        "Заречн", "Лесн", "Озёрн", "Полев", "Лугов", "Каменск", "Берёзовск", "Сосновск", "Ольховск", "Ключевск", "Родниковск", "Степновск",
        "Черёмуховск", "Ясеневск", "Липовск", "Дубровск", "Рябиновск", "Солнечн", "Приречн", "Боровск", "Холмск", "Песчан", "Белогорск",
        "Светл", "Туманн", "Раздольн", "Привольн", "Журавлёвск", "Соколовск", "Глухарёвск", "Ивняковск", "Камышинск", "Кедровск", "Малиновск",
        "Медвежьеозёрск", "Осиновск", "Пихтовск", "Снежн", "Тростниковск", "Яблоневск",
    ];

    private static readonly string[] Prefixes = ["", "Верхне", "Нижне", "Ново", "Старо", "Средне", "Мало", "Больше"];

    private static readonly string[] Surnames =
    [
        "Примеров", "Образцов", "Выдумкин", "Учебнов", "Тестов", "Заданьев", "Тетрадкин", "Карандашов", "Линейкин", "Пеналов", "Портфелев", "Переменов",
        "Звонков", "Дневников", "Страницын", "Чернильцев", "Глобусов", "Азбукин", "Букварёв", "Числов", "Дробин", "Корнев", "Запятаев", "Абзацев",
        "Параграфов", "Кляксин", "Ластиков", "Мелков", "Доскин", "Партин", "Шкафов", "Стульев",
    ];

    private static readonly string[] BoyNames = ["Артём", "Максим", "Иван", "Егор", "Кирилл", "Никита", "Роман", "Глеб", "Тимур", "Степан", "Павел", "Лев"];

    private static readonly string[] GirlNames = ["Анна", "Мария", "Алиса", "Полина", "Дарья", "Ксения", "Вера", "Ульяна", "Софья", "Кира", "Яна", "Злата"];

    private static readonly string[] FatherNames = ["Алексеев", "Романов", "Петров", "Денисов", "Олегов", "Павлов", "Андреев", "Иванов", "Борисов", "Антонов"];

    /// <summary>«Заречный».</summary>
    public static string Masculine(int index) => Stem(index) is var stem && stem.EndsWith("ск", StringComparison.Ordinal) ? stem + "ий" : stem + "ый";

    /// <summary>«Заречная».</summary>
    public static string Feminine(int index) => Stem(index) + "ая";

    /// <summary>A person nobody bears: surname, first name, patronymic.</summary>
    public static string Person(ulong key, bool male)
    {
        var random = new KeyedRandom(key);
        var surname = random.Pick<string>(Surnames);
        return male
            ? $"{surname} {random.Pick<string>(BoyNames)} {random.Pick<string>(FatherNames)}ич"
            : $"{surname}а {random.Pick<string>(GirlNames)} {random.Pick<string>(FatherNames)}на";
    }

    private static string Stem(int index)
    {
        var root = Roots[index % Roots.Length];
        var prefix = Prefixes[index / Roots.Length % Prefixes.Length];
        return prefix.Length == 0 ? root : prefix + root.ToLowerInvariant();
    }
}
