using MsokoAnalytics.Statistics.Regression;
using MsokoAnalytics.Statistics.Robust;
using MsokoAnalytics.Statistics.Shrinkage;

namespace MsokoAnalytics.Analysis.ValueAdded;

/// <summary>
/// The expectation of one work: pupils' places after = β₀ + β₁·start + context + u(school) + e, all but e of the school, so that n, mean and sum of squares of every school
/// are enough. REML, as lme4. Most pupils write both works, so their own start explains a part ρ² of e: the spread within schools counts (1 − ρ²). The start is drawn to its
/// mean as its error of measurement asks (regression calibration: Carroll et al. 2006, ch. 4), or the slope would be too flat and schools of a strong start seem to add value.
/// </summary>
internal sealed class WorkModel
{
    private const double Dependent = 1e-6;

    private readonly Cohort[] _cohorts;
    private readonly double[][] _design;

    private WorkModel(Cohort[] cohorts, double[][] design, int[] context, RandomInterceptModel fit, double nullBetween)
    {
        (_cohorts, _design, Context, Fit) = (cohorts, design, context, fit);
        Explained = nullBetween > 0 ? Math.Max(0, 1 - (fit.BetweenVariance / nullBetween)) : double.NaN;
    }

    /// <summary>Features of the context in the model.</summary>
    public IReadOnlyList<int> Context { get; }

    public RandomInterceptModel Fit { get; }

    /// <summary>1 − τ²/τ² without start and context.</summary>
    public double Explained { get; }

    /// <param name="cohorts">Schools of one work, each once.</param>
    /// <param name="rule">Numbers of the rule.</param>
    /// <param name="reason">Russian; null where there is a model.</param>
    public static WorkModel? Of(IReadOnlyList<Cohort> cohorts, ValueAddedRule rule, out string? reason)
    {
        Cohort[] sorted = [.. cohorts.OrderBy(c => c.SchoolId, StringComparer.Ordinal)];
        reason = sorted.Length < rule.MinSchools ? $"мало школ с обеими работами: {sorted.Length}, а нужно {rule.MinSchools}"
            : !(sorted.Sum(c => c.SumOfSquares) > 0) ? "результаты внутри школ не различаются" : null;
        if (reason is not null) return null;
        var start = Calibrated(sorted, rule.TestReliability);
        var unexplained = 1 - (rule.PupilCorrelation * rule.PupilCorrelation);
        if (start.Max() - start.Min() < 1e-9)
        {
            reason = "школы не различаются по ранней работе";
            return null;
        }

        var columns = new List<double[]> { Enumerable.Repeat(1.0, sorted.Length).ToArray(), start };
        var context = new List<int>();
        for (var v = 0; v < sorted[0].Context.Length && columns.Count + 1 <= sorted.Length / rule.SchoolsPerPredictor; v++)
        {
            if (Column(sorted, v) is not { } column || IsDependent(columns, column)) continue;
            columns.Add(column);
            context.Add(v);
        }

        double[][] design = [.. Enumerable.Range(0, sorted.Length).Select(i => columns.Select(c => c[i]).ToArray())];
        var fit = RandomInterceptModel.Fit([.. sorted.Select((c, i) => new PupilCell(i, c.NTo, design[i], c.To, unexplained * c.SumOfSquares))], Estimation.Restricted);
        var bare = RandomInterceptModel.Fit([.. sorted.Select((c, i) => new PupilCell(i, c.NTo, [1.0], c.To, c.SumOfSquares))], Estimation.Restricted);
        return new WorkModel(sorted, design, [.. context], fit, bare.BetweenVariance);
    }

    public IEnumerable<ValueAddedRow> Rows()
    {
        for (var i = 0; i < _cohorts.Length; i++)
        {
            var (cohort, effect) = (_cohorts[i], Fit.Groups[i]);
            var ofExpectation = 0.0;
            for (var j = 0; j < _design[i].Length; j++)
                for (var k = 0; k < _design[i].Length; k++)
                    ofExpectation += _design[i][j] * _design[i][k] * Fit.Covariance[j, k];
            yield return new ValueAddedRow(cohort.Work, "work", cohort.WorkFrom, cohort.SchoolId, cohort.MunicipalityId, cohort.NFrom, cohort.NTo, 1)
            {
                From = cohort.From,
                To = cohort.To,
                Raw = effect.RawResidual,
                Value = effect.Blup,
                Error = Math.Sqrt(effect.PredictionVariance),
                Reliability = effect.Reliability,
                RawError = Math.Sqrt((Fit.WithinVariance / cohort.NTo) + ofExpectation),
                HasContext = Context.Count > 0,
            };
        }
    }

    private static double[] Calibrated(Cohort[] cohorts, double reliability)
    {
        double[] y = [.. cohorts.Select(c => c.From)], v = [.. cohorts.Select(c => (1 - reliability) * c.FromError * c.FromError)];
        if (reliability >= 1) return y;
        return [.. EmpiricalBayes.Shrink(y, v, BetweenVariance.Restricted(y, v)).Units.Select(u => u.Shrunken)];
    }

    /// <summary>A feature with mean 0 and spread 1; unknown ones take the median. Null where nobody or everybody has one value.</summary>
    private static double[]? Column(Cohort[] cohorts, int feature)
    {
        double[] known = [.. cohorts.Select(c => c.Context[feature]).Where(v => !double.IsNaN(v))];
        if (known.Length == 0) return null;
        var median = Location.Median(known);
        double[] values = [.. cohorts.Select(c => double.IsNaN(c.Context[feature]) ? median : c.Context[feature])];
        var mean = values.Average();
        var spread = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Length);
        return spread > 1e-12 * Math.Max(1, Math.Abs(mean)) ? [.. values.Select(v => (v - mean) / spread)] : null;
    }

    /// <summary>Whether the columns already taken give the new one, all but a millionth of its sum of squares.</summary>
    private static bool IsDependent(List<double[]> taken, double[] column)
    {
        var basis = new List<double[]>();
        foreach (var one in taken.Append(column))
        {
            double[] rest = [.. one];
            var length = Math.Sqrt(rest.Sum(v => v * v));
            foreach (var axis in basis)
            {
                var dot = rest.Zip(axis, (a, b) => a * b).Sum();
                for (var i = 0; i < rest.Length; i++) rest[i] -= dot * axis[i];
            }

            var left = Math.Sqrt(rest.Sum(v => v * v));
            if (left <= Math.Sqrt(Dependent) * length) return ReferenceEquals(one, column);
            basis.Add([.. rest.Select(v => v / left)]);
        }

        return false;
    }
}
