namespace MsokoAnalytics.Intake.Mappings;

/// <summary>The Russian keys of mapping files and what they mean.</summary>
internal static class MappingWords
{
    public static readonly string[] Root =
    [
        "описание", "файлы", "процедура", "год", "учебный год", "период", "дата", "класс", "предмет", "уровень", "школа", "муниципалитет", "регион", "таблица", "лист", "пропустить листы",
        "строк заголовка", "пропустить строки", "строки итогов", "лишние столбцы", "максимальный балл", "максимумы", "единица", "коды школ",
        "столбцы", "задания", "показатели", "итоги", "шкала", "значения", "предметы", "школы",
    ];

    /// <summary>Columns that tell whom a row is about, of both kinds of tables.</summary>
    public static readonly Dictionary<string, string> Columns = new(StringComparer.Ordinal)
    {
        ["школа"] = "school_raw", ["название школы"] = "name_raw", ["муниципалитет"] = "municipality_raw", ["регион"] = "region_raw", ["населённый пункт"] = "town_raw",
        ["вид школы"] = "kind_raw", ["класс"] = "grade_raw", ["буква"] = "class_raw", ["предмет"] = "subject_raw", ["дата"] = "date_raw",
        ["код ученика"] = "participant_code", ["вариант"] = "variant_raw", ["пол"] = "sex_raw", ["итог"] = "total_raw", ["отметка"] = "mark_raw", ["отметка по журналу"] = "journal_raw",
    };

    /// <summary>Columns that only tables by pupils have.</summary>
    public static readonly string[] PupilColumns = ["код ученика", "вариант", "пол", "итог", "отметка", "отметка по журналу", "дата"];

    public static readonly string[] SchoolColumns = ["населённый пункт", "вид школы"];

    /// <summary>Figures of tables by schools.</summary>
    public static readonly Dictionary<string, string> Measures = new(StringComparer.Ordinal)
    {
        ["участников"] = "n", ["среднее"] = "mean", ["отклонение"] = "sd",
        ["число 2"] = "n2", ["число 3"] = "n3", ["число 4"] = "n4", ["число 5"] = "n5",
        ["процент 2"] = "pct2", ["процент 3"] = "pct3", ["процент 4"] = "pct4", ["процент 5"] = "pct5",
    };

    public static readonly string[] Procedures = ["МКР", "РКР", "НВО", "ДЗИ", "ВПР", "пробный ОГЭ", "пробный ЕГЭ", "диагностика"];

    /// <summary>Month or half of a school year → the wave of the work's key.</summary>
    public static readonly Dictionary<string, string> Periods = new(StringComparer.Ordinal)
    {
        ["осень"] = "autumn", ["весна"] = "spring", ["сентябрь"] = "september", ["октябрь"] = "october", ["ноябрь"] = "november", ["декабрь"] = "december", ["январь"] = "january",
        ["февраль"] = "february", ["март"] = "march", ["апрель"] = "april", ["май"] = "may", ["год"] = "spring",
    };

    public static readonly string[] AutumnWaves = ["autumn", "september", "october", "november", "december"];

    public static readonly string[] Units = ["балл", "отметка", "процент"];

    public static readonly string[] CodeSystems = ["фисоко", "огэ", "егэ", "инн", "огрн", "сго"];

    /// <summary>What a value may be translated to, apart from numbers.</summary>
    public static readonly string[] Meanings = ["отсутствует", "пусто", "не приступал"];

    /// <summary>The word nearest to a mistyped one, or null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        var (best, least) = ((string?)null, int.MaxValue);
        foreach (var candidate in known)
            if (Distance(word, candidate) is var d && d < least) (best, least) = (candidate, d);
        return least <= Math.Max(2, word.Length / 3) ? best : null;
    }

    /// <summary>Levenshtein distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
