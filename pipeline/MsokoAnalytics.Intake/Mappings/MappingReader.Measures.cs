namespace MsokoAnalytics.Intake.Mappings;

/// <content>Figures and totals of a table by schools.</content>
internal sealed partial class MappingReader
{
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
                var list = node.Values.Where(v => Key(v.Text ?? "") != "все").Select(v => (v.Place, Text: v.Text ?? "")).ToList();
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
}
