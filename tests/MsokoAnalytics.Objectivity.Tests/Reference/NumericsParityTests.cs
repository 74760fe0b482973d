using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Numerics;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Objectivity.Tests.Reference;

/// <summary>Single algorithms against outputs of R, statsmodels, scikit-learn and the prototype.</summary>
public class NumericsParityTests
{
    [SharedFact]
    public void Log_linear_presmoothing()
    {
        var f = Fixtures.Json("loglinear.json");
        var histogram = f.GetProperty("hist").Numbers();
        var density = ScoreDensity.LogLinear(histogram, f.GetProperty("degree").GetInt32());
        var ours = f.GetProperty("ours").Numbers();
        Fixtures.Near([.. ours.Select(x => x / ours.Sum())], density, 1e-12);
        // Poisson regression keeps the total; our tiny ridge moves it by a hundred-thousandth.
        var published = f.GetProperty("fitted_statsmodels").Numbers();
        Fixtures.Near([.. published.Select(x => x / histogram.Sum())], density, 1e-7);
    }

    [SharedFact]
    public void Exponential_tilt()
    {
        var f = Fixtures.Json("tilt.json");
        var density = ScoreDensity.Tilt(f.GetProperty("f").Numbers(), f.GetProperty("mean").Numbers(), f.GetProperty("var").Numbers());
        Fixtures.Near([.. f.GetProperty("density").Matrix().SelectMany(r => r)], density, 1e-9);
    }

    [SharedFact]
    public void Item_tables()
    {
        var f = Fixtures.Json("item_tables.json");
        var maxima = f.GetProperty("maxima").Whole();
        var x = f.GetProperty("X").EnumerateArray().Select(r => r.Whole()).ToArray();
        var tables = ItemTables.Build(x.SelectMany(r => r).Select(v => (sbyte)v).ToArray(), x.Select(r => (short)r.Sum()).ToArray(), maxima);
        Assert.Equal(f.GetProperty("h").GetDouble(), tables.Bandwidth);
        var expected = f.GetProperty("P").EnumerateArray().Select(Fixtures.Matrix).ToArray();
        for (var j = 0; j < maxima.Length; j++)
            for (var s = 0; s < tables.Points; s++) Fixtures.Near(expected[j][s], tables.P(j, s), 1e-12);
    }

    [SharedFact]
    public void Bayesian_false_discovery_list()
    {
        var f = Fixtures.Json("bayes_fdr.json");
        var posterior = f.GetProperty("posterior").Numbers();
        Fixtures.Near(f.GetProperty("cumulative").Numbers(), BayesianFdr.QValues(posterior), 1e-15);
        Assert.Equal(f.GetProperty("flagged_05").GetInt32(), BayesianFdr.Flag(posterior, .05).Count(x => x));
        Assert.Equal(f.GetProperty("flagged_10").GetInt32(), BayesianFdr.Flag(posterior, .10).Count(x => x));
    }

    [SharedFact]
    public void Adjusted_p_values()
    {
        var f = Fixtures.Json("multiple_testing.json");
        var p = f.GetProperty("p").Numbers();
        Fixtures.Near(f.GetProperty("bh").Numbers(), MultipleTesting.BenjaminiHochberg(p), 1e-15);
        Fixtures.Near(f.GetProperty("by").Numbers(), MultipleTesting.BenjaminiYekutieli(p), 1e-15);
        Fixtures.Near(f.GetProperty("holm").Numbers(), MultipleTesting.Holm(p), 1e-15);
        Assert.Equal(f.GetProperty("storey_pi0_lambda05").GetDouble(), MultipleTesting.NullShare(p), 1e-15);
    }

    [SharedFact]
    public void Combined_p_values()
    {
        var f = Fixtures.Json("combine.json");
        var p = f.GetProperty("p").Numbers();
        Assert.Equal(f.GetProperty("fisher_p").GetDouble(), CombinedP.Fisher(p), 1e-14);
        Assert.Equal(f.GetProperty("stouffer_p").GetDouble(), CombinedP.Stouffer(p), 1e-12);
        Assert.Equal(f.GetProperty("cauchy_p").GetDouble(), CombinedP.Cauchy(p), 1e-12);
    }

    [SharedFact]
    public void Robust_between_unit_variance()
    {
        var f = Fixtures.Json("tau2.json");
        Assert.Equal(f.GetProperty("tau2_mad").GetDouble(), Robust.Tau2(f.GetProperty("r").Numbers(), f.GetProperty("v").Numbers()), 1e-12);
    }

    [SharedFact]
    public void Funnel_over_dispersion_and_exact_limits()
    {
        var f = Fixtures.Json("funnel.json");
        var n = f.GetProperty("n").Numbers();
        var target = f.GetProperty("theta0").GetDouble();
        var se = Array.ConvertAll(n, x => Math.Sqrt(target * (1 - target) / x));
        var (phi, tau2) = Funnel.OverDispersion(f.GetProperty("z").Numbers(), se);
        Assert.Equal(f.GetProperty("phi").GetDouble(), phi, 1e-12);
        Assert.Equal(f.GetProperty("tau2").GetDouble(), tau2, 1e-14);
        double[] tails = [.001, .025, .975, .999];
        foreach (var unit in f.GetProperty("exact_limits").EnumerateObject())
            Fixtures.Near(unit.Value.Numbers(), Array.ConvertAll(tails, p => Funnel.ExactLimit(Fixtures.Int(unit.Name), target, p)), 1e-9);
    }

    [SharedFact]
    public void Multinomial_logistic_regression()
    {
        var f = Fixtures.Json("multinomial.json");
        // The reference standardises by the population deviation before the fit.
        var x = Standardised(f.GetProperty("X").Matrix());
        var fit = MultinomialLogistic.Train([.. x.SelectMany(r => r)], f.GetProperty("y").Whole(), x[0].Length, 3, f.GetProperty("C").GetDouble(), 1e-10);
        // scikit-learn stopped with a gradient of 5e-4; ours goes on, so coefficients agree to that and the loss is not above theirs.
        Fixtures.Near([.. f.GetProperty("coef").Matrix().SelectMany(r => r)], fit.Coefficients.SelectMany(r => r).ToArray(), 2e-4);
        Fixtures.Near(f.GetProperty("intercept").Numbers(), fit.Intercept, 1e-3);
        var proba = f.GetProperty("proba").Matrix();
        for (var i = 0; i < x.Length; i++) Fixtures.Near(proba[i], fit.Probabilities(x[i]), 2e-4);
        var y = f.GetProperty("y").Whole();
        var c = f.GetProperty("C").GetDouble();
        Assert.True(Objective(fit.Coefficients, [.. x.Select(r => fit.Probabilities(r))]) <= Objective(f.GetProperty("coef").Matrix(), proba));
        // At the optimum the penalty balances the residuals: W = −C·Σ (p − 1{y})·x.
        for (var k = 0; k < 3; k++)
            for (var j = 0; j < x[0].Length; j++)
                Assert.Equal(fit.Coefficients[k][j], -c * x.Select((r, i) => (fit.Probabilities(r)[k] - (y[i] == k ? 1 : 0)) * r[j]).Sum(), 1e-7);

        double Objective(double[][] w, double[][] p) => (0.5 * w.Sum(r => r.Sum(v => v * v))) - (c * p.Select((r, i) => Math.Log(r[y[i]])).Sum());
    }

    [SharedFact]
    public void Person_fit()
    {
        var f = Fixtures.Json("personfit.json");
        var x = f.GetProperty("X").EnumerateArray().Select(r => r.Whole()).ToArray();
        var flat = x.SelectMany(r => r).ToArray();
        var guttman = PersonFit.Guttman(flat, x[0].Length);
        var expected = f.GetProperty("guttman_norm_U3").Matrix();
        for (var i = 0; i < x.Length; i++)
            Fixtures.Near(expected[i], [guttman[i].Errors, guttman[i].Normed, guttman[i].U3], 1e-12);
        Fixtures.Near(f.GetProperty("Ht").Numbers(), PersonFit.Ht(flat, x[0].Length), 1e-12);
    }

    private static double[][] Standardised(double[][] x)
    {
        var columns = Enumerable.Range(0, x[0].Length).Select(j => x.Select(r => r[j]).ToArray()).ToArray();
        var mean = Array.ConvertAll(columns, c => c.Average());
        var deviation = columns.Select((c, j) => Math.Sqrt(c.Average(v => (v - mean[j]) * (v - mean[j])))).ToArray();
        return Array.ConvertAll(x, r => r.Select((v, j) => (v - mean[j]) / deviation[j]).ToArray());
    }
}
