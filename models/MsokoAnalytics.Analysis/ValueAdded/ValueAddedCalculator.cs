using MsokoAnalytics.Statistics.Distributions;
using MsokoAnalytics.Statistics.MultipleTesting;

namespace MsokoAnalytics.Analysis.ValueAdded;

/// <summary>
/// Value added of schools (docs/methodology/value-added.md): a model per later work, its schools' effects, the works of a stage together, verdicts that control false
/// discoveries. The order of the cohorts and the number of threads change nothing.
/// </summary>
public static class ValueAddedCalculator
{
    /// <param name="cohorts">Cohorts; a school at most once per later work and transition; what a work is wanted for is the same for all its schools.</param>
    /// <param name="rule">Numbers of the rule.</param>
    public static (IReadOnlyList<ValueAddedModelRow> Models, IReadOnlyList<ValueAddedRow> Rows) Calculate(IEnumerable<Cohort> cohorts, ValueAddedRule rule)
    {
        Cohort[][] works =
        [
            .. cohorts.GroupBy(c => c.Work).OrderBy(g => g.Key.Transition, StringComparer.Ordinal).ThenBy(g => g.Key.WorkTo, StringComparer.Ordinal).Select(g => g.ToArray()),
        ];
        var models = new ValueAddedModelRow[works.Length];
        var rows = new ValueAddedRow[works.Length][];
        Parallel.For(0, works.Length, i =>
        {
            var model = WorkModel.Of(works[i], rule, out var reason);
            rows[i] = model is null ? [] : [.. model.Rows()];
            models[i] = Described(works[i], model, reason);
        });
        bool IsShown(int i) => works[i][0].IsShown;
        var ofWorks = Enumerable.Range(0, works.Length).Where(IsShown).SelectMany(i => rows[i]);
        var ofStages = Enumerable.Range(0, works.Length).Where(i => works[i][0].StageYear is not null)
            .GroupBy(i => (works[i][0].Work.Transition, Year: works[i][0].StageYear!.Value)).OrderBy(g => g.Key.Transition, StringComparer.Ordinal).ThenBy(g => g.Key.Year)
            .SelectMany(g => Stage.Rows([.. g.SelectMany(i => rows[i])], g.Key.Year, rule));
        return ([.. models.Where((_, i) => IsShown(i))], Tested([.. ofWorks, .. ofStages], rule));
    }

    private static ValueAddedModelRow Described(Cohort[] cohorts, WorkModel? model, string? reason)
    {
        var row = new ValueAddedModelRow(cohorts[0].Work, cohorts.Length, cohorts.Sum(c => c.NTo), reason);
        return model is null ? row : row with
        {
            Intercept = model.Fit.FixedEffects[0],
            Slope = model.Fit.FixedEffects[1],
            SlopeError = model.Fit.StandardError(1),
            Between = model.Fit.BetweenVariance,
            Within = model.Fit.WithinVariance,
            Intraclass = model.Fit.IntraclassCorrelation,
            Explained = model.Explained,
            Context = model.Context,
        };
    }

    private static ValueAddedRow[] Tested(ValueAddedRow[] rows, ValueAddedRule rule)
    {
        foreach (var family in Enumerable.Range(0, rows.Length).Where(i => rows[i].NFrom >= rule.MinN && rows[i].NTo >= rule.MinN)
            .GroupBy(i => (rows[i].Level, rows[i].Work.Transition, rows[i].Work.YearTo)))
        {
            int[] members = [.. family];
            double[] p = [.. members.Select(i => Normal.TwoSidedTail(rows[i].Raw / rows[i].RawError))];
            var q = AdjustedPValues.BenjaminiHochberg(p);
            for (var k = 0; k < members.Length; k++) rows[members[k]] = rows[members[k]] with { P = p[k], Q = q[k], Tests = members.Length };
        }

        return rows;
    }
}
