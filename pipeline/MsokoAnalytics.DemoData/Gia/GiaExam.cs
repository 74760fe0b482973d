namespace MsokoAnalytics.DemoData.Gia;

/// <summary>An exam of ГИА as the demo has it.</summary>
/// <param name="Procedure">ОГЭ, ЕГЭ or ГВЭ.</param>
/// <param name="Code">Two digits in РИС ГИА, or null where the titles have none.</param>
/// <param name="Subject">Subject code.</param>
/// <param name="Level">profile, base or nothing.</param>
/// <param name="Name">As the title writes it.</param>
/// <param name="Short">Tasks with a short answer, one point each.</param>
/// <param name="Long">Maxima of the criteria of full answers.</param>
/// <param name="Cuts">Least primary scores of the marks 3, 4, 5; of an exam with a test score the least test score that passes.</param>
/// <param name="Day">Month and day of the main period.</param>
/// <param name="Ease">Mean of the probit of the share of points.</param>
internal sealed record GiaExam(string Procedure, string? Code, string Subject, string Level, string Name, int Short, int[] Long, int[] Cuts, string Day, double Ease)
{
    private static readonly int[] FullAnswers = [3, 3, 2, 2, 3, 3];

    public static readonly GiaExam[] Oge =
    [
        new("ОГЭ", null, "РУ", "", "Русский язык", 7, [2, 3, 2, 3, 2, 2, 2, 2, 2, 2, 2, 2], [15, 23, 29], "06-03", 0.65),
        new("ОГЭ", null, "МА", "", "Математика", 19, [2, 2, 2, 2, 2, 2], [8, 15, 22], "06-06", 0.05),
        new("ОГЭ", null, "ОБ", "", "Обществознание", 24, FullAnswers, [14, 24, 32], "05-21", 0.3),
        new("ОГЭ", null, "ГГ", "", "География", 24, FullAnswers, [13, 22, 31], "05-22", 0.35),
        new("ОГЭ", null, "БИ", "", "Биология", 24, FullAnswers, [13, 24, 33], "05-22", 0.2),
        new("ОГЭ", null, "ФИ", "", "Физика", 24, FullAnswers, [11, 21, 32], "05-27", 0.25),
        new("ОГЭ", null, "ХИ", "", "Химия", 24, FullAnswers, [11, 22, 31], "05-27", 0.45),
        new("ОГЭ", null, "ИС", "", "История", 25, [3, 3, 3, 3], [11, 21, 30], "05-21", 0.1),
    ];

    public static readonly GiaExam[] Gve =
    [
        new("ГВЭ", "51", "РУ", "", "Русский язык", 8, [3, 3, 3, 3], [6, 11, 16], "06-03", 0.4),
        new("ГВЭ", "52", "МА", "", "Математика", 8, [3, 3, 3, 3], [5, 10, 15], "06-06", 0.4),
    ];

    public static readonly GiaExam[] Ege =
    [
        new("ЕГЭ", "01", "РУ", "", "Русский язык", 28, [2, 3, 2, 3, 3, 3, 2, 2, 2], [24], "05-28", 0.75),
        new("ЕГЭ", "02", "МА", "profile", "Математика профильная", 12, [2, 3, 2, 2, 3, 4, 4], [27], "05-31", 0.35),
        new("ЕГЭ", "22", "МА", "base", "Математика базовая", 21, [], [7, 12, 17], "05-31", 0.75),
        new("ЕГЭ", "12", "ОБ", "", "Обществознание", 30, [3, 3, 3, 3, 3, 3], [42], "06-04", 0.25),
        new("ЕГЭ", "07", "ИС", "", "История", 30, [3, 3, 3, 3, 3, 3], [32], "05-24", 0.3),
        new("ЕГЭ", "06", "БИ", "", "Биология", 30, [3, 3, 3, 3, 3, 3], [36], "06-11", 0.2),
        new("ЕГЭ", "04", "ХИ", "", "Химия", 30, [3, 3, 3, 3, 3, 3], [36], "05-24", 0.3),
        new("ЕГЭ", "03", "ФИ", "", "Физика", 30, [3, 3, 3, 3, 3, 3], [36], "06-11", 0.35),
    ];

    /// <summary>Highest primary score.</summary>
    public int Max => Short + Long.Sum();

    public bool HasTestScore => Procedure == "ЕГЭ" && Level != "base";

    /// <summary>Test score, or mark 2…5 with the side conditions of ОГЭ.</summary>
    public int ResultOf(int primary, int[] shorts, int[] longs)
    {
        if (HasTestScore) return (int)Math.Round(100.0 * primary / Max, MidpointRounding.AwayFromZero);
        if (primary < Cuts[0] || (this is { Procedure: "ОГЭ", Subject: "МА" } && shorts[14..19].Sum() + longs[3..6].Sum() < 2)) return 2;
        var literacy = this is { Procedure: "ОГЭ", Subject: "РУ" } ? longs[7..11].Sum() : int.MaxValue;
        return primary >= Cuts[2] && literacy >= 6 ? 5 : primary >= Cuts[1] && literacy >= 4 ? 4 : 3;
    }

    public bool IsBelow(int result) => result < (HasTestScore ? Cuts[0] : 3);

    /// <summary>«01 - Русский язык 2025.05.28», «Математика(2025.06.06)».</summary>
    public string Title(DateOnly day) => Code is null ? $"{Name}({day:yyyy.MM.dd})" : $"{Code} - {Name} {day:yyyy.MM.dd}";
}
