using System.Globalization;
using MsokoAnalytics.Models.Tests.Infrastructure;

namespace MsokoAnalytics.Models.Tests.Domain;

/// <summary>The SQL interval against published values (Newcombe 1998, Statistics in Medicine 17, 857–872, table I, method 3).</summary>
public class WilsonTests
{
    [Theory]
    [InlineData(81, 263, 25.53, 36.62)]
    [InlineData(15, 148, 6.24, 16.05)]
    [InlineData(0, 20, 0.00, 16.11)]
    [InlineData(1, 29, 0.61, 17.18)]
    [InlineData(0, 10, 0.00, 27.75)]
    [InlineData(10, 10, 72.25, 100.00)]
    [InlineData(5, 10, 23.66, 76.34)]
    public void Interval_agrees_with_published_values(int successes, int n, double low, double high)
    {
        using var database = Prepared();
        var row = database.Query($"SELECT wilson_lo({successes}, {n}), wilson_hi({successes}, {n})")[0];
        Assert.Equal(low, Math.Round(double.Parse(row[0], CultureInfo.InvariantCulture), 2));
        Assert.Equal(high, Math.Round(double.Parse(row[1], CultureInfo.InvariantCulture), 2));
    }

    [Fact]
    public void Ends_are_exact_and_nobody_has_no_interval()
    {
        using var database = Prepared();
        Assert.Equal(
            ["0", "100", "", ""],
            database.Query("SELECT wilson_lo(0, 3), wilson_hi(3, 3), wilson_lo(0, 0), wilson_hi(0, 0)")[0]);
    }

    [Fact]
    public void A_country_does_not_overflow()
    {
        using var database = Prepared();
        var row = database.Query("SELECT wilson_lo(CAST(1635059 AS INTEGER), CAST(1722202 AS INTEGER)), wilson_hi(CAST(1635059 AS INTEGER), CAST(1722202 AS INTEGER))")[0];
        // 94.940 % ± 1.96·√(0.9494·0.0506/1722202) = ± 0.033 %: at this size the normal approximation is as good.
        Assert.Equal(94.907, Math.Round(double.Parse(row[0], CultureInfo.InvariantCulture), 3));
        Assert.Equal(94.973, Math.Round(double.Parse(row[1], CultureInfo.InvariantCulture), 3));
    }

    private static TestDatabase Prepared()
    {
        var database = new TestDatabase(Infrastructure.Models.Project);
        foreach (var macro in Infrastructure.Models.Project.Macros) database.Execute(macro.CreateSql);
        return database;
    }
}
