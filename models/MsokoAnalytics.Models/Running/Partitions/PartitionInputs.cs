using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>How a model built by parts reads each of its inputs.</summary>
/// <param name="Keyed">Tables with the same kind of partitions: row by row of the partition.</param>
/// <param name="Through">Rows of the partition by way of another table; views are replaced by what they read.</param>
/// <param name="Whole">Tables every partition depends on as a whole.</param>
/// <param name="Views">The replaced views.</param>
internal sealed record PartitionInputs(
    IReadOnlyList<string> Keyed, IReadOnlyList<PartitionThrough> Through, IReadOnlyList<string> Whole, IReadOnlyList<ModelDefinition> Views)
{
    /// <summary>
    /// The partition key of the input of a way, where the columns that are compared decide it: then the table of the way tells the partitions of the input. Null where
    /// the input has no partitions or they are cut by other columns.
    /// </summary>
    public static string? SourceKey(PartitionThrough way, IReadOnlyDictionary<string, ModelDefinition> models)
    {
        if (!models.TryGetValue(way.Input, out var input) || !input.HasPartitions) return null;
        var words = SqlTokenizer.Tokenize(input.Partition!.Key).Where(t => t.IsName).Select(t => t.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return input.Columns.Where(c => words.Contains(c.Name)).All(c => way.Columns.Contains(c.Name)) ? input.Partition.Key : null;
    }

    /// <summary>The way to an input of the view that a way leads to; null where the input has not the columns and is read as a whole.</summary>
    public static PartitionThrough? Below(PartitionThrough way, string input, IReadOnlyDictionary<string, ModelDefinition> models, IReadOnlyList<SourceTable> sources)
    {
        var source = sources.FirstOrDefault(s => s.FullName == input);
        // What is filled after a build from its own tables would make them stale for ever.
        if (source is { IsAfterBuild: true }) return null;
        var columns = models.TryGetValue(input, out var table) ? table.Columns : source!.Columns;
        return way.Columns.All(c => columns.Any(d => d.Name == c)) ? way with { Input = input } : null;
    }

    public static PartitionInputs Of(ModelDefinition model, IReadOnlyDictionary<string, ModelDefinition> models, IReadOnlyList<SourceTable> sources)
    {
        var (keyed, through, whole, views) = (new List<string>(), new List<PartitionThrough>(), new List<string>(), new List<ModelDefinition>());
        foreach (var input in model.Inputs)
        {
            if (model.Partition!.Through.FirstOrDefault(t => t.Input == input) is { } way) Add(way);
            else AddKeyed(input);
        }

        return new PartitionInputs([.. keyed.Distinct(StringComparer.Ordinal)], through, [.. whole.Distinct(StringComparer.Ordinal)], views);

        void AddKeyed(string input)
        {
            if (models.TryGetValue(input, out var table) && table.HasPartitionsBy(model.Partition.By))
            {
                keyed.Add(input);
            }
            else if (table is not null && table.IsViewBy(model.Partition.By))
            {
                views.Add(table);
                foreach (var below in table.Inputs) AddKeyed(below);
            }
            else
            {
                whole.Add(input);
            }
        }

        void Add(PartitionThrough way)
        {
            if (!models.TryGetValue(way.Input, out var view) || view.Materialization != Materialization.View)
            {
                through.Add(way);
                return;
            }

            views.Add(view);
            foreach (var input in view.Inputs)
            {
                if (Below(way, input, models, sources) is { } below) Add(below);
                else whole.Add(input);
            }
        }
    }
}
