using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running;

/// <summary>Compares a built table with the declared columns.</summary>
internal static class ContractCheck
{
    /// <returns>Russian complaints; empty when names, order and types agree.</returns>
    public static IReadOnlyList<string> Compare(ModelDefinition model, IReadOnlyList<(string Name, string Type)> built)
    {
        var problems = new List<string>();
        foreach (var (name, type) in built)
        {
            var declared = model.Columns.FirstOrDefault(c => c.Name == name);
            if (declared is null)
                problems.Add($"столбец {name} ({type}) получен, но не объявлен");
            else if (!SqlTypes.Same(declared.Type, type))
                problems.Add($"столбец {name} имеет тип {type}, а объявлен {declared.Type}");
        }

        problems.AddRange(model.Columns.Where(c => built.All(b => b.Name != c.Name))
            .Select(c => $"столбец {c.Name} объявлен, но не получен"));
        if (problems.Count == 0 && !built.Select(b => b.Name).SequenceEqual(model.Columns.Select(c => c.Name)))
            problems.Add("порядок столбцов отличается от объявленного: " + string.Join(", ", built.Select(b => b.Name)));
        return problems;
    }
}
