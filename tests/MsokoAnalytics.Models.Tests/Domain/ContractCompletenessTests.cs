using MsokoAnalytics.Models.Checks;

namespace MsokoAnalytics.Models.Tests.Domain;

/// <summary>What every model of the repository must tell: checks in words, and where its figures come from.</summary>
public class ContractCompletenessTests
{
    public static TheoryData<string> ModelNames => [.. Infrastructure.Models.Project.Models.Select(m => m.FullName)];

    public static TheoryData<string> Marts => [.. Infrastructure.Models.Project.Models.Where(m => m.Schema is "marts" or "anomaly").Select(m => m.FullName)];

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void Every_model_stops_the_build_on_a_fault_and_says_in_russian_what_when_and_how_to_fix(string name)
    {
        var model = Infrastructure.Models.Project.Models.Single(m => m.FullName == name);
        Assert.Contains(model.Checks, c => c.Severity == CheckSeverity.Fail);
        Assert.All(model.Checks, c => Assert.All((string[])[c.What, c.When, c.Fix], text => Assert.Matches("[а-яё]{3}", text)));
    }

    [Theory]
    [MemberData(nameof(Marts))]
    public void Every_mart_leads_to_its_source_rows_or_says_why_not(string name)
    {
        var model = Infrastructure.Models.Project.Models.Single(m => m.FullName == name);
        Assert.True(
            model.HasSourcePlace || model.Lineage.Count > 0 || !string.IsNullOrWhiteSpace(model.NoLineage),
            $"{name}: добавьте в {model.Name}.yml lineage (откуда строки, см. docs/operations.md) или no_lineage с причиной");
    }
}
