using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake;

/// <summary>Wording of the rules by which rows and cells are set aside; data in <c>sources/rules.yml</c>.</summary>
public sealed class RuleCatalog
{
    private readonly Dictionary<string, Rule> _rules;

    private RuleCatalog(List<Rule> rules) => _rules = rules.ToDictionary(r => r.Code, StringComparer.Ordinal);

    public IEnumerable<Rule> All => _rules.Values;

    public Rule this[string code] => _rules.GetValueOrDefault(code) ?? new Rule { Code = code, Title = code };

    /// <summary>The rules of <c>sources/rules.yml</c> and of the sources' own <c>rules.yml</c>.</summary>
    public static RuleCatalog Load(string root) =>
        new([.. Directory.EnumerateFiles(root, "rules.yml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(f => LayoutLibrary.Deserializer.Deserialize<List<Rule>>(File.ReadAllText(f)))]);

    /// <summary>One rule.</summary>
    public sealed class Rule
    {
        [YamlDotNet.Serialization.YamlMember(Alias = "rule")]
        public string Code { get; set; } = "";

        public string Title { get; set; } = "";

        public string Expected { get; set; } = "";

        public string Advice { get; set; } = "";
    }
}
