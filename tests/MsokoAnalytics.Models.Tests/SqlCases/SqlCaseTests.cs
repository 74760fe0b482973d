using MsokoAnalytics.Models.Running;
using MsokoAnalytics.Testing;

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
    public void Every_indicator_of_the_catalogue_has_a_value_worked_out_by_hand()
    {
        var worked = Directory.GetFiles(Path.Combine(SqlCase.Root, "mart_indicator"), "expect.csv", SearchOption.AllDirectories)
            .SelectMany(file => SeedCsv.Read(File.ReadAllText(file)).Skip(1)).Select(r => r.Fields[0]).ToHashSet(StringComparer.Ordinal);
        var codes = Directory.GetFiles(Path.Combine(Repository.Root, "models", "indicators"), "*.yml").SelectMany(File.ReadLines)
            .Where(line => line.StartsWith("  - code: ", StringComparison.Ordinal)).Select(line => line["  - code: ".Length..].Trim()).ToList();
        Assert.True(codes.Count > 100, $"{codes.Count} codes");
        Assert.Equal([], codes.Except(worked, StringComparer.Ordinal));
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
