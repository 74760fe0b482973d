using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>How a model built by parts reads each of its inputs.</summary>
/// <param name="Keyed">Tables with a partition key: row by row of the partition.</param>
/// <param name="Through">Rows of the partition by way of another table; views are replaced by what they read.</param>
/// <param name="Whole">Tables every partition depends on as a whole.</param>
/// <param name="Views">The replaced views.</param>
internal sealed record PartitionInputs(
    IReadOnlyList<string> Keyed, IReadOnlyList<PartitionThrough> Through, IReadOnlyList<string> Whole, IReadOnlyList<ModelDefinition> Views)
{
    public static PartitionInputs Of(ModelDefinition model, IReadOnlyDictionary<string, ModelDefinition> models, IReadOnlyList<SourceTable> sources)
    {
        var (keyed, through, whole, views) = (new List<string>(), new List<PartitionThrough>(), new List<string>(), new List<ModelDefinition>());
        foreach (var input in model.Inputs)
        {
            // In a part of a project a table that others would be seen through may be a source.
            if (model.Partition!.Through.FirstOrDefault(t => t.Input == input && models.ContainsKey(t.Table)) is { } way) Add(way);
            else if (models.TryGetValue(input, out var table) && table.HasPartitions) keyed.Add(input);
            else whole.Add(input);
        }

        return new PartitionInputs(keyed, through, whole, views);

        void Add(PartitionThrough way)
        {
            if (!models.TryGetValue(way.Input, out var view) || view.Materialization != Materialization.View)
            {
                through.Add(way);
                return;
            }

            views.Add(view);
            foreach (var below in view.Inputs)
            {
                var columns = models.TryGetValue(below, out var table) ? table.Columns : sources.First(s => s.FullName == below).Columns;
                if (way.Columns.All(c => columns.Any(d => d.Name == c))) Add(way with { Input = below });
                else whole.Add(below);
            }
        }
    }
}
