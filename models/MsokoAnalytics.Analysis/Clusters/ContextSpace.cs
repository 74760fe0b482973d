using MsokoAnalytics.Statistics.Clustering;

namespace MsokoAnalytics.Analysis.Clusters;

/// <summary>
/// The schools of a year that can be compared, by key, with Gower's distances between them (Biometrics 1971, 27:857–871): numbers over the distance of the 10th and
/// 90th percentile, cut at 1; categories 0 or 1; weighted mean over what is known of both.
/// </summary>
internal sealed class ContextSpace
{
    private ContextSpace(IReadOnlyList<ContextVariable> variables, ContextSchool[] schools, IReadOnlyDictionary<string, string> reasons, IReadOnlyDictionary<string, int> known, int informative)
    {
        (Variables, Schools, Reasons, Known, Informative) = (variables, schools, reasons, known, informative);
    }

    public IReadOnlyList<ContextVariable> Variables { get; }

    /// <summary>Comparable schools by key.</summary>
    public IReadOnlyList<ContextSchool> Schools { get; }

    /// <summary>Why the others are not compared, in Russian, by key of the school.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; }

    /// <summary>Known features by key, of all schools.</summary>
    public IReadOnlyDictionary<string, int> Known { get; }

    /// <summary>Features that any school of the year knows.</summary>
    public int Informative { get; }

    /// <param name="year">Schools in any order.</param>
    /// <param name="minKnown">A school is compared when it knows more than this share of the weight of the year's features; 0.5 or more, so that any two have something in common.</param>
    public static ContextSpace Of(ContextYear year, double minKnown)
    {
        minKnown = Math.Max(0.5, minKnown);
        int[] informative = [.. Enumerable.Range(0, year.Variables.Count).Where(v => year.Schools.Any(s => s.Knows(v)))];
        var weight = informative.Sum(v => year.Variables[v].Weight);
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var comparable = new List<ContextSchool>();
        foreach (var school in year.Schools.OrderBy(s => s.SchoolId, StringComparer.Ordinal))
        {
            known[school.SchoolId] = informative.Count(school.Knows);
            if (school.ExcludedReason is { } excluded) reasons[school.SchoolId] = excluded;
            else if (!(informative.Where(school.Knows).Sum(v => year.Variables[v].Weight) > minKnown * weight)) reasons[school.SchoolId] = $"мало сведений о школе: {known[school.SchoolId]} из {informative.Length}";
            else comparable.Add(school);
        }

        return new ContextSpace(year.Variables, [.. comparable], reasons, known, informative.Length);
    }

    /// <summary>Distances of <see cref="Schools"/>; at least one.</summary>
    public DistanceMatrix Distances()
    {
        var gower = new GowerDistance(Schools.Count);
        for (var v = 0; v < Variables.Count; v++) Add(gower, v);
        return gower.Build();
    }

    /// <summary>Distances in one feature alone; null where both don't know it or nobody differs in it.</summary>
    public Func<int, int, double?> In(int variable)
    {
        var gower = new GowerDistance(Schools.Count);
        Add(gower, variable);
        return gower.Of;
    }

    private void Add(GowerDistance gower, int v)
    {
        var (variable, at) = (Variables[v], v);
        if (variable.IsNominal) gower.Nominal([.. Schools.Select(s => s.Categories[at])], variable.Weight);
        else gower.Numeric([.. Schools.Select(s => s.Numbers[at])], NumericScaling.Interdecile, variable.Weight);
    }
}
