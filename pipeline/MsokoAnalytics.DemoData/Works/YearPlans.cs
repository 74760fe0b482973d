namespace MsokoAnalytics.DemoData.Works;

/// <summary>The calendar of ВПР as a table: what was written when, and in which layout the results came.</summary>
internal static class YearPlans
{
    /// <summary>
    /// Five years with the redesign of 2025 inside: cohorts of grade 4 reach grade 8, and primary scores of 2025 do not compare with
    /// earlier ones. The bounds of 2022–2024 equal those of 2021; no layout of 2023 has been seen.
    /// </summary>
    public static readonly int[] Default = [2021, 2022, 2023, 2024, 2025];

    private static readonly string[] Core = ["РУ", "МА"];

    private static GradePlan Fourth => new(4, 4, ["РУ", "МА", "ОМ"]);

    private static GradePlan Fifth => new(5, 5, ["РУ", "МА", "БИ", "ИС"]);

    private static GradePlan Sixth => new(6, 6, Core, ["ИС", "ОБ"], ["БИ", "ГГ"]);

    private static GradePlan Seventh => new(7, 7, Core, ["ИС", "ОБ"], ["БИ", "ГГ", "ФИ"]);

    private static GradePlan Eighth => new(8, 8, Core, ["ИС", "ОБ", "ГГ"], ["БИ", "ФИ", "ХИ"]);

    private static GradePlan Tenth => new(10, 10, ["ГГ"]);

    private static readonly YearPlan[] All =
    [
        new()
        {
            // The programme of the last school year, written in September and October by the next grade; no random subjects yet.
            Year = 2020, Wave = "autumn", Folder = "ВПР 2020 осень", LoginPrefix = "sch", Pupils = PupilLayout.Autumn2020, Journal = JournalLayout.Long,
            Profile = 2020, FirstDay = new(2020, 9, 14), LastDay = new(2020, 10, 12),
            Grades =
            [
                new(4, 5, ["РУ", "МА", "ОМ"]),
                new(5, 6, ["РУ", "МА", "БИ", "ИС"]),
                new(6, 7, ["РУ", "МА", "БИ", "ИС", "ГГ", "ОБ"]),
                new(7, 8, ["РУ", "МА", "БИ", "ИС", "ГГ", "ОБ", "ФИ", "ИЯ"]),
                new(8, 9, ["РУ", "МА", "БИ", "ИС", "ГГ", "ОБ", "ФИ", "ХИ"]),
            ],
        },
        new()
        {
            Year = 2021, Folder = "ВПР 2021", LoginPrefix = "sch", Pupils = PupilLayout.Spring2021, Journal = JournalLayout.Long,
            Profile = 2021, FirstDay = new(2021, 3, 15), LastDay = new(2021, 5, 21),
            // In grade 7 every subject but biology was common; biology was written by about 70 % of the pupils.
            Grades = [Fourth, Fifth, Sixth, new(7, 7, ["РУ", "МА", "ИС", "ГГ", "ОБ", "ФИ", "ИЯ"], ["БИ", "БИ", ""]), Eighth, Tenth],
        },
        new()
        {
            // 2022 had a spring and an autumn wave; the demo keeps the spring one.
            Year = 2022, Folder = "ВПР 2022", LoginPrefix = "edu", Pupils = PupilLayout.Protocol2022, Journal = JournalLayout.Long,
            Profile = 2021, FirstDay = new(2022, 3, 1), LastDay = new(2022, 3, 25),
            Grades = [Fourth, Fifth, Sixth, new(7, 7, ["РУ", "МА", "ИЯ"], Seventh.Draws), Eighth, Tenth],
        },
        new()
        {
            // The layout of 2023 was not seen: that of 2022 is assumed.
            Year = 2023, Folder = "ВПР 2023", LoginPrefix = "edu", Pupils = PupilLayout.Protocol2022, Journal = JournalLayout.Wide,
            Profile = 2021, FirstDay = new(2023, 3, 1), LastDay = new(2023, 5, 17),
            Grades = [Fourth, Fifth, Sixth, Seventh, Eighth],
        },
        new()
        {
            Year = 2024, Folder = "ВПР 2024", LoginPrefix = "edu", Pupils = PupilLayout.Individual2024, Journal = JournalLayout.Wide,
            Profile = 2021, FirstDay = new(2024, 3, 1), LastDay = new(2024, 5, 17),
            Grades = [Fourth, Fifth, Sixth, Seventh, Eighth],
        },
        new()
        {
            Year = 2025, Folder = "ВПР 2025", LoginPrefix = "edu", Pupils = PupilLayout.Individual2024, Journal = JournalLayout.Wide,
            Profile = 2026, FirstDay = new(2025, 4, 11), LastDay = new(2025, 5, 16),
            Grades = [new(4, 4, Core, ["ОМ", ""]), new(5, 5, Core, ["БИ"], ["ИС"]), Sixth, Seventh, Eighth, Tenth],
        },
        new()
        {
            Year = 2026, Folder = "ВПР 2026", LoginPrefix = "edu", Pupils = PupilLayout.Individual2024, Journal = JournalLayout.Wide,
            Profile = 2026, FirstDay = new(2026, 4, 20), LastDay = new(2026, 5, 20),
            Grades = [new(4, 4, Core, ["ОМ", ""]), new(5, 5, Core, ["БИ"], ["ИС"]), Sixth, Seventh, Eighth, Tenth],
        },
    ];

    public static int First => All[0].Year;

    public static int Last => All[^1].Year;

    /// <exception cref="DemoDataException">There is no plan for the year.</exception>
    public static YearPlan Get(int year) =>
        Array.Find(All, p => p.Year == year)
        ?? throw new DemoDataException($"Нет описания ВПР за {year} год: доступны годы с {First} по {Last}.");
}
