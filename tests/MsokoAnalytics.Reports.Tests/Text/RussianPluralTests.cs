using MsokoAnalytics.Reports.Text;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Text;

public sealed class RussianPluralTests
{
    [Theory]
    [InlineData(0, "школ")]
    [InlineData(1, "школа")]
    [InlineData(2, "школы")]
    [InlineData(4, "школы")]
    [InlineData(5, "школ")]
    [InlineData(11, "школ")]
    [InlineData(12, "школ")]
    [InlineData(14, "школ")]
    [InlineData(20, "школ")]
    [InlineData(21, "школа")]
    [InlineData(22, "школы")]
    [InlineData(25, "школ")]
    [InlineData(101, "школа")]
    [InlineData(111, "школ")]
    [InlineData(112, "школ")]
    [InlineData(1000, "школ")]
    [InlineData(1011, "школ")]
    [InlineData(1021, "школа")]
    public void The_word_agrees_with_the_number(long count, string expected) =>
        Assert.Equal($"{RussianNumbers.Integer(count)}\u00A0{expected}", RussianPlural.Schools(count));

    [Theory]
    [InlineData(1, "1 работе")]
    [InlineData(3, "3 работах")]
    [InlineData(21, "21 работе")]
    [InlineData(11, "11 работах")]
    public void After_in_the_word_takes_its_case(long count, string expected) => Assert.Equal(expected.Replace(' ', '\u00A0'), RussianPlural.InWorks(count));
}
