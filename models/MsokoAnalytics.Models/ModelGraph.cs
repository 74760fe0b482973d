using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models;

/// <summary>Order of building.</summary>
internal static class ModelGraph
{
    /// <summary>
    /// Models so that each comes after its dependencies; among the free ones the alphabet decides, so the order is always the
    /// same. A cycle is a complaint that spells it out.
    /// </summary>
    public static IReadOnlyList<ModelDefinition> Order(IReadOnlyList<ModelDefinition> models, List<string> problems)
    {
        var byName = models.ToDictionary(m => m.FullName, StringComparer.Ordinal);
        var order = new List<ModelDefinition>();
        var state = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var model in models.OrderBy(m => m.FullName, StringComparer.Ordinal))
            Visit(model, byName, state, [], order, problems);
        return order;
    }

    private static void Visit(
        ModelDefinition model,
        Dictionary<string, ModelDefinition> byName,
        Dictionary<string, bool> finished,
        List<string> path,
        List<ModelDefinition> order,
        List<string> problems)
    {
        if (finished.TryGetValue(model.FullName, out var isFinished))
        {
            if (isFinished) return;
            var cycle = path.SkipWhile(name => name != model.FullName).Append(model.FullName);
            problems.Add("модели ссылаются по кругу: " + string.Join(" → ", cycle));
            return;
        }

        finished[model.FullName] = false;
        path.Add(model.FullName);
        foreach (var name in model.Dependencies)
            if (byName.TryGetValue(name, out var input)) Visit(input, byName, finished, path, order, problems);
        path.RemoveAt(path.Count - 1);
        finished[model.FullName] = true;
        order.Add(model);
    }
}
