using MsokoAnalytics.Operations.Quality;
using Xunit;

namespace MsokoAnalytics.Operations.Tests;

/// <summary>The reviewed counts: read with clear complaints, compared line by line.</summary>
public sealed class ExpectedRowsTests
{
    private const string Header = "источник;год;класс;предмет;от;до;проверил;дата\n";

    private static readonly LoadedRows[] Loaded =
    [
        new("vpr_result", 2024, 5, "МА", 100), new("vpr_result", 2024, 5, "РУ", 90), new("vpr_result", 2025, 5, "МА", 7), new("sgo_progress", null, null, null, 40),
    ];

    [Theory]
    [InlineData("vpr_result;2024;;;190;190;Иванова;2026-05-01", "expected.met")]
    [InlineData("vpr_result;2024;;;150;;Иванова;01.05.2026", "expected.met")]
    [InlineData("vpr_result;2024;5;МА;101;;Иванова;", "expected.missing")]
    [InlineData("vpr_result;2024;5;;;189;Иванова;", "expected.over")]
    [InlineData("vpr_result;2023;;;1;;Иванова;", "expected.missing")]
    [InlineData("sgo_progress;;;;40;40;Иванова;", "expected.met")]
    public void A_line_is_compared_with_the_rows_it_covers(string line, string outcome)
    {
        var finding = ExpectedRows.Compare(ExpectedRows.Parse(Header + line + "\n", "ожидается.csv"), Loaded).First();
        Assert.Equal(outcome, finding.Name);
        Assert.Equal(outcome == "expected.met", finding.Passed);
    }

    [Fact]
    public void The_difference_is_told()
    {
        var findings = ExpectedRows.Compare(ExpectedRows.Parse(Header + "vpr_result;2024;5;МА;130;;Иванова;\n", "f"), Loaded).ToList();
        Assert.Equal(30, findings[0].Count);
        Assert.Contains("не хватает 30", findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_line_covers_and_what_nobody_reviewed_is_told()
    {
        var findings = ExpectedRows.Compare(ExpectedRows.Parse(Header + "vpr_result;2024;;;190;190;;\n", "f"), Loaded).ToList();
        Assert.Equal(
            ["expected.met vpr_result, 2024", "expected.unreviewed vpr_result, 2024", "expected.unlisted vpr_result, 2025, 5 класс, МА", "expected.unlisted sgo_progress, без года"],
            findings.Select(f => $"{f.Name} {f.Where}"));
    }

    [Fact]
    public void A_proposal_is_met_by_what_it_was_made_of_but_not_reviewed()
    {
        var findings = ExpectedRows.Compare(ExpectedRows.Parse(ExpectedRows.Propose(Loaded), "f"), Loaded).ToList();
        Assert.Equal(3, findings.Count(f => f.Passed));
        Assert.Equal(3, findings.Count(f => f.Name == "expected.unreviewed"));
        Assert.Equal(6, findings.Count);
    }

    [Theory]
    [InlineData("источник;год\n", "строка 1")]
    [InlineData(Header + "vpr_result;двадцать;;;1;1;;\n", "строка 2, столбец «год»")]
    [InlineData(Header + "vpr_result;2024;;;-5;;;\n", "строка 2, столбец «от»")]
    [InlineData(Header + "vpr_result;2024;;;9;3;;\n", "«от» больше «до»")]
    [InlineData(Header + "vpr_result;2024;;;;;;\n", "не задано ни «от», ни «до»")]
    [InlineData(Header + ";2024;;;1;1;;\n", "столбец «источник»")]
    [InlineData(Header + "vpr_result;2024;;;1;1;Иванова;вчера\n", "столбец «дата»")]
    [InlineData(Header + "vpr_result;2024;1;1\n", "полей 4, а нужно 8")]
    [InlineData(Header + "a;2024;;;1;1;;\nb;2024;;;1;1;;\na;2024;;;2;2;;\n", "строки 2, 4: одно и то же описано дважды")]
    public void A_wrong_line_is_named(string text, string says)
    {
        var problem = Assert.Throws<OperationsException>(() => ExpectedRows.Parse(text, "ожидается.csv"));
        Assert.Contains("ожидается.csv", problem.Message, StringComparison.Ordinal);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }
}
