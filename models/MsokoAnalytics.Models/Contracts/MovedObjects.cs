using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models.Contracts;

/// <summary>
/// A partner rolled up to today's schools of which only the objects are computed that a change of schools touches: a table <c>…_moved</c> of these, and the partner
/// <c>…_now</c> as a view, the rows of the model itself for all other objects. A merger touches a few schools of a region.
/// </summary>
internal static class MovedObjects
{
    public const string Suffix = "_moved";

    /// <param name="model">The model as schools were.</param>
    /// <param name="now">The partner, whose SQL gives moved objects only.</param>
    /// <param name="moved">The table of moved objects and the columns that name an object.</param>
    public static IReadOnlyList<ModelDefinition> Of(ModelDefinition model, ModelDefinition now, MovedFile moved)
    {
        var name = model.Name + Suffix;
        var columns = SqlText.Names(model.Columns.Select(c => c.Name));
        var same = string.Join(" AND ", moved.On.Select(c => $"m.{SqlText.Name(c)} = t.{SqlText.Name(c)}"));
        var body =
            $"""
            SELECT {columns}
            FROM {model.FullName} AS t
            ANTI JOIN {moved.Table} AS m ON {same}
            UNION ALL
            SELECT {columns}
            FROM {model.Schema}.{name} AS n
            """;
        return
        [
            now with
            {
                Name = name,
                Caption = now.Caption + ", затронутые изменениями школ",
                Description = now.Description + " Objects that a change of schools touches only.",
                // What the view takes from here must not be there twice.
                Checks = [.. now.Checks, Only(moved)],
            },
            now with
            {
                Materialization = Materialization.View,
                Body = body,
                References = SqlReferences.Find(body),
                Checks = [.. now.Checks.Where(c => c.Kind == CheckKind.Unique).Select(c => c with { Where = moved.UniqueWhere ?? c.Where })],
                Partition = now.Partition is { } partition ? partition with { Through = [] } : null,
            },
        ];
    }

    private static CheckDefinition Only(MovedFile moved) => new(CheckKind.Relationships, $"relationships({string.Join(", ", moved.On)})", CheckSeverity.Fail)
    {
        Columns = moved.On,
        Target = moved.Table,
        TargetColumns = moved.On,
        What = "здесь объект, которого изменения школ не коснулись: он был бы посчитан дважды",
        When = "всегда",
        Fix = "сообщите разработчикам: это ошибка расчёта",
    };
}
