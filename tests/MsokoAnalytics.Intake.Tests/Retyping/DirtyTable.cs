namespace MsokoAnalytics.Intake.Tests.Retyping;

/// <summary>Tables of a pupil form in which any cell may hold anything that such cells have been seen to hold, and worse.</summary>
internal sealed class DirtyTable(int seed)
{
    private static readonly string?[] Logins = ["edu000389", "edu000389", "edu000389", "EDU000389", "sch000392", "edu000391 ", "Итого", "Средняя школа № 3", "reg00", "", null];
    private static readonly string?[] Places = ["reg00_m010 | Н-ский муниципальный район", "reg00_vpr, reg00_vpr_m041", "Городской округ", "22", "", null];
    private static readonly string?[] Schools = ["edu000389 | МКОУ СОШ № 3", "edu000390 | МКОУ СОШ № 4", "МБОУ «СОШ № 1»(edu000389)", "Средняя школа № 3", "edu000389 кол-во участников: 4", "Всего", "", null];
    private static readonly string?[] Codes = ["40001", "40002", "40003", "40004", "40005", "4 0006", " 40007", "40008\u00A0", "Итого", "-", "x", "", null];
    private static readonly string?[] Classes = ["4А", "4 \"а\"", "a", "1", "01", "нет", "4 класс", "", null];
    private static readonly string?[] Variants = ["1", "2", "12", "0", "отсутствовал", "1,2", "нет", "", null];
    private static readonly string?[] Sexes = ["м", "ж", "Муж", "жен.", "?", "", null];
    private static readonly string?[] Journals = ["2", "3", "4", "5", "5.0", "н/а", "Нет отметки", "ж", "6", "осв.", "-", "", null];
    private static readonly string?[] Totals = ["0", "3", "5", "6", "7", "101", "-1", "отсутствовал", "3,0", "3,5", " 4", "04", "н/д", "", null];
    private static readonly string?[] Scores = ["0", "1", "2", "0", "1", "1", "X", "Х", "x", "х", "3", "7", "99", "100", "101", "1,0", "1.0", "01", " 1", "1 ", "\u00A02", "Не пройд.", "не приступал", "н/д", "-", "½", "Ё", "+1", "1e1", "12345678901", "", "", null];
    private readonly Random _random = new(seed);

    public string? Login => Pick(Logins);

    public string? Place => Pick(Places);

    public string? School => Pick(Schools);

    public string? Code => Unusual(4) ? Pick(Codes) : FormattableString.Invariant($"4{_random.Next(1, 400):0000}");

    public string? Class => Pick(Classes);

    public string? Variant => Pick(Variants);

    public string? Sex => Pick(Sexes);

    public string? Journal => Pick(Journals);

    public string? Total => Pick(Totals);

    /// <summary>The task cells of a row: clean in most rows, so that also totals agree and rows pass unharmed.</summary>
    public string?[] Tasks(int count)
    {
        if (Unusual(6)) return new string?[count];
        var dirty = Unusual(2);
        return [.. Enumerable.Range(0, count).Select(_ => dirty ? Pick(Scores) : _random.Next(0, 3).ToString(System.Globalization.CultureInfo.InvariantCulture))];
    }

    /// <summary>True once in <paramref name="of"/> times.</summary>
    public bool Unusual(int of) => _random.Next(of) == 0;

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];
}
