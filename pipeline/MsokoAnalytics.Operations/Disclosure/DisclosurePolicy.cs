using MsokoAnalytics.Models;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace MsokoAnalytics.Operations.Disclosure;

/// <summary>What may leave the centre (<c>settings/disclosure.yml</c>): an allowlist of tables and columns with the measures that guard them.</summary>
public sealed class DisclosurePolicy
{
    /// <summary>Smallest group that is published, pupils.</summary>
    public int MinN { get; set; }

    /// <summary>Levels of objects that are published.</summary>
    public List<string> Levels { get; set; } = [];

    public Dictionary<string, ParentsRule> Parents { get; set; } = [];

    public Dictionary<string, MeasureRule> Measures { get; set; } = [];

    public Dictionary<string, TableRule> Tables { get; set; } = [];

    /// <exception cref="DisclosurePolicyException">The file is missing or wrong; every complaint at once.</exception>
    public static DisclosurePolicy Load(string path, ModelProject project)
    {
        if (!File.Exists(path)) throw new DisclosurePolicyException($"Файла правил раскрытия «{path}» нет: без него наружу ничего не отдаётся. Восстановите файл из поставки.");
        DisclosurePolicy? policy;
        try
        {
            policy = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build()
                .Deserialize<DisclosurePolicy?>(File.ReadAllText(path));
        }
        catch (YamlException e)
        {
            throw new DisclosurePolicyException($"{Path.GetFileName(path)}, строка {e.Start.Line}: {e.InnerException?.Message ?? e.Message}. Исправьте файл.");
        }

        var problems = policy is null ? ["файл пуст"] : policy.Problems(project);
        if (problems.Count > 0) throw new DisclosurePolicyException($"{Path.GetFileName(path)}: {string.Join("; ", problems)}. Исправьте файл.");
        return policy!;
    }

    private List<string> Problems(ModelProject project)
    {
        var problems = new List<string>();
        if (MinN < 2) problems.Add("min_n: нужно целое число не меньше 2");
        if (Levels.Count == 0) problems.Add("levels: не названо ни одного уровня");
        var models = project.Models.ToDictionary(m => m.FullName, StringComparer.Ordinal);
        foreach (var (name, m) in Measures)
        {
            if (!models.TryGetValue(m.Table, out var model)) problems.Add($"measures.{name}: таблицы «{m.Table}» нет");
            else if (m.Tree.Where(c => model.Columns.All(d => d.Name != c)).ToList() is { Count: > 0 } missing) problems.Add($"measures.{name}: в {m.Table} нет столбцов {string.Join(", ", missing)}");
            if (!Parents.ContainsKey(m.Parents)) problems.Add($"measures.{name}: правила parents «{m.Parents}» нет");
            if (string.IsNullOrWhiteSpace(m.Size)) problems.Add($"measures.{name}: нет size");
        }

        foreach (var (name, t) in Tables)
        {
            if (!models.TryGetValue(name, out var model))
            {
                problems.Add($"tables: таблицы «{name}» нет");
                continue;
            }

            if (model.Schema == "core") problems.Add($"tables: {name} — таблицы core наружу не отдаются");
            foreach (var column in t.Open.Concat(t.Columns.SelectMany(c => c.Names)))
            {
                var declared = model.Columns.FirstOrDefault(c => c.Name == column);
                if (declared is null) problems.Add($"tables.{name}: столбца «{column}» нет");
                else if (declared.IsPersonal) problems.Add($"tables.{name}: столбец «{column}» личный");
            }

            foreach (var guard in t.Guards.Where(g => !Measures.ContainsKey(g))) problems.Add($"tables.{name}: меры «{guard}» нет");
            foreach (var column in t.Guards.Where(Measures.ContainsKey).SelectMany(g => Measures[g].Tree.Concat([Measures[g].LevelColumn, Measures[g].ObjectColumn])).Distinct(StringComparer.Ordinal))
                if (model.Columns.All(c => c.Name != column)) problems.Add($"tables.{name}: чтобы скрывать строки, нужен столбец «{column}»");
        }

        return problems;
    }
}

/// <summary>Which object contains which: SQL with the key columns and level, object, parent_level, parent_object.</summary>
public sealed class ParentsRule
{
    public List<string> Key { get; set; } = [];

    public string Sql { get; set; } = "";
}

/// <summary>A guarded measure: the pupils behind a row and shares of them.</summary>
public sealed class MeasureRule
{
    public string Table { get; set; } = "";

    public string? Where { get; set; }

    public string Parents { get; set; } = "";

    public List<string> Tree { get; set; } = [];

    public string LevelColumn { get; set; } = "scope";

    public string ObjectColumn { get; set; } = "scope_id";

    public string Size { get; set; } = "";

    public List<ShareRule> Shares { get; set; } = [];
}

/// <summary>A share as two SQL expressions of whole numbers that add up over objects.</summary>
public sealed class ShareRule
{
    public string Part { get; set; } = "";

    public string Whole { get; set; } = "";
}

/// <summary>A table that may leave.</summary>
public sealed class TableRule
{
    /// <summary>Columns that name or describe; published as they are.</summary>
    public List<string> Open { get; set; } = [];

    /// <summary>Columns emptied where a measure hides the object.</summary>
    public List<ColumnRule> Columns { get; set; } = [];

    /// <summary>Measures that leave out the whole row.</summary>
    public List<string> Rows { get; set; } = [];

    internal IEnumerable<string> Guards => Columns.SelectMany(c => c.Guards).Concat(Rows).Distinct(StringComparer.Ordinal);
}

/// <summary>Columns and the measures that guard them.</summary>
public sealed class ColumnRule
{
    public List<string> Names { get; set; } = [];

    public List<string> Guards { get; set; } = [];
}
