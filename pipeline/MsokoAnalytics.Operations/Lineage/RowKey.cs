using MsokoAnalytics.Models;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Operations.Lineage;

/// <summary>The key of a row as the user writes it: <c>work_id=ВПР-2024-spring-05-МА-base,scope=school,scope_id=880001</c>.</summary>
internal static class RowKey
{
    /// <returns>SQL condition over <c>t</c>.</returns>
    /// <exception cref="OperationsException">A part is no <c>column=value</c>, or the table has no such column.</exception>
    public static string Condition(ModelDefinition model, string text)
    {
        var parts = new List<string>();
        foreach (var part in Split(text))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0) throw new OperationsException($"Ключ строки «{part}» не понят. Ожидается столбец=значение через запятую, например {Example(model)}");
            var name = part[..at].Trim();
            if (model.Columns.All(c => c.Name != name))
                throw new OperationsException($"В {model.FullName} нет столбца «{name}». Есть: {string.Join(", ", model.Columns.Select(c => c.Name))}");
            var column = "t." + SqlText.Name(name);
            var value = part[(at + 1)..].Trim();
            parts.Add(value.Length == 0 ? $"coalesce(CAST({column} AS VARCHAR), '') = ''" : $"CAST({column} AS VARCHAR) = {SqlText.Literal(value)}");
        }

        return parts.Count > 0 ? string.Join(" AND ", parts) : throw new OperationsException($"Ключ строки пуст. Ожидается, например: {Example(model)}");
    }

    /// <summary>A comma within double quotes belongs to the value.</summary>
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '"') quoted = !quoted;
            if (i < text.Length && (text[i] != ',' || quoted)) continue;
            if (text[start..i].Trim().Replace("\"", "", StringComparison.Ordinal) is { Length: > 0 } part) parts.Add(part);
            start = i + 1;
        }

        return parts;
    }

    private static string Example(ModelDefinition model) => string.Join(",", model.Key.Select(k => k + "=…"));
}
