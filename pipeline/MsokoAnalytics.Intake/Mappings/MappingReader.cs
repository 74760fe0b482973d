using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Mappings;

/// <summary>Reads mapping files and tells every fault of them with its place. Nothing is thrown: a faulty mapping says what is wrong with it.</summary>
internal sealed partial class MappingReader(SubjectCatalog subjects, TableReaderFactory readers, Func<string, bool> isPersonal)
{
    /// <param name="folder">Folder of the file relative to the loaded one, "" for the folder itself.</param>
    public IReadOnlyList<TableMapping> Read(string fullPath, string relativePath, string folder)
    {
        var faults = new List<MappingFault>();
        IReadOnlyList<MappingNode> documents = [];
        var version = "";
        try
        {
            version = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(fullPath)));
            documents = System.IO.Path.GetExtension(fullPath).ToLowerInvariant() is ".yml" or ".yaml"
                ? MappingYaml.Read(File.ReadAllText(fullPath), faults)
                : MappingTable.Read(fullPath, readers, faults);
            if (documents.Count == 0 && faults.Count == 0) faults.Add(new MappingFault("файл", "описание пусто", "возьмите образец: msoko template"));
        }
        catch (IntakeException e)
        {
            faults.Add(new MappingFault("файл", e.Message, e.Advice));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new MappingFault("файл", "не открывается", "закройте файл в Excel и повторите"));
        }

        if (documents.Count == 0)
        {
            var empty = new TableMapping { Path = relativePath, Folder = folder, Version = version };
            empty.Faults.AddRange(faults);
            return [empty];
        }

        var mappings = documents.Select((d, i) => ReadOne(d, new TableMapping { Path = relativePath, Folder = folder, Version = version, Number = i + 1 })).ToList();
        mappings[0].Faults.InsertRange(0, faults);
        return mappings;
    }

    private TableMapping ReadOne(MappingNode root, TableMapping m)
    {
        if (root.Entries is null)
        {
            Fault(m, root.Place, "нет ни одного ключа", "первая строка: «файлы: МКР*.xlsx»; образец даёт msoko template");
            return m;
        }

        CheckKeys(m, root.Entries, MappingWords.Root, "ключ");
        ReadSubjects(m, Section(m, root, "предметы"));
        ReadSchools(m, Section(m, root, "школы"));
        ReadTable(m, root);
        ReadWork(m, root);
        ReadColumns(m, root);
        if (m.Aggregate) ReadMeasures(m, root);
        else ReadPupilScores(m, root);
        ReadValues(m, Section(m, root, "значения"));
        return m;
    }

    private static void ReadTable(TableMapping m, MappingNode root)
    {
        m.Title = Text(root, "описание") ?? "";
        var files = Find(root, "файлы");
        if (files is null) Fault(m, root.Place, "нет ключа «файлы»: неизвестно, о каких файлах описание", "добавьте строку «файлы: МКР*.xlsx» (имя или маска со звёздочкой)");
        foreach (var value in files?.Values ?? [])
        {
            var mask = FileMask.Parse(value.Text!, out var unknown);
            if (unknown is not null) Fault(m, value.Place, $"в маске файлов неизвестное место {{{unknown}}}", "допускаются {год}, {класс}, {предмет}, {школа}, {период}, {любое}, знаки * и ?");
            if (mask.Text.Length > 0) m.Masks.Add(mask);
        }

        switch (Text(root, "таблица")?.ToLowerInvariant())
        {
            case null or "по ученикам": break;
            case "по школам" or "по муниципалитетам": m.Aggregate = true; break;
            case var other: Fault(m, Find(root, "таблица")!.Place, $"таблица: «{other}»", "напишите «по ученикам» или «по школам»"); break;
        }

        if (Number(m, root, "строк заголовка", 1, 10) is { } rows) m.HeaderRows = rows;
        foreach (var value in Find(root, "лист")?.Values ?? []) m.Sheets.Add(FileMask.Parse(value.Text!.Trim(), out _));
        foreach (var value in Find(root, "пропустить листы")?.Values ?? []) m.SkippedSheets.Add(FileMask.Parse(value.Text!.Trim(), out _));
        foreach (var value in Find(root, "пропустить строки")?.Values ?? []) m.SkippedRows.Add(value.Text!.Trim().ToLowerInvariant());
        foreach (var value in Find(root, "строки итогов")?.Values ?? []) m.TotalRows.Add(value.Text!.Trim().ToLowerInvariant());
        foreach (var value in Find(root, "лишние столбцы")?.Values ?? []) m.Ignored.Add(Pattern(m, value));
        if (Find(root, "коды школ") is { Text: { } system }) m.CodeSystem = system.Trim().ToLowerInvariant();
        if (Find(root, "единица") is { Text: { } unit } at)
        {
            if (MappingWords.Units.Contains(unit.Trim().ToLowerInvariant(), StringComparer.Ordinal)) m.Unit = unit.Trim().ToLowerInvariant();
            else Fault(m, at.Place, $"единица: «{unit}»", $"напишите одно из: {string.Join(", ", MappingWords.Units)}");
        }
    }

    private void ReadWork(TableMapping m, MappingNode root)
    {
        if (Find(root, "процедура") is { } procedure)
        {
            if (procedure.Text is { Length: > 0 and < 40 } text) m.Procedure = text.Trim();
            else Fault(m, procedure.Place, "процедура не названа", $"напишите, например, {string.Join(", ", MappingWords.Procedures[..2])}");
        }

        if (Number(m, root, "год", 2000, 2099) is { } year) m.Constants["year"] = year.ToString(CultureInfo.InvariantCulture);
        if (Number(m, root, "класс", 1, 11) is { } grade) m.Constants["grade"] = grade.ToString(CultureInfo.InvariantCulture);
        if (Find(root, "учебный год") is { Text: { } schoolYear } sy)
        {
            if (SchoolYear().Match(schoolYear.Trim()) is { Success: true } match && (int.Parse(match.Groups["a"].Value, CultureInfo.InvariantCulture) + 1) % 100 == int.Parse(match.Groups["b"].Value, CultureInfo.InvariantCulture))
                m.Constants["academic_year"] = $"{match.Groups["a"].Value}/{match.Groups["b"].Value}";
            else
                Fault(m, sy.Place, $"учебный год: «{schoolYear}»", "напишите, например, 2024/25");
        }

        if (Find(root, "период") is { Text: { } period } p)
        {
            if (MappingWords.Periods.TryGetValue(period.Trim().ToLowerInvariant(), out var wave)) m.Constants["wave"] = wave;
            else Fault(m, p.Place, $"период: «{period}»", $"напишите месяц или полугодие: {string.Join(", ", MappingWords.Periods.Keys)}");
        }

        if (Find(root, "дата") is { Text: { } date } d)
        {
            if (DateOnly.TryParseExact(date.Trim(), ["dd.MM.yyyy", "d.M.yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) m.Constants["work_date"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            else Fault(m, d.Place, $"дата: «{date}»", "напишите день, например 14.11.2024");
        }

        if (Find(root, "предмет") is { Text: { } subject } s)
        {
            if (SubjectOf(m, subject) is { } code) m.Constants["subject"] = code;
            else UnknownSubject(m, s.Place, subject);
        }

        if (Find(root, "школа") is { Text: { } school } sc)
        {
            if (SchoolId(school) is { } id) m.Constants["school"] = "edu" + id;
            else Fault(m, sc.Place, "школа указана не логином", "напишите логин ФИС ОКО (edu220001) или его шесть цифр; названия школ переводит раздел «школы»");
        }

        if (Find(root, "муниципалитет") is { Text: { } municipality }) m.Constants["municipality"] = municipality.Trim();
        if (Find(root, "регион") is { Text: { } region }) m.Constants["region"] = region.Trim();
        if (Find(root, "уровень") is { Text: { } level } l)
        {
            if (level.Trim().ToLowerInvariant() is "базовый" or "углублённый" or "углубленный") m.Constants["level"] = level.Trim().StartsWith("баз", StringComparison.OrdinalIgnoreCase) ? "base" : "advanced";
            else Fault(m, l.Place, $"уровень: «{level}»", "напишите «базовый» или «углублённый»");
        }

        ReadMaxScore(m, Find(root, "максимальный балл"));
    }

    private void ReadMaxScore(TableMapping m, MappingNode? node)
    {
        if (node is null) return;
        if (node.Entries is null)
        {
            if (Number(m, node, "максимальный балл", 1, 1000) is { } max) m.MaxScores[""] = max;
            return;
        }

        foreach (var (key, place, value) in node.Entries)
        {
            if (SubjectOf(m, key) is not { } subject) UnknownSubject(m, place, key);
            else if (Number(m, value, $"максимальный балл, {key}", 1, 1000) is { } max) m.MaxScores[subject] = max;
        }
    }

    private void ReadColumns(TableMapping m, MappingNode root)
    {
        var section = Section(m, root, "столбцы");
        if (section is null)
        {
            Fault(m, root.Place, "нет раздела «столбцы»", "добавьте раздел «столбцы» с заголовками вашей таблицы: «школа: ОО», «итог: Сумма баллов»");
            return;
        }

        CheckKeys(m, section, [.. MappingWords.Columns.Keys], "столбец");
        var wrong = m.Aggregate ? MappingWords.PupilColumns : MappingWords.SchoolColumns;
        foreach (var (key, place, value) in section)
        {
            var name = Key(key);
            var known = MappingWords.Columns.FirstOrDefault(c => Key(c.Key) == name);
            if (known.Key is null) continue;
            if (Array.Exists(wrong, w => Key(w) == name))
            {
                Fault(m, place, $"столбца «{key}» не бывает в таблице {(m.Aggregate ? "по школам" : "по ученикам")}",
                    m.Aggregate ? "числа такой таблицы описываются в разделе «показатели»" : "уберите строку или напишите «таблица: по школам»");
                continue;
            }

            var column = Column(m, known.Value, known.Key, place, value, measure: false);
            if (column is not null && known.Value == "participant_code" && column.Headers.FirstOrDefault(h => isPersonal(h.Text)) is { } personal)
                Fault(m, value.Place, $"столбец «{personal.Text}» с именами не может быть кодом ученика", "уберите строку «код ученика»: строки будут пронумерованы, имена в хранилище не попадают");
        }

        if (!m.Columns.Exists(c => c.Field is "school_raw" or "name_raw") && !m.Constants.ContainsKey("school") && !m.Masks.Exists(k => k.Text.Contains("{школа}", StringComparison.OrdinalIgnoreCase))
            && !(m.Aggregate && m.Columns.Exists(c => c.Field == "municipality_raw")))
            Fault(m, root.Place, "неизвестно, к какой школе относятся строки", "назовите столбец («столбцы: школа: …»), или школу всей таблицы («школа: edu220001»), или место {школа} в маске файлов");
    }

    private static void ReadPupilScores(TableMapping m, MappingNode root)
    {
        if (Find(root, "показатели") is { } measures) Fault(m, measures.Place, "раздел «показатели» бывает только у таблиц по школам", "уберите раздел или напишите «таблица: по школам»");
        foreach (var value in Find(root, "задания")?.Values ?? [])
        {
            var pattern = Pattern(m, value);
            m.Tasks.Add(pattern);
        }

        if (Find(root, "максимумы") is { } maxima)
        {
            var list = maxima.Values.SelectMany(v => v.Text!.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries)).ToList();
            if (list.TrueForAll(t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and <= 100)) m.Maxima = [.. list.Select(t => int.Parse(t, CultureInfo.InvariantCulture))];
            else Fault(m, maxima.Place, "максимумы заданий не читаются", "перечислите целые числа по порядку столбцов: 1, 1, 2, 2, 3");
            if (m.Maxima is { } sum && m.MaxScores.TryGetValue("", out var declared) && sum.Sum() != declared)
                Fault(m, maxima.Place, $"максимумы заданий в сумме дают {sum.Sum()}, а максимальный балл {declared}", "исправьте максимумы или максимальный балл");
        }

        if (m.Tasks.Count == 0 && !m.Columns.Exists(c => c.Field == "total_raw"))
            Fault(m, root.Place, "нет ни баллов за задания, ни итога", "назовите столбец «итог» в разделе «столбцы» или столбцы заданий («задания: \"№{n}\"»)");
        if (m.Tasks.Count == 0 && m.Maxima is not null) Fault(m, Find(root, "максимумы")!.Place, "максимумы без столбцов заданий", "добавьте строку «задания: \"№{n}\"» или уберите максимумы");
        ReadScale(m, root);
    }

    private static void ReadScale(TableMapping m, MappingNode root)
    {
        if (Find(root, "шкала") is not { } node) return;
        var bounds = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, place, value) in node.Entries ?? [])
        {
            if (key.Trim() is not ("3" or "4" or "5")) Fault(m, place, $"в шкале отметка «{key}»", "шкала задаёт наименьший балл отметок 3, 4 и 5");
            else if (int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var bound)) bounds[key.Trim()] = bound;
            else Fault(m, value.Place, $"граница отметки {key} не целое число", "напишите наименьший балл, с которого ставится эта отметка");
        }

        if (bounds.Count < 3)
        {
            Fault(m, node.Place, "шкала неполна", "нужны три строки: наименьший балл для 3, для 4 и для 5");
            return;
        }

        var max = m.MaxScores.GetValueOrDefault("", m.Maxima?.Sum() ?? int.MaxValue);
        if (bounds["3"] >= bounds["4"] || bounds["4"] >= bounds["5"]) Fault(m, node.Place, "границы шкалы не возрастают", "наименьший балл «3» меньше, чем для «4», а тот меньше, чем для «5»");
        else if (bounds["5"] > max) Fault(m, node.Place, $"отметка 5 начинается с {bounds["5"]}, а максимальный балл {max}", "исправьте шкалу или максимальный балл");
        else m.Scale = (bounds["3"], bounds["4"], bounds["5"]);
    }

    private void ReadMeasures(TableMapping m, MappingNode root)
    {
        foreach (var key in (ReadOnlySpan<string>)["задания", "максимумы", "шкала"])
            if (Find(root, key) is { } node) Fault(m, node.Place, $"раздел «{key}» бывает только у таблиц по ученикам", "уберите его или напишите «таблица: по ученикам»");
        var section = Section(m, root, "показатели");
        if (section is null) Fault(m, root.Place, "нет раздела «показатели»", "назовите столбцы с числами: «участников: Писали», «среднее: Средний балл»");
        CheckKeys(m, section ?? [], [.. MappingWords.Measures.Keys], "показатель");
        foreach (var (key, place, value) in section ?? [])
            if (MappingWords.Measures.FirstOrDefault(w => Key(w.Key) == Key(key)) is { Key: not null } known) Column(m, known.Value, known.Key, place, value, measure: true);
        if (section is not null && !m.Columns.Exists(c => c.Field == "n"))
            Fault(m, root.Place, "нет числа участников", "добавьте в «показатели» строку «участников: …»: без него нельзя сложить школы");
        foreach (var kind in (ReadOnlySpan<string>)["n", "pct"])
        {
            var marks = m.Columns.Where(c => c.IsMeasure && c.Field.Length == kind.Length + 1 && c.Field.StartsWith(kind, StringComparison.Ordinal)).ToList();
            if (marks.Count is > 0 and < 4) Fault(m, marks[0].Place, "отметки названы не все", "нужны все четыре: 2, 3, 4, 5");
        }

        foreach (var (key, place, value) in Section(m, root, "итоги") ?? []) ReadTotal(m, key, place, value);
    }

    private void ReadTotal(TableMapping m, string name, string place, MappingNode value)
    {
        if (value.Entries is null)
        {
            Fault(m, place, $"итог «{name}» без столбцов", "под названием итога: «участников: …», «среднее: …», «предметы: все»");
            return;
        }

        CheckKeys(m, value.Entries, [.. MappingWords.Measures.Keys, "предметы", "кроме"], "показатель итога");
        var columns = new List<MappedColumn>();
        List<string>? parts = null;
        List<string> except = [];
        foreach (var (key, at, node) in value.Entries)
        {
            if (Key(key) is "предметы" or "кроме")
            {
                var list = node.Values.Where(v => Key(v.Text!) != "все").Select(v => (v.Place, Text: v.Text!)).ToList();
                foreach (var unknown in list.Where(v => SubjectOf(m, v.Text) is null)) UnknownSubject(m, unknown.Place, unknown.Text);
                var found = list.Select(v => SubjectOf(m, v.Text)).OfType<string>().ToList();
                if (Key(key) == "кроме") except = found;
                else if (found.Count > 0) parts = found;
            }
            else if (MappingWords.Measures.FirstOrDefault(w => Key(w.Key) == Key(key)) is { Key: not null } known)
            {
                columns.Add(new MappedColumn(known.Value, $"{name}: {known.Key}", [.. node.Values.Select(v => Pattern(m, v))], at, IsMeasure: true));
            }
        }

        if (columns.Count == 0) Fault(m, place, $"у итога «{name}» нет ни одного показателя", "добавьте «участников: …» или «среднее: …»");
        m.Totals.Add(new MappedTotal(name.Trim(), columns, parts, except));
    }

    private static void ReadValues(TableMapping m, IReadOnlyList<MappingEntry>? section)
    {
        foreach (var (key, place, value) in section ?? [])
        {
            if (value.Entries is null)
            {
                Add(null, key, place, value);
                continue;
            }

            if (MappingWords.Columns.FirstOrDefault(c => Key(c.Key) == Key(key)) is not { Key: not null } column) Fault(m, place, $"значения столбца «{key}»: такого столбца нет", $"назовите один из: {string.Join(", ", MappingWords.Columns.Keys)}");
            else foreach (var inner in value.Entries) Add(column.Value, inner.Key, inner.Place, inner.Value);
        }

        void Add(string? field, string from, string place, MappingNode to)
        {
            var text = to.Text?.Trim() ?? "";
            if (MappingWords.Meanings.Contains(text.ToLowerInvariant(), StringComparer.Ordinal)) text = text.ToLowerInvariant();
            else if (text.Length == 0 || text.Any(char.IsLetter) && field is null)
            {
                Fault(m, place, $"значение «{from}» переведено в «{text}»", $"переводить можно в число, «{string.Join("», «", MappingWords.Meanings)}»");
                return;
            }

            m.Values.Add((field, from.Trim().ToLowerInvariant(), text));
        }
    }

    private void ReadSubjects(TableMapping m, IReadOnlyList<MappingEntry>? section)
    {
        foreach (var (key, place, value) in section ?? [])
        {
            if (value.Text is not { Length: > 0 } text) Fault(m, place, $"предмет «{key}» не назван", "напишите код или название предмета");
            else m.Subjects[HeaderKey.Fold(key)] = subjects.Find(text) ?? text.Trim();
        }
    }

    private static void ReadSchools(TableMapping m, IReadOnlyList<MappingEntry>? section)
    {
        foreach (var (key, place, value) in section ?? [])
        {
            if (value.Text is { } text && SchoolId(text) is { } id) m.Schools[HeaderKey.Fold(key)] = id;
            else Fault(m, value.Place, $"школа «{key}»: «{value.Text}» не логин", "напишите логин ФИС ОКО (edu220001) или его шесть цифр");
            _ = place;
        }
    }

    /// <summary>Code (or own name) of a subject by any spelling that the mapping or the catalogue knows; null when neither does.</summary>
    private string? SubjectOf(TableMapping m, string text) => SubjectOf(m, subjects, text);

    internal static string? SubjectOf(TableMapping m, SubjectCatalog catalogue, string text) =>
        m.Subjects.TryGetValue(HeaderKey.Fold(text), out var own) ? own
        : m.Subjects.ContainsValue(text.Trim()) ? text.Trim()
        : catalogue.Find(text);

    private static void UnknownSubject(TableMapping m, string place, string text) =>
        Fault(m, place, $"предмет «{text}» неизвестен", "напишите его название полностью или добавьте в раздел «предметы»: «как в таблице: название»");

    private static MappedColumn? Column(TableMapping m, string field, string key, string place, MappingNode value, bool measure)
    {
        var headers = value.Values.Where(v => v.Text is { Length: > 0 }).Select(v => Pattern(m, v)).ToList();
        if (headers.Count == 0)
        {
            Fault(m, place, $"у столбца «{key}» нет заголовка", "напишите заголовок так, как он стоит в таблице");
            return null;
        }

        var column = new MappedColumn(field, key, headers, place, measure);
        m.Columns.Add(column);
        return column;
    }

    private static HeaderPattern Pattern(TableMapping m, MappingNode value)
    {
        var pattern = HeaderPattern.Parse(value.Text!, out var unknown);
        if (unknown is not null) Fault(m, value.Place, $"в заголовке неизвестное место {{{unknown}}}", "допускаются {предмет}, {класс}, {n} (номер задания), {макс} (максимальный балл) и звёздочка");
        return pattern;
    }

    private static void CheckKeys(TableMapping m, IReadOnlyList<MappingEntry> entries, IReadOnlyList<string> known, string what)
    {
        foreach (var entry in entries.Where(e => !known.Any(k => Key(k) == Key(e.Key))))
        {
            var nearest = MappingWords.Nearest(entry.Key.Trim().ToLowerInvariant(), known);
            Fault(m, entry.Place, $"неизвестный {what} «{entry.Key}»", nearest is null ? $"известны: {string.Join(", ", known)}" : $"может быть, «{nearest}»? Известны: {string.Join(", ", known)}");
        }
    }

    private static IReadOnlyList<MappingEntry>? Section(TableMapping m, MappingNode root, string key)
    {
        var node = Find(root, key);
        if (node is null) return null;
        if (node.Entries is null) Fault(m, node.Place, $"«{key}» — раздел из нескольких строк", "напишите под ним строки «что: значение», сдвинув их на два пробела");
        return node.Entries;
    }

    private static MappingNode? Find(MappingNode root, string key) => root.Entries?.Find(e => Key(e.Key) == Key(key))?.Value;

    private static string? Text(MappingNode root, string key) => Find(root, key)?.Text?.Trim() is { Length: > 0 } text ? text : null;

    private static int? Number(TableMapping m, MappingNode root, string key, int least, int most)
    {
        var node = root.Entries is null ? root : Find(root, key);
        if (node is null) return null;
        if (int.TryParse(node.Text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        Fault(m, node.Place, $"{key}: «{node.Text}»", $"ожидается целое число от {least} до {most}");
        return null;
    }

    /// <summary>Six digits of a login or of its digits, or null.</summary>
    internal static string? SchoolId(string text)
    {
        var match = Login().Match(text.Trim().ToLowerInvariant());
        return match.Success ? match.Groups["id"].Value.PadLeft(6, '0') : null;
    }

    private static string Key(string text) => HeaderKey.Fold(text);

    private static void Fault(TableMapping m, string place, string what, string advice) => m.Faults.Add(new MappingFault(place, what, advice));

    [GeneratedRegex(@"^(sch|edu|ksh)?(?<id>\d{5,6})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Login();

    [GeneratedRegex(@"^(?<a>20\d\d)\s*[/\-–]\s*(20)?(?<b>\d\d)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SchoolYear();
}
