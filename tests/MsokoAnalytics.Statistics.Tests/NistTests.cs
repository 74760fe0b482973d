using System.Globalization;
using MsokoAnalytics.Statistics.Regression;
using MsokoAnalytics.Statistics.Tests.Reference;

namespace MsokoAnalytics.Statistics.Tests;

/// <summary>Certified results of NIST's Statistical Reference Datasets.</summary>
public sealed class NistTests
{
    private static readonly string[] Names =
        ["SiRstv", "AtmWtAg", "SmLs01", "SmLs02", "SmLs03", "SmLs04", "SmLs05", "SmLs06", "SmLs07", "SmLs08", "SmLs09"];

    /// <summary>
    /// Digits that values already rounded to double still hold: SmLs07–09 have 13 leading digits in common, and 1000000000000.4
    /// itself is stored with an error of 1e-4 of its last digit's unit. What is lost there is lost before any computation.
    /// </summary>
    [SharedFact]
    public void Anova_of_doubles()
    {
        foreach (var name in Names)
        {
            var tolerance = name switch
            {
                "SmLs07" or "SmLs08" or "SmLs09" => 5e-3,
                "SmLs04" or "SmLs05" or "SmLs06" => 1e-8,
                "AtmWtAg" => 1e-8,
                _ => 1e-12,
            };
            Agrees(name, Anova(name, 0), tolerance);
        }
    }

    /// <summary>With the common leading digits taken off in decimal arithmetic, all certified digits must come out.</summary>
    [SharedFact]
    public void Anova_of_values_whose_common_digits_are_taken_off_exactly()
    {
        foreach (var name in Names)
            Agrees(name, Anova(name, decimal.Parse(new NistFile(name).Data()[0][^1], CultureInfo.InvariantCulture)), 2e-13);
    }

    /// <summary>The algorithm itself loses nothing: on the stored doubles it agrees with 28-digit decimal arithmetic.</summary>
    [SharedFact]
    public void Anova_agrees_with_exact_arithmetic_on_the_stored_values()
    {
        foreach (var name in Names)
        {
            var groups = Groups(name, 0);
            var exact = groups.Select(g => g.Select(v => new decimal(v - groups[0][0])).ToList()).ToList();
            var mean = exact.SelectMany(g => g).Average();
            var means = exact.Select(g => g.Average()).ToList();
            var between = exact.Zip(means, (g, m) => g.Count * (m - mean) * (m - mean)).Sum();
            var within = exact.Zip(means, (g, m) => g.Sum(v => (v - m) * (v - m))).Sum();
            var anova = OneWayAnova.Of([.. groups]);
            Near.Relative((double)between, anova.BetweenSumOfSquares, 1e-9);
            Near.Relative((double)within, anova.WithinSumOfSquares, 1e-9);
        }
    }

    /// <summary>The textbook formula Σx² − n·x̄² fails where ours does not: the test above can fail.</summary>
    [SharedFact]
    public void The_naive_formula_loses_all_digits()
    {
        var groups = Groups("SmLs07", 0);
        var naive = groups.Sum(g => g.Sum(v => v * v) - (g.Length * g.Average() * g.Average()));
        var certified = new NistFile("SmLs07").Certified("Within Treatment")[1];
        Assert.True(Math.Abs(naive - certified) > 10 * certified);
    }

    [SharedFact]
    public void Norris()
    {
        var file = new NistFile("Norris");
        var data = file.Data();
        var fit = LeastSquares.Polynomial(
            [.. data.Select(f => NistFile.Double(f[1]))], [.. data.Select(f => NistFile.Double(f[0]))], 1);
        double[] b0 = file.Certified("B0"), b1 = file.Certified("B1");
        Near.Relative(b0[0], fit.Coefficients[0], 1e-12);
        Near.Relative(b0[1], fit.StandardError(0), 1e-12);
        Near.Relative(b1[0], fit.Coefficients[1], 1e-13);
        Near.Relative(b1[1], fit.StandardError(1), 1e-12);
        Near.Relative(file.Certified("Standard Deviation")[0], fit.ResidualDeviation, 1e-12);
        Near.Relative(file.Certified("R-Squared")[0], fit.RSquared, 1e-12);
    }

    /// <summary>
    /// StRD Wampler1 and Wampler2 are defined by their polynomials over x = 0..20: all coefficients 1, and 10⁻ʲ, without noise.
    /// </summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.1)]
    public void Wampler(double ratio)
    {
        var x = Enumerable.Range(0, 21).Select(i => (double)i).ToArray();
        var y = x.Select(v => (double)Enumerable.Range(0, 6).Sum(j => (decimal)Math.Pow(ratio, j) * Power((decimal)v, j))).ToArray();
        var fit = LeastSquares.Polynomial(x, y, 5);
        for (var j = 0; j <= 5; j++) Near.Relative(Math.Pow(ratio, j), fit.Coefficients[j], 1e-9);
    }

    [Fact]
    public void Designs_without_an_answer_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LeastSquares.Polynomial([1, 2], [1, 2], 1));
        Assert.Throws<ArgumentException>(() => LeastSquares.Polynomial([3, 3, 3, 3], [1, 2, 3, 4], 1));
        Assert.Throws<ArgumentException>(() => LeastSquares.Polynomial([1, 2, double.NaN], [1, 2, 3], 1));
        Assert.Throws<ArgumentException>(() => OneWayAnova.Of([new double[] { 1, 2 }]));
        Assert.Throws<ArgumentException>(() => OneWayAnova.Of([new double[] { 1 }, new double[] { 2 }]));
        Assert.Throws<ArgumentException>(() => OneWayAnova.Of([new double[] { 1, 1 }, new double[] { 1 }]));
    }

    /// <summary>By hand: groups (1, 3), (5, 7, 9): SSB = 30, SSW = 10, n₀ = 2.4, ICC = (30 − 10/3)/(30 + 1.4·10/3).</summary>
    [Fact]
    public void Intraclass_correlation_of_unequal_groups()
    {
        var anova = OneWayAnova.Of([new double[] { 1, 3 }, new double[] { 5, 7, 9 }]);
        Near.Equal(30, anova.BetweenSumOfSquares, 1e-14);
        Near.Equal(10, anova.WithinSumOfSquares, 1e-14);
        Near.Equal((30 - (10 / 3.0)) / (30 + (1.4 * 10 / 3.0)), anova.IntraclassCorrelation, 1e-14);
        Near.Equal(9, anova.F, 1e-14);
    }

    private static decimal Power(decimal x, int power) => Enumerable.Repeat(x, power).Aggregate(1m, (a, b) => a * b);

    private static OneWayAnova Anova(string name, decimal origin) => OneWayAnova.Of([.. Groups(name, origin)]);

    private static List<double[]> Groups(string name, decimal origin) =>
        [.. new NistFile(name).Data()
            .GroupBy(f => f[0], f => origin == 0
                ? NistFile.Double(f[^1])
                : (double)(decimal.Parse(f[^1], NumberStyles.Float, CultureInfo.InvariantCulture) - origin))
            .Select(g => g.ToArray())];

    private static void Agrees(string name, OneWayAnova anova, double tolerance)
    {
        var file = new NistFile(name);
        double[] between = file.Certified("Between"), within = file.Certified("Within");
        Assert.Equal(between[0], anova.BetweenDf);
        Assert.Equal(within[0], anova.WithinDf);
        Near.Relative(between[1], anova.BetweenSumOfSquares, tolerance);
        Near.Relative(within[1], anova.WithinSumOfSquares, tolerance);
        Near.Relative(between[3], anova.F, tolerance);
        Near.Relative(file.Certified("Certified R-Squared")[0], anova.RSquared, tolerance);
        Near.Relative(file.Certified("Standard Deviation")[0], anova.ResidualDeviation, tolerance);
    }
}
