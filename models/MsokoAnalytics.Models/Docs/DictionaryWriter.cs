using System.Globalization;
using System.Text;
using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Docs;

/// <summary>The data dictionary, made of the contracts.</summary>
internal static class DictionaryWriter
{
    public static string Write(ModelProject project)
    {
        var text = new StringBuilder();
        text.Append("# Словарь данных\n\n")
            .Append("Составлен программой по описаниям в `models/`; правьте описания, а не этот файл. Связи таблиц — в [lineage.md](lineage.md), термины — в [glossary.md](../glossary.md).\n");
        foreach (var schema in project.Models.GroupBy(m => m.Schema, StringComparer.Ordinal).OrderByDescending(g => g.Key, StringComparer.Ordinal))
        {
            text.Append("\n## ").Append(schema.Key).Append('\n');
            foreach (var model in schema.OrderBy(m => m.Name, StringComparer.Ordinal)) WriteModel(text, model);
        }

        foreach (var schema in project.Sources.GroupBy(s => s.Schema, StringComparer.Ordinal).OrderByDescending(g => g.Key, StringComparer.Ordinal))
        {
            text.Append("\n## ").Append(schema.Key).Append("\n\nТаблицы, которые наполняют загрузка и сама сборка.\n");
            foreach (var source in schema) WriteSource(text, source);
        }

        return text.ToString();
    }

    private static void WriteModel(StringBuilder text, ModelDefinition model)
    {
        text.Append("\n### ").Append(model.FullName).Append(" — ").Append(model.Caption).Append("\n\n")
            .Append(model.Description).Append("\n\n")
            .Append("- **Одна строка:** ").Append(model.Grain).Append('\n')
            .Append("- **Известные искажения:** ").Append(model.KnownBias).Append('\n')
            .Append("- **Хранение:** ").Append(Kind(model.Materialization)).Append('\n');
        if (model.Inputs.Count > 0)
            text.Append("- **Читает:** ").AppendJoin(", ", model.Inputs.Select(i => "`" + i + "`")).Append('\n');
        text.Append("- **Проверки:** ").AppendJoin(", ", model.Checks.Select(Check)).Append("\n\n");
        text.Append("| столбец | тип | название | описание |\n|---|---|---|---|\n");
        foreach (var c in model.Columns)
            text.Append(CultureInfo.InvariantCulture, $"| `{c.Name}` | {c.Type} | {Cell(c.Caption)} | {Cell(c.Description)}{(c.IsPersonal ? " **Личное: не показывать.**" : "")} |\n");
    }

    private static void WriteSource(StringBuilder text, SourceTable source)
    {
        text.Append("\n### ").Append(source.FullName).Append(" — ").Append(source.Caption).Append("\n\n").Append(source.Description)
            .Append("\n\n| столбец | тип | описание |\n|---|---|---|\n");
        foreach (var c in source.Columns) text.Append(CultureInfo.InvariantCulture, $"| `{c.Name}` | {c.Type} | {Cell(c.Description)} |\n");
    }

    private static string Kind(Materialization kind) => kind switch
    {
        Materialization.Table => "таблица",
        Materialization.View => "представление",
        Materialization.Analysis => "таблица, программа",
        _ => "таблица из CSV (`models/seeds`)",
    };

    private static string Check(CheckDefinition check) =>
        "`" + check.Name + "`" + (check.Severity == CheckSeverity.Warn ? " (предупреждение)" : "");

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
