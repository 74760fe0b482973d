using MsokoAnalytics.Reports.Text;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Text;

public sealed class RussianNumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(1000, "1_000")]
    [InlineData(1722202, "1_722_202")]
    [InlineData(-12345, "−12_345")]
    public void Thousands_stand_apart(long value, string expected) => Assert.Equal(expected.Replace('_', '\u00A0'), RussianNumbers.Integer(value));

    [Theory]
    [InlineData(12.34, 1, "12,3")]
    [InlineData(12, 1, "12,0")]
    [InlineData(0.25, 1, "0,3")]
    [InlineData(-0.25, 1, "−0,3")]
    [InlineData(-0.04, 1, "0,0")]
    [InlineData(1234.5, 0, "1_235")]
    [InlineData(5.06, 2, "5,06")]
    public void Decimals_follow_a_comma_and_halves_go_away_from_zero(double value, int decimals, string expected) =>
        Assert.Equal(expected.Replace('_', '\u00A0'), RussianNumbers.Fixed(value, decimals));

    [Fact]
    public void The_percent_sign_stays_with_its_number() => Assert.Equal("47,3\u00A0%", RussianNumbers.Percent(47.3));

    [Theory]
    [InlineData(2.1, "+2,1_п.п.")]
    [InlineData(-8.25, "−8,3_п.п.")]
    [InlineData(0, "0,0_п.п.")]
    [InlineData(0.04, "0,0_п.п.")]
    public void Differences_are_percent_points_with_a_sign(double value, string expected) =>
        Assert.Equal(expected.Replace('_', '\u00A0'), RussianNumbers.Points(value));
}
