using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models.Tests.Unit;

public class SqlTokenizerTests
{
    [Theory]
    [InlineData("SELECT a -- core.x\n, b", "SELECT a , b")]
    [InlineData("a /* one /* two */ still */ b", "a b")]
    [InlineData("'it''s' x", "it's x")]
    [InlineData("E'a\\'b' c", "a'b c")]
    [InlineData("\"core\".\"a\"\"b\"", "core . a\"b")]
    [InlineData("$$ from core.x $$ y", " from core.x  y")]
    [InlineData("$tag$ -- 'no' $tag$ y", " -- 'no'  y")]
    [InlineData("$1 + $name", "$ 1 + $ name")]
    [InlineData("1.5e-3 - 2", "1.5e-3 - 2")]
    [InlineData("имя_школы2", "имя_школы2")]
    [InlineData("a.b>=c", "a . b > = c")]
    public void Text_is_split(string sql, string expected) =>
        Assert.Equal(expected, string.Join(' ', SqlTokenizer.Tokenize(sql).Select(t => t.Value)));

    [Fact]
    public void Places_point_into_the_source()
    {
        const string sql = "SELECT /* x */ \"а б\" FROM t";
        foreach (var token in SqlTokenizer.Tokenize(sql).Where(t => t.Kind == SqlTokenKind.Word))
            Assert.Equal(token.Value, sql.Substring(token.Start, token.Length));
        var quoted = SqlTokenizer.Tokenize(sql).Single(t => t.Kind == SqlTokenKind.QuotedWord);
        Assert.Equal("\"а б\"", sql.Substring(quoted.Start, quoted.Length));
    }

    [Theory]
    [InlineData("SELECT\n'abc", "строка 2: строка в апострофах не закрыта")]
    [InlineData("/* a /* b */", "строка 1: комментарий /* не закрыт")]
    [InlineData("\"abc", "строка 1: имя в кавычках не закрыто")]
    [InlineData("$q$ abc", "строка 1: строка $q$ не закрыта")]
    public void Unclosed_text_is_an_error_with_its_line(string sql, string message) =>
        Assert.Equal(message, Assert.Throws<SqlSyntaxException>(() => SqlTokenizer.Tokenize(sql)).Message);
}
