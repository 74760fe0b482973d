namespace MsokoAnalytics.Analysis.ValueAdded;

/// <summary>
/// Both marts of value added come of one calculation over the same cohorts, one after the other. The second takes what the first has left when its cohorts are the same, one
/// by one; whatever is left once is forgotten. Safe for any number of threads.
/// </summary>
internal sealed class ValueAddedOnce
{
    private Result? _left;

    /// <param name="cohorts">Cohorts as they were read.</param>
    /// <param name="rule">Numbers of the rule.</param>
    public Result Of(List<Cohort> cohorts, ValueAddedRule rule)
    {
        var left = Interlocked.Exchange(ref _left, null);
        if (left is not null && left.Rule == rule && left.Cohorts.SequenceEqual(cohorts, SameCohort.Instance)) return left;
        var (models, rows) = ValueAddedCalculator.Calculate(cohorts, rule);
        var result = new Result(cohorts, rule, models, rows);
        Volatile.Write(ref _left, result);
        return result;
    }

    internal sealed record Result(List<Cohort> Cohorts, ValueAddedRule Rule, IReadOnlyList<ValueAddedModelRow> Models, IReadOnlyList<ValueAddedRow> Rows);

    /// <summary>Equal in everything, the context feature by feature.</summary>
    private sealed class SameCohort : IEqualityComparer<Cohort>
    {
        public static readonly SameCohort Instance = new();

        public bool Equals(Cohort? a, Cohort? b) => a is not null && b is not null && a.Context.AsSpan().SequenceEqual(b.Context) && a == b with { Context = a.Context };

        public int GetHashCode(Cohort cohort) => cohort.SchoolId.GetHashCode(StringComparison.Ordinal);
    }
}
