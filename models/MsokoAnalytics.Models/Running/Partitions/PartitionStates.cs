using System.Text;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>The partitions of a table after a build.</summary>
internal static class PartitionStates
{
    private static readonly PartitionState Empty = new("", "", 0);

    /// <summary>State of all partitions: of the built ones by their content, of the others as published. A partition with inputs and no rows is one too.</summary>
    /// <exception cref="PartitionException">A row lies in a partition that no input has, or that was not to be built.</exception>
    public static IReadOnlyDictionary<long, PartitionState> Merge(Dictionary<long, PartitionState> built, PartitionPlan? plan, PartialBuild? part)
    {
        if (plan is null) return built;
        if (built.Keys.Any(p => !plan.Inputs.ContainsKey(p)))
            throw new PartitionException("строки попали в раздел, которого нет ни в одном входе: таблицу нельзя считать по разделам (partition, build: parts)");
        if (part is not null && built.Keys.Any(p => !part.Parts.Contains(p)))
            throw new PartitionException("программа дала строки разделов, которых не просили: таблицу нельзя считать по разделам (partition, build: parts)");
        return plan.Inputs.ToDictionary(
            i => i.Key, i => part is null || part.Parts.Contains(i.Key) ? built.GetValueOrDefault(i.Key, Empty) with { Input = i.Value } : part.Published[i.Key]);
    }

    /// <summary>Fingerprint of all rows.</summary>
    public static string ContentHash(ModelDefinition model, IReadOnlyDictionary<long, PartitionState> partitions)
    {
        var text = new StringBuilder(string.Join(',', model.Columns.Select(c => c.Name + " " + c.Type)));
        foreach (var (part, state) in partitions.Where(p => p.Value.Rows > 0).OrderBy(p => p.Key)) text.Append('\n').Append(SqlText.Whole(part)).Append('|').Append(state.Content);
        return InputHash.Digest(text.ToString());
    }
}
