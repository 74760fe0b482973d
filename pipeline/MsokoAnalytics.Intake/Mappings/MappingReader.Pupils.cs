using System.Globalization;

namespace MsokoAnalytics.Intake.Mappings;

/// <content>Columns and scores of a table by pupils.</content>
internal sealed partial class MappingReader
{
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
            var list = maxima.Values.SelectMany(v => (v.Text ?? "").Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries)).ToList();
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
}
