using MsokoAnalytics.Models;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Operations.Disclosure;

namespace MsokoAnalytics.Operations.Export;

/// <summary>The SELECT one table is exported by.</summary>
/// <param name="Columns">Columns of the file in order.</param>
/// <param name="CountHidden">SELECT that counts rows touched by disclosure control; null = none can be.</param>
internal sealed record TablePlan(ModelDefinition Model, string Sql, IReadOnlyList<ColumnContract> Columns, string? CountHidden)
{
    /// <summary>Says in an external file that figures of the row were hidden.</summary>
    public const string FlagColumn = "disclosure";

    public static TablePlan Whole(ModelDefinition model) => new(model, $"SELECT * FROM {SqlText.Table(model.FullName)}", model.Columns, null);

    public static TablePlan Guarded(ModelDefinition model, TableRule rule, DisclosurePolicy policy, HiddenObjects hidden)
    {
        foreach (var guard in rule.Guards) hidden.Count(guard);
        var guards = rule.Columns.SelectMany(c => c.Names.Select(n => (n, c.Guards))).ToDictionary(p => p.n, p => p.Guards, StringComparer.Ordinal);
        var columns = model.Columns.Where(c => rule.Open.Contains(c.Name) || guards.ContainsKey(c.Name)).ToList();
        string Any(IEnumerable<string> names) => string.Join(" OR ", names.Select(hidden.Condition));
        var select = columns.Select(c =>
        {
            var name = SqlText.Name(c.Name);
            return guards.TryGetValue(c.Name, out var by) ? $"CASE WHEN NOT ({Any(by)}) THEN t.{name} END AS {name}" : "t." + name;
        }).ToList();
        var flagged = rule.Columns.SelectMany(c => c.Guards).Distinct(StringComparer.Ordinal).ToList();
        if (flagged.Count > 0)
        {
            select.Add($"CASE WHEN {Any(flagged)} THEN 'скрыто' END AS {SqlText.Name(FlagColumn)}");
            columns.Add(new ColumnContract(FlagColumn, "VARCHAR", "Раскрытие", "«скрыто» where figures of the row are withheld: a small group, 0 % or 100 %, or a neighbour of one.", IsPersonal: false));
        }

        var level = model.Columns.Any(c => c.Name == "scope") ? $"t.scope IN ({string.Join(", ", policy.Levels.Select(SqlText.Literal))})" : "TRUE";
        var rows = rule.Rows.Count > 0 ? $" AND NOT ({Any(rule.Rows)})" : "";
        var source = SqlText.Table(model.FullName);
        var touched = flagged.Concat(rule.Rows).ToList();
        return new TablePlan(
            model, $"SELECT {string.Join(", ", select)} FROM {source} AS t WHERE {level}{rows}", columns,
            touched.Count == 0 ? null : $"SELECT count(*) FROM {source} AS t WHERE {level} AND ({Any(touched)})");
    }
}
