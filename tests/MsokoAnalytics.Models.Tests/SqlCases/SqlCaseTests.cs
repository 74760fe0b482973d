using MsokoAnalytics.Models.Running;

namespace MsokoAnalytics.Models.Tests.SqlCases;

public class SqlCaseTests
{
    public static TheoryData<string> Cases => [.. SqlCase.All()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Model_gives_the_expected_rows(string folder)
    {
        var sqlCase = new SqlCase(folder);
        var expected = SeedCsv.Read(sqlCase.ExpectedCsv).Select(r => r.Fields.ToArray()).ToList();
        var actual = sqlCase.Run(expected[0], out var columns);
        Assert.Equal(expected[0], columns);
        var difference = RowMatcher.Difference(expected[1..], actual);
        Assert.True(difference is null, folder + "\n" + difference);
    }

    [Fact]
    public void A_wrong_row_is_noticed()
    {
        Assert.Null(RowMatcher.Difference([["а", "27.75"], ["б", ""]], [["б", ""], ["а", "27.7532"]]));
        Assert.NotNull(RowMatcher.Difference([["а", "27.75"]], [["а", "27.7551"]]));
        Assert.NotNull(RowMatcher.Difference([["а", "0"]], [["а", ""]]));
        Assert.NotNull(RowMatcher.Difference([["а", "1"]], [["а", "1"], ["а", "1"]]));
    }
}
