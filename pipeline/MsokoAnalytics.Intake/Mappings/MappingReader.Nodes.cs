using System.Globalization;

namespace MsokoAnalytics.Intake.Mappings;

/// <content>Nodes of a mapping file by key, with faults that name their place.</content>
internal sealed partial class MappingReader
{
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
        var pattern = HeaderPattern.Parse((value.Text ?? ""), out var unknown);
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

    private static string Key(string text) => HeaderKey.Fold(text);

    private static void Fault(TableMapping m, string place, string what, string advice) => m.Faults.Add(new MappingFault(place, what, advice));
}
