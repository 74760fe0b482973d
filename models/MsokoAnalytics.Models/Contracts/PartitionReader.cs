namespace MsokoAnalytics.Models.Contracts;

/// <summary>Reads the section <c>partition</c> of a contract.</summary>
internal static class PartitionReader
{
    public static Partitioning? Read(PartitionFile? file, Materialization materialization, List<string> problems)
    {
        if (file is null) return null;
        if (materialization == Materialization.View && file.Build != "parts") problems.Add("partition: у представления бывает только build: parts (его проверки смотрят изменившиеся разделы)");
        if (string.IsNullOrWhiteSpace(file.By)) problems.Add("partition: нужно by, что есть раздел: work, year, school_year…");
        if (string.IsNullOrWhiteSpace(file.Key)) problems.Add("partition: нужен key, выражение над столбцами самой таблицы");
        if (file.Build is not (null or "whole" or "parts")) problems.Add("partition: build бывает whole (читают по разделам, пересчитывают целиком) или parts (пересчитывают по разделам)");
        if (file.Build == "parts" && materialization == Materialization.Seed) problems.Add("partition: таблицу из CSV по разделам не пересчитывают");
        if (file.Build != "parts" && file.Through.Count > 0) problems.Add("partition: through имеет смысл только при build: parts");
        foreach (var (input, through) in file.Through)
            if (string.IsNullOrWhiteSpace(through.Table) || through.On.Count == 0) problems.Add($"partition: through {input}: нужны table (таблица с разделами) и on (общие столбцы)");
        return new Partitioning(
            file.By ?? "", file.Key ?? "", file.Build == "parts", [.. file.Through.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => new PartitionThrough(t.Key, t.Value.Table ?? "", t.Value.On, t.Value.Key))]);
    }

    /// <returns>Russian complaints about the inputs that a partition names.</returns>
    public static IEnumerable<string> CheckInputs(ModelDefinition model, IReadOnlyList<ModelDefinition> models, IReadOnlyList<SourceTable> sources)
    {
        if (model.Partition is not { } partition) yield break;
        foreach (var through in partition.Through)
        {
            if (!model.Inputs.Contains(through.Input)) yield return $"partition: through называет {through.Input}, а SQL эту таблицу не читает";
            var table = models.FirstOrDefault(m => m.FullName == through.Table);
            if (table is null || (through.Key is null && table.Partition is null)) yield return $"partition: through {through.Input}: у {through.Table} нет своего partition, а key не назван";
            var columns = models.FirstOrDefault(m => m.FullName == through.Input)?.Columns ?? sources.FirstOrDefault(s => s.FullName == through.Input)?.Columns ?? [];
            foreach (var column in through.Columns.Where(c => columns.All(d => d.Name != c) || table?.Columns.All(d => d.Name != c) == true))
                yield return $"partition: through {through.Input}: столбца {column} нет в обеих таблицах";
        }

        if (partition.ByParts && partition.Through.Count == 0 && models.Where(m => model.Inputs.Contains(m.FullName)).All(m => !m.HasPartitionsBy(partition.By) && !m.IsViewBy(partition.By)))
            yield return "partition: build: parts, а ни одного входа с такими же разделами нет";
    }
}
