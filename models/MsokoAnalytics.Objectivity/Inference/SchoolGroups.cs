using System.Text.Json.Serialization;
using MsokoAnalytics.Objectivity.Evidence;

namespace MsokoAnalytics.Objectivity.Inference;

/// <summary>Models of a school over one work, one year and all years.</summary>
public sealed class SchoolModels
{
    [JsonPropertyName("work")]
    public required LogisticModel Work { get; init; }

    [JsonPropertyName("year")]
    public required LogisticModel Year { get; init; }

    [JsonPropertyName("all")]
    public required LogisticModel All { get; init; }

    public LogisticModel Of(SchoolScope scope) => scope switch
    {
        SchoolScope.Work => Work,
        SchoolScope.Year => Year,
        _ => All,
    };
}

/// <summary>Units of each school by work, by year and over all years: what the school models look at and what they predict.</summary>
public static class SchoolGroups
{
    /// <summary>Share of units above which a school counts as affected.</summary>
    private const double Share = .1;

    /// <summary>Units that a school must have at least to count as affected.</summary>
    private const int Fewest = 3;

    /// <summary>Groups by scope, school and key (test, academic year, 0); units by index.</summary>
    public static IEnumerable<(SchoolScope Scope, int School, int Key, int[] Units)> Of(UnitRecord[] units)
    {
        foreach (var scope in Enum.GetValues<SchoolScope>())
        {
            foreach (var group in Enumerable.Range(0, units.Length).GroupBy(u => (units[u].School, Key: Key(scope, units[u]))).OrderBy(g => g.Key.School).ThenBy(g => g.Key.Key))
                yield return (scope, group.Key.School, group.Key.Key, [.. group]);
        }
    }

    /// <summary>Length of the row of features.</summary>
    public static int Features(SchoolScope scope) => scope == SchoolScope.Work ? SchoolWorkFeatures.Count : SchoolFeatures.Count;

    /// <param name="scope">Scope of the group.</param>
    /// <param name="of">Indices of its units.</param>
    /// <param name="posterior">Posteriors of all units.</param>
    /// <param name="odds">Unit log odds of all units.</param>
    /// <param name="school">Log odds that the school is prone.</param>
    /// <param name="row">Filled.</param>
    public static void Fill(SchoolScope scope, int[] of, double[] posterior, double[] odds, double school, Span<double> row)
    {
        var p = Array.ConvertAll(of, u => posterior[u]);
        var s = Array.ConvertAll(of, u => odds[u]);
        if (scope == SchoolScope.Work) SchoolWorkFeatures.Fill(p, s, school, row);
        else SchoolFeatures.Fill(p, s, school, row);
    }

    /// <summary>What the model of the scope predicts, from the truth.</summary>
    public static bool IsAffected(SchoolScope scope, int manipulated, int units) =>
        scope == SchoolScope.Work ? manipulated > 0 : manipulated >= Fewest && manipulated >= Share * units;

    private static int Key(SchoolScope scope, UnitRecord unit) => scope switch
    {
        SchoolScope.Work => unit.Test,
        SchoolScope.Year => unit.AcademicYear,
        _ => 0,
    };
}
