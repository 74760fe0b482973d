using System.Globalization;

namespace MsokoAnalytics.DemoData.Tests.Reading;

/// <summary>The columns of a pupil file, found by the header texts of domain.md §1 and not by the generator's code.</summary>
internal sealed class PupilTable
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    public PupilTable(IReadOnlyList<BookSheet> sheets, string layout)
    {
        var layouts = new Dictionary<string, (string Sheet, int HeaderRow, string Login, string Code, string Class, string? Sex, string Journal, string Variant, string Total, string? Mark, string FirstTask, string AfterTasks)>(StringComparer.Ordinal)
        {
            ["vpr_results_2020"] = ("Лист1", 1, "user", "code", "klass", "gender", "otc", "var-1", "sum", null, "a-1-grade", "?"),
            ["vpr_results_2021"] = ("Лист1", 1, "логин школы", "код обучающегося", "класс", "пол", "отметка за предыдущую четверть/триместр", "вариант", "всего баллов", null, "балл за 1", "Учебник"),
            ["vpr_results_2022"] = ("Протокол", 1, "Пользователь", "Код", "Наименование класса", "Пол", "Отметка за предыдущий триместр/ четверть/полугодие", "Вариант", "Итого баллов", null, "1", "Наименование класса"),
            ["vpr_f1_2024"] = ("", 8, "ОО", "Код участника", "Класс", null, "Отметка по журналу", "Вариант", "Первичный балл", "Отметка", "1", "Первичный балл"),
            ["vpr_collection_form"] = ("Протокол", 1, "", "Код участника", "Порядковый номер класса", null, "Отметка за предыдущий триместр/ четверть/полугодие", "Вариант", "Итого баллов", null, "1", "Порядковый номер класса"),
        };
        var l = layouts[layout];
        SheetNumber = sheets.Count == 1 ? 1 : sheets.ToList().FindIndex(s => s.Name == l.Sheet) + 1;
        Sheet = sheets[SheetNumber - 1];
        HeaderRow = l.HeaderRow;
        Header = [.. Sheet.Rows[l.HeaderRow].Select(h => h?.Replace('\u00A0', ' ') ?? "")];
        Login = l.Login.Length == 0 ? 0 : Column(l.Login);
        Code = Column(l.Code);
        Class = Column(l.Class);
        Sex = l.Sex is null ? 0 : Column(l.Sex);
        Journal = Column(l.Journal);
        Variant = Column(l.Variant);
        Total = Column(l.Total);
        Mark = l.Mark is null ? 0 : Column(l.Mark);
        FirstTask = Array.FindIndex(Header, h => h == l.FirstTask || h.StartsWith(l.FirstTask + " (", Ordinal) || h.StartsWith(l.FirstTask + "К1 (", Ordinal)) + 1;
        AfterTasks = l.AfterTasks == "?" ? 0 : Column(l.AfterTasks);
    }

    public int SheetNumber { get; }

    public BookSheet Sheet { get; }

    public int HeaderRow { get; }

    public string[] Header { get; }

    public int Login { get; }

    public int Code { get; }

    public int Class { get; }

    public int Sex { get; }

    public int Journal { get; }

    public int Variant { get; }

    public int Total { get; }

    public int Mark { get; }

    public int FirstTask { get; }

    /// <summary>Column after the last task; 0 = not told by the header.</summary>
    public int AfterTasks { get; }

    /// <summary>Rows with a number in the code column.</summary>
    public IEnumerable<int> DataRows() => Sheet.Rows.Keys.Where(r => r > HeaderRow && int.TryParse(Sheet.Cell(r, Code), NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private int Column(string header)
    {
        var column = Array.IndexOf(Header, header) + 1;
        return column > 0 ? column : throw new InvalidOperationException($"no column «{header}» in: {string.Join(" | ", Header)}");
    }
}
