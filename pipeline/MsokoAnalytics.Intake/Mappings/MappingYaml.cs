using MsokoAnalytics.Intake.Tables;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace MsokoAnalytics.Intake.Mappings;

/// <summary>Reads a mapping file written as YAML. Several descriptions may stand in one file, separated by «---».</summary>
internal static class MappingYaml
{
    /// <summary>Bounds against files that are no descriptions: real ones have a few kilobytes and three levels.</summary>
    private const int MaxBytes = 1 << 20;

    private const int MaxDepth = 10;

    public static IReadOnlyList<MappingNode> Read(string path, List<MappingFault> faults)
    {
        string text;
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            if (stream.Length > MaxBytes)
            {
                faults.Add(new MappingFault("файл", "слишком велик для описания таблицы", "описание — несколько десятков строк; таблицы с результатами называются иначе, не «сопоставление…»"));
                return [];
            }

            // Notepad saves in windows-1251 as readily as in UTF-8.
            using var reader = new StreamReader(stream, CsvDialect.Detect(stream).Encoding);
            text = reader.ReadToEnd();
        }

        try
        {
            if (Forbidden(text) is { } fault)
            {
                faults.Add(fault);
                return [];
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return [.. stream.Documents.Select(d => Convert(d.RootNode))];
        }
        catch (YamlException e)
        {
            faults.Add(new MappingFault(Line(e.Start), "запись не разобрана (повторяющийся ключ, отступ, кавычка или табуляция)",
                "сверьте строку с образцом: «ключ: значение», вложенные строки сдвинуты двумя пробелами, каждый ключ один раз"));
            return [];
        }
    }

    /// <summary>References and endless nesting, looked for before anything is built of the text: a few lines of them can grow without bound.</summary>
    private static MappingFault? Forbidden(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            var now = parser.Current!;
            if (now is AnchorAlias || now is NodeEvent { Anchor.IsEmpty: false })
                return new MappingFault(Line(now.Start), "ссылки (& и *) в описании не допускаются", "возьмите значение со звёздочкой или «&» в кавычки");
            if (now is MappingStart or SequenceStart && ++depth > MaxDepth) return new MappingFault(Line(now.Start), "слишком много вложенных разделов", "возьмите образец: msoko template");
            if (now is MappingEnd or SequenceEnd) depth--;
        }

        return null;
    }

    private static MappingNode Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new MappingNode(Line(map.Start))
        {
            Entries = [.. map.Children.Select(c => new MappingEntry((c.Key as YamlScalarNode)?.Value ?? "", Line(c.Key.Start), Convert(c.Value)))],
        },
        YamlSequenceNode list => new MappingNode(Line(list.Start)) { Items = [.. list.Children.Select(Convert)] },
        YamlScalarNode scalar => new MappingNode(Line(scalar.Start)) { Text = scalar.Value ?? "" },
        _ => new MappingNode(Line(node.Start)) { Text = "" },
    };

    private static string Line(Mark mark) => FormattableString.Invariant($"строка {mark.Line}");
}
