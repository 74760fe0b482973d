using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Tests.Domain;

/// <summary>Every mart about schools is there twice: as it was and rolled up to today's schools, or says why not (docs/schools.md).</summary>
public class RolledUpViewTests
{
    private static readonly IReadOnlyList<ModelDefinition> Marts = [.. Infrastructure.Models.Project.Models.Where(m => m.Schema == "marts")];

    public static TheoryData<string> OfSchools => [.. Marts.Where(m => m.Columns.Any(c => c.Name is "scope" or "school_id")).Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(OfSchools))]
    public void A_mart_with_schools_has_a_rolled_up_partner_or_a_reason(string name)
    {
        if (name.EndsWith("_now", StringComparison.Ordinal)) return;
        var mart = Marts.Single(m => m.Name == name);
        var partner = Marts.SingleOrDefault(m => m.Name == name + "_now");
        Assert.True(partner is not null || mart.NoRolledUpView is { Length: > 20 },
            $"marts.{name} speaks about schools: add marts.{name}_now (join core.map_school_view, see docs/schools.md) or say in {name}.yml why there is none: no_rolled_up_view: reason");
        Assert.False(partner is not null && mart.NoRolledUpView is not null, $"marts.{name} has a partner and a reason against it");
    }

    [Fact]
    public void Partners_have_the_same_columns()
    {
        var pairs = Marts.Join(Marts, m => m.Name + "_now", n => n.Name, (m, n) => (Was: m, Now: n)).ToList();
        Assert.True(pairs.Count >= 5);
        Assert.All(pairs, p => Assert.Equal(p.Was.Columns.Select(c => (c.Name, c.Type)), p.Now.Columns.Select(c => (c.Name, c.Type))));
    }
}
