using MsokoAnalytics.Statistics.Shrinkage;

namespace MsokoAnalytics.Analysis.ValueAdded;

/// <summary>
/// All works of a transition in its last years together. A school's deviation in one work = its own effect + something of that work alone (teacher, cohort; variance ω²) + pupils (s²).
/// ω² by moments from the spread of a school's works about their mean; the school's mean weighs works by 1/(ω² + s²); between schools REML and empirical Bayes.
/// </summary>
internal static class Stage
{
    /// <param name="rows">Rows of the transition's works.</param>
    /// <param name="last">Last year of the stage.</param>
    /// <param name="rule">Numbers of the rule.</param>
    /// <returns>One row per school; empty where too few schools, or none with two works.</returns>
    public static IEnumerable<ValueAddedRow> Rows(IReadOnlyList<ValueAddedRow> rows, int last, ValueAddedRule rule)
    {
        ValueAddedRow[][] schools =
        [
            .. rows.Where(r => r.Work.YearTo <= last && last - r.Work.YearTo < rule.Years).GroupBy(r => r.SchoolId, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => g.OrderBy(r => r.Work.WorkTo, StringComparer.Ordinal).ToArray()),
        ];
        if (schools.Length < rule.MinSchools || schools.All(s => s.Length < 2)) return [];
        var ofWork = OfWork(schools);
        var means = schools.Select(s => Mean(s, ofWork)).ToArray();
        double[] y = [.. means.Select(m => m.Mean)], v = [.. means.Select(m => m.Variance)];
        var units = EmpiricalBayes.Shrink(y, v, BetweenVariance.Restricted(y, v)).Units;
        return schools.Select((works, i) => new ValueAddedRow(
            new WorkPair(works[0].Work.Transition, "", "", 0, 0, last, ""), "stage", "", works[0].SchoolId, works[0].MunicipalityId, works.Sum(w => w.NFrom), works.Sum(w => w.NTo), works.Length)
        {
            From = works.Average(w => w.From),
            To = works.Average(w => w.To),
            Raw = y[i],
            RawError = Math.Sqrt(v[i]),
            Value = units[i].Shrunken,
            Error = Math.Sqrt(units[i].Variance),
            Reliability = units[i].Reliability,
            HasContext = works.All(w => w.HasContext),
        });
    }

    /// <summary>ω² = (Σ (r − r̄)² − Σ (1 − 1/m)·s²)/Σ (m − 1), never below 0; m = works of the school.</summary>
    private static double OfWork(ValueAddedRow[][] schools)
    {
        double squares = 0, noise = 0, free = 0;
        foreach (var works in schools)
        {
            var mean = works.Average(w => w.Raw);
            foreach (var work in works)
            {
                squares += (work.Raw - mean) * (work.Raw - mean);
                noise += (1 - (1.0 / works.Length)) * work.RawError * work.RawError;
            }

            free += works.Length - 1;
        }

        return Math.Max(0, (squares - noise) / free);
    }

    private static (double Mean, double Variance) Mean(ValueAddedRow[] works, double ofWork)
    {
        double weight = 0, sum = 0;
        foreach (var work in works)
        {
            var own = 1 / (ofWork + (work.RawError * work.RawError));
            weight += own;
            sum += own * work.Raw;
        }

        return (sum / weight, 1 / weight);
    }
}
