namespace MsokoAnalytics.Analysis.Clusters;

/// <summary>A feature of schools' context.</summary>
/// <param name="Name">Key of the feature.</param>
/// <param name="IsNominal">Categories, not numbers.</param>
/// <param name="Weight">Weight in the distance, above 0.</param>
public sealed record ContextVariable(string Name, bool IsNominal, double Weight);

/// <summary>A school of one academic year as its context describes it.</summary>
/// <param name="SchoolId">Key of the school.</param>
/// <param name="MunicipalityId">Its municipality.</param>
/// <param name="Numbers">One per variable; NaN = unknown or nominal.</param>
/// <param name="Categories">One per variable; null = unknown or numeric.</param>
/// <param name="ExcludedReason">Why the school is not compared with others; null where it is.</param>
public sealed record ContextSchool(string SchoolId, string MunicipalityId, double[] Numbers, string?[] Categories, string? ExcludedReason)
{
    internal bool Knows(int variable) => Categories[variable] is not null || !double.IsNaN(Numbers[variable]);
}

/// <summary>All schools of one academic year.</summary>
/// <param name="AcademicYear">E.g. 2023/24.</param>
/// <param name="Variables">Features.</param>
/// <param name="Schools">Schools, each once.</param>
/// <param name="IsAnew">Whether clusters that stand are to be made anew.</param>
public sealed record ContextYear(string AcademicYear, IReadOnlyList<ContextVariable> Variables, IReadOnlyList<ContextSchool> Schools, bool IsAnew);
