using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MsokoAnalytics.Intake.Mappings;

/// <summary>Reads a mapping file written as YAML. Several descriptions may stand in one file, separated by «---».</summary>
internal static class MappingYaml
{
    public static IReadOnlyList<MappingNode> Read(string text, List<MappingFault> faults)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            faults.Add(new MappingFault(Line(e.Start), "запись не разобрана (повторяющийся ключ, отступ, кавычка или табуляция)",
                "сверьте строку с образцом: «ключ: значение», вложенные строки сдвинуты двумя пробелами, каждый ключ один раз"));
            return [];
        }

        return [.. stream.Documents.Select(d => Convert(d.RootNode))];
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
