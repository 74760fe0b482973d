using System.Globalization;
using System.Text;

namespace MsokoAnalytics.Models.Docs;

/// <summary>The graph of the models, parsed from their SQL, as a Mermaid flow chart.</summary>
internal static class LineageWriter
{
    public static string Write(ModelProject project)
    {
        var used = project.Models.SelectMany(m => m.Inputs).ToHashSet(StringComparer.Ordinal);
        var text = new StringBuilder();
        text.Append("# Откуда что считается\n\n")
            .Append("Составлено программой по тексту запросов в `models/`; правьте запросы, а не этот файл. Столбцы — в [dictionary.md](dictionary.md).\n\n")
            .Append("```mermaid\nflowchart LR\n");
        foreach (var schema in project.Sources.Where(s => used.Contains(s.FullName)).GroupBy(s => s.Schema, StringComparer.Ordinal))
            Subgraph(text, schema.Key, schema.Select(s => $"{Id(s.FullName)}[({s.Name})]"));
        foreach (var schema in project.Models.GroupBy(m => m.Schema, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            Subgraph(text, schema.Key, schema.OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => $"{Id(m.FullName)}[{m.Name}]"));
        foreach (var model in project.Models)
            foreach (var input in model.Inputs)
                text.Append("  ").Append(Id(input)).Append(" --> ").Append(Id(model.FullName)).Append('\n');
        text.Append("```\n\n## В порядке сборки\n\n| № | модель | что это | читает |\n|---|---|---|---|\n");
        for (var i = 0; i < project.Models.Count; i++)
        {
            var model = project.Models[i];
            text.Append(CultureInfo.InvariantCulture, $"| {i + 1} | `{model.FullName}` | {model.Caption} | {string.Join(", ", model.Inputs.Select(n => "`" + n + "`"))} |\n");
        }

        return text.ToString();
    }

    private static void Subgraph(StringBuilder text, string name, IEnumerable<string> nodes)
    {
        text.Append("  subgraph ").Append(name).Append('\n');
        foreach (var node in nodes) text.Append("    ").Append(node).Append('\n');
        text.Append("  end\n");
    }

    private static string Id(string fullName) => fullName.Replace('.', '_');
}
