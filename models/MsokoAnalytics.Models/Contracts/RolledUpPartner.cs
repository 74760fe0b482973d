using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models.Contracts;

/// <summary>
/// Makes the partner <c>…_now</c> of a model, rolled up to today's schools, from the model itself, so that the column list and the formulas
/// stand once. What differs is said in the contract under <c>rolled_up</c>: texts of the SQL and of the lineage that are put in place of
/// others, and tables whose schools become today's.
/// </summary>
internal static class RolledUpPartner
{
    public const string Suffix = "_now";

    /// <param name="model">The model as schools were.</param>
    /// <param name="file">What the contract says of the partner.</param>
    /// <param name="lineage">Lineage of the partner where the contract gives one, else empty: that of the model, with its texts put in place.</param>
    /// <param name="problems">Complaints about the contract.</param>
    /// <returns>The partner; two models where only moved objects are computed anew; none when it cannot be made.</returns>
    public static IReadOnlyList<ModelDefinition> Of(ModelDefinition model, RolledUpFile file, IReadOnlyList<RowLineage> lineage, List<string> problems)
    {
        var before = problems.Count;
        var whole = Whole(model, file, lineage, problems);
        if (file.Moved is not { } moved || whole is null) return whole is null ? [] : [whole];
        if (string.IsNullOrWhiteSpace(moved.Table) || moved.On.Count == 0) problems.Add("rolled_up.moved: нужны table (объекты, которых коснулись изменения школ) и on (столбцы, по которым их узнают)");
        foreach (var column in moved.On.Where(c => model.Columns.All(d => d.Name != c))) problems.Add($"rolled_up.moved: столбец «{column}» не объявлен");
        if (whole.References.All(r => r.FullName != moved.Table)) problems.Add($"rolled_up.moved: SQL партнёра не читает {moved.Table}: замены (replace) должны оставить в нём только эти объекты");
        return problems.Count > before ? [] : MovedObjects.Of(model, whole, moved);
    }

    private static ModelDefinition? Whole(ModelDefinition model, RolledUpFile file, IReadOnlyList<RowLineage> lineage, List<string> problems)
    {
        var before = problems.Count;
        if (file.Today.Count == 0 && file.Replace.Count == 0) problems.Add("rolled_up: не сказано, чем партнёр отличается: нужны today или replace");
        var body = Today(model, file.Today, problems);
        foreach (var (from, to) in file.Replace)
        {
            if (!body.Contains(from, StringComparison.Ordinal)) problems.Add($"rolled_up.replace: в SQL нет текста «{from}»");
            body = body.Replace(from, to, StringComparison.Ordinal);
        }

        if (problems.Count > before) return null;
        IReadOnlyList<TableReference> references;
        try
        {
            references = SqlReferences.Find(body);
        }
        catch (SqlSyntaxException error)
        {
            problems.Add("rolled_up: SQL: " + error.Message);
            return null;
        }

        string Put(string text) => file.Replace.Aggregate(text, (t, r) => t.Replace(r.Key, r.Value, StringComparison.Ordinal));
        return model with
        {
            Name = model.Name + Suffix,
            Caption = file.Caption?.Trim() ?? model.Caption + " (сегодняшние школы)",
            Description = model.Description + " Rolled up to today's schools.",
            KnownBias = "The past of a split or closed school stays with that school. Classes have no rolled-up view. " + (file.KnownBias?.Trim() ?? model.KnownBias),
            Body = body,
            References = references,
            Lineage = lineage.Count > 0 ? lineage : [.. model.Lineage.Select(l => l with { From = Put(l.From), Match = Put(l.Match) })],
            Partition = model.Partition is not { } partition ? null : partition with
            {
                // What the partner does not read needs no way to it.
                Through = [.. partition.Through.Select(t => t with { Input = Put(t.Input), Table = Put(t.Table) }).Where(t => references.Any(r => r.FullName == t.Input))],
            },
        };
    }

    /// <summary>The tables with today's school and municipality in place of those of the time, which stay as was_school_id and was_municipality_id.</summary>
    private static string Today(ModelDefinition model, List<string> tables, List<string> problems)
    {
        foreach (var table in tables.Where(t => model.References.All(r => r.FullName != t))) problems.Add($"rolled_up.today: SQL не читает {table}");
        var body = model.Body;
        foreach (var reference in model.References.Where(r => tables.Contains(r.FullName, StringComparer.Ordinal)).OrderByDescending(r => r.Start))
            body = body[..reference.Start] + OfToday(reference.FullName) + body[(reference.Start + reference.Length)..];
        return body;
    }

    private static string OfToday(string table) =>
        $"""
        (
            SELECT
              r.* REPLACE (coalesce(n.now_school_id, r.school_id) AS school_id, coalesce(d.municipality_id, r.municipality_id) AS municipality_id),
              r.school_id AS was_school_id,
              r.municipality_id AS was_municipality_id
            FROM {table} AS r
            LEFT JOIN core.map_school_now AS n ON n.school_id = r.school_id
            LEFT JOIN core.map_municipality_now AS d ON d.school_id = n.now_school_id
          )
        """;
}
