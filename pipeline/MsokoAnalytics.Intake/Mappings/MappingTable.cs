using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Mappings;

/// <summary>
/// Reads a mapping file written as a table (XLSX or CSV) with the columns «раздел», «что», «значение»; further columns are explanations
/// for the person who fills it in. A section within a section is written with a slash: «итоги/общо».
/// Several values of one cell are separated by «|». A line without a value says nothing.
/// </summary>
internal static class MappingTable
{
    public const string SheetName = "Описание";

    public static IReadOnlyList<MappingNode> Read(string path, TableReaderFactory readers, List<MappingFault> faults)
    {
        using var reader = readers.Open(path);
        var row = new RowBuffer();
        while (reader.NextSheet())
        {
            if (reader is ExcelTableReader && !reader.SheetName.Trim().Equals(SheetName, StringComparison.OrdinalIgnoreCase)) continue;
            return [ReadSheet(reader, row, faults)];
        }

        faults.Add(new MappingFault("книга", $"нет листа «{SheetName}»", "возьмите образец: msoko template"));
        return [];
    }

    private static MappingNode ReadSheet(TableReader reader, RowBuffer row, List<MappingFault> faults)
    {
        var excel = reader is ExcelTableReader;
        string Place(int column) => excel ? FormattableString.Invariant($"лист «{reader.SheetName}», ячейка {(char)('A' + column)}{row.RowNumber}") : FormattableString.Invariant($"строка {row.RowNumber}");
        var root = new MappingNode(excel ? $"лист «{reader.SheetName}»" : "строка 1") { Entries = [] };
        int section = -1, key = -1, value = -1;
        while (reader.ReadRow(row))
        {
            if (row.IsBlank) continue;
            if (value < 0)
            {
                for (var i = 0; i < row.Count; i++)
                    switch (HeaderKey.Fold(row.Text(i)))
                    {
                        case "раздел": section = i; break;
                        case "что": key = i; break;
                        case "значение": value = i; break;
                    }

                if (value < 0 || key < 0 || section < 0) (section, key, value) = (-1, -1, -1);
                continue;
            }

            var text = row.Text(value).Trim();
            var name = row.Text(key).Trim();
            if (name.Length == 0 || text.Length == 0) continue;
            var parts = text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var node = parts.Length > 1
                ? new MappingNode(Place(value)) { Items = [.. parts.Select(p => new MappingNode(Place(value)) { Text = p })] }
                : new MappingNode(Place(value)) { Text = text };
            var entries = root.Entries!;
            foreach (var part in row.Text(section).Split('/', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) entries = SectionOf(entries, part, Place(section));
            if (entries.Exists(e => HeaderKey.Fold(e.Key) == HeaderKey.Fold(name)))
                faults.Add(new MappingFault(Place(key), $"«{name}» указано дважды", "оставьте одну строку; несколько значений пишутся через «|»"));
            else
                entries.Add(new MappingEntry(name, Place(key), node));
        }

        if (value < 0) faults.Add(new MappingFault(root.Place, "нет строки заголовков «раздел», «что», «значение»", "возьмите образец: msoko template"));
        return root;
    }

    private static List<MappingEntry> SectionOf(List<MappingEntry> entries, string name, string place)
    {
        if (entries.Find(e => HeaderKey.Fold(e.Key) == HeaderKey.Fold(name)) is { Value.Entries: { } found }) return found;
        var section = new MappingNode(place) { Entries = [] };
        entries.Add(new MappingEntry(name, place, section));
        return section.Entries;
    }
}
