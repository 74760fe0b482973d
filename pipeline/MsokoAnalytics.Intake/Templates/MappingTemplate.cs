using System.Globalization;
using System.Text;
using MsokoAnalytics.Intake.Mappings;

namespace MsokoAnalytics.Intake.Templates;

/// <summary>
/// Writes a description of a local table for an office worker to fill in, and a blank table that fits it. The texts are data:
/// <c>sources/local/templates/*.csv</c>.
/// </summary>
public sealed class MappingTemplate
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create("{}[]*#:?\"'|-«»");
    private readonly List<Line> _lines;

    private MappingTemplate(List<Line> lines) => _lines = lines;

    /// <summary>What can be asked for: name on the command line → what it is.</summary>
    public static IReadOnlyDictionary<string, string> Known { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["mkr"] = "муниципальная контрольная работа, таблица по ученикам", ["rkr"] = "региональная контрольная работа, таблица по ученикам", ["schools"] = "таблица по школам: участники, средний балл, отметки",
    };

    /// <summary>Formats of the description.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["xlsx", "csv", "yml"];

    /// <param name="sources">The <c>sources</c> folder.</param>
    /// <param name="name">A key of <see cref="Known"/>.</param>
    /// <param name="values">What the worker has told already: год, период, класс, предмет.</param>
    /// <param name="tasks">Number of tasks of the work, 3–60: a scale of three bounds needs three scores.</param>
    public static MappingTemplate Load(string sources, string name, IReadOnlyDictionary<string, string> values, int tasks)
    {
        var aggregate = name == "schools";
        // A scale to begin with; the worker puts in his own.
        var three = Math.Clamp((int)Math.Ceiling(tasks * 0.5), 1, tasks - 2);
        var four = Math.Clamp((int)Math.Ceiling(tasks * 0.7), three + 1, tasks - 1);
        var five = Math.Clamp((int)Math.Ceiling(tasks * 0.9), four + 1, tasks);
        var all = new Dictionary<string, string>(values, StringComparer.Ordinal)
        {
            ["процедура"] = name == "rkr" ? "РКР" : "МКР", ["максимум"] = tasks.ToString(CultureInfo.InvariantCulture), ["максимумы"] = string.Join(" | ", Enumerable.Repeat("1", tasks)),
            ["шкала3"] = three.ToString(CultureInfo.InvariantCulture), ["шкала4"] = four.ToString(CultureInfo.InvariantCulture), ["шкала5"] = five.ToString(CultureInfo.InvariantCulture),
        };
        var lines = new List<Line>();
        foreach (var text in File.ReadAllLines(Path.Combine(sources, "local", "templates", aggregate ? "schools.csv" : "pupils.csv")).Skip(1).Where(l => l.Length > 0))
        {
            // Explanations hold semicolons: the first three fields and the last one are short and hold none.
            var parts = text.Split(';');
            var value = parts[2];
            foreach (var (key, with) in all) value = value.Replace("{{" + key + "}}", with, StringComparison.Ordinal);
            lines.Add(new Line(parts[0], parts[1], value, string.Join(';', parts[3..^1]), parts[^1].Split('|', StringSplitOptions.RemoveEmptyEntries)));
        }

        return new MappingTemplate(lines) { Procedure = all["процедура"], Aggregate = aggregate, Tasks = tasks };
    }

    public required string Procedure { get; init; }

    public required bool Aggregate { get; init; }

    public required int Tasks { get; init; }

    /// <summary>Writes the description and the blank table; existing files are never overwritten.</summary>
    /// <exception cref="IntakeException">A file of that name is there already, or the folder cannot be written.</exception>
    public IReadOnlyList<string> Write(string folder, string format)
    {
        var name = Aggregate ? "по_школам" : Procedure;
        var mapping = Path.Combine(folder, $"сопоставление_{name}.{format}");
        var table = Path.Combine(folder, $"Таблица_{name}.xlsx");
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var path in (ReadOnlySpan<string>)[mapping, table])
                if (File.Exists(path)) throw new IntakeException("template.exists", $"файл «{path}» уже есть", "переименуйте его или укажите другую папку: msoko template mkr ПАПКА");
            switch (format)
            {
                case "xlsx": WriteWorkbook(mapping); break;
                case "csv": File.WriteAllText(mapping, Csv(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)); break;
                default: File.WriteAllText(mapping, Yaml(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)); break;
            }

            WriteTable(table);
            return [mapping, table];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IntakeException("template.write", $"не удалось записать в папку «{folder}»", "проверьте права и место на диске или укажите другую папку", e);
        }
    }

    private void WriteWorkbook(string path)
    {
        var book = new WorkbookWriter();
        var rows = new List<IReadOnlyList<string>> { new[] { "раздел", "что", "значение", "пояснение", "допустимые значения" } };
        rows.AddRange(_lines.Select(l => new[] { l.Section, l.Key, l.Value, l.Explanation, string.Join(", ", l.Allowed) }));
        var lists = _lines.Select((l, i) => (Row: i + 2, Column: 3, Values: l.Allowed)).Where(l => l.Values.Count > 0).ToList();
        book.Add(MappingTable.SheetName, rows, [14, 22, 34, 80, 40], lists);
        book.Add("Допустимые столбцы", [["раздел", "что"], .. MappingWords.Columns.Keys.Select(k => (IReadOnlyList<string>)["столбцы", k]), .. MappingWords.Measures.Keys.Select(k => (IReadOnlyList<string>)["показатели", k])], [14, 30]);
        book.Save(path);
    }

    private string Csv()
    {
        var text = new StringBuilder("раздел;что;значение;пояснение;допустимые значения\r\n");
        foreach (var l in _lines) text.AppendJoin(';', ((ReadOnlySpan<string>)[l.Section, l.Key, l.Value, l.Explanation, string.Join(", ", l.Allowed)]).ToArray().Select(Field)).Append("\r\n");
        return text.ToString();
    }

    private static string Field(string text) => text.AsSpan().IndexOfAny(";\"\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private string Yaml()
    {
        var text = new StringBuilder("# Описание таблицы для msoko. Строка с «#» впереди — пояснение или необязательный ключ (уберите «#», чтобы он действовал).\n");
        var section = "";
        foreach (var l in _lines)
        {
            if (l.Section != section && l.Section.Length > 0) text.Append(_lines.Exists(o => o.Section == l.Section && o.Value.Length > 0) ? "" : "# ").Append(l.Section).Append(":\n");
            section = l.Section;
            var indent = section.Length > 0 ? "  " : "";
            text.Append(indent).Append("# ").Append(l.Explanation).Append(l.Allowed.Count > 0 ? $" ({string.Join(", ", l.Allowed)})" : "").Append('\n');
            if (l.Key.Length == 0) continue;
            var values = l.Value.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            text.Append(indent).Append(l.Value.Length == 0 ? "# " : "").Append(Quote(l.Key)).Append(": ")
                .Append(values.Length > 1 ? $"[{string.Join(", ", values.Select(Quote))}]" : Quote(l.Value)).Append('\n');
        }

        return text.ToString();
    }

    private static string Quote(string text) => text.Length > 0 && text.AsSpan().IndexOfAny(Special) >= 0 ? $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : text;

    private void WriteTable(string path)
    {
        var book = new WorkbookWriter();
        string[] head = Aggregate
            ? ["Школа", "Предмет", "Писали", "Средний балл", "«2»", "«3»", "«4»", "«5»", "Примечание"]
            : ["Школа", "Класс", "№ участника", "Вариант", .. Enumerable.Range(1, Tasks).Select(n => FormattableString.Invariant($"№{n}")), "Всего баллов", "Отметка"];
        book.Add("Результаты", [head], [.. head.Select(h => Math.Max(6, h.Length + 2))]);
        book.Add("Справка", [["Как заполнять"], .. (Aggregate
            ? (string[])["Школа — логин ФИС ОКО (edu220001) или его шесть цифр.", "Строка — школа и предмет. Суммы внизу начинаются словом «Итого»."]
            : ["Школа — логин ФИС ОКО (edu220001) или его шесть цифр.", "№ участника — номер в классе, не имя: столбцы с именами программа отбрасывает.",
                "Отсутствующий — буква «н» в столбце «Всего баллов». Задание, к которому не приступали, — «-».", "Рядом лежит «сопоставление…»: оно говорит программе, что где стоит."]).Select(t => (IReadOnlyList<string>)[t])], [100]);
        book.Save(path);
    }

    private sealed record Line(string Section, string Key, string Value, string Explanation, IReadOnlyList<string> Allowed);
}
