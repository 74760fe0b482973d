using System.Text;

namespace MsokoAnalytics.Models.Sql;

/// <summary>
/// Splits SQL into tokens, so that names inside comments and strings are never taken for names. Knows what DuckDB knows:
/// <c>--</c> and nested <c>/* */</c> comments, <c>'…''…'</c>, <c>E'…\'…'</c>, <c>"…"</c> and <c>$tag$…$tag$</c>.
/// </summary>
internal static class SqlTokenizer
{
    /// <exception cref="SqlSyntaxException">A comment or a string is not closed.</exception>
    public static IReadOnlyList<SqlToken> Tokenize(string sql)
    {
        var tokens = new List<SqlToken>();
        var at = 0;
        while (at < sql.Length)
        {
            var c = sql[at];
            if (char.IsWhiteSpace(c)) at++;
            else if (StartsWith(sql, at, "--")) at = EndOfLine(sql, at);
            else if (StartsWith(sql, at, "/*")) at = EndOfComment(sql, at);
            else if (c == '\'') at = ReadText(sql, at, at, escapes: false, tokens);
            else if (c is 'e' or 'E' && at + 1 < sql.Length && sql[at + 1] == '\'') at = ReadText(sql, at, at + 1, escapes: true, tokens);
            else if (c == '"') at = ReadQuotedWord(sql, at, tokens);
            else if (c == '$' && DollarTag(sql, at) is { } tag) at = ReadDollarText(sql, at, tag, tokens);
            else if (IsWordStart(c)) at = ReadWord(sql, at, tokens);
            else if (char.IsAsciiDigit(c)) at = ReadNumber(sql, at, tokens);
            else
            {
                tokens.Add(new SqlToken(SqlTokenKind.Symbol, c.ToString(), at, 1));
                at++;
            }
        }

        return tokens;
    }

    private static bool StartsWith(string sql, int at, string text) =>
        string.CompareOrdinal(sql, at, text, 0, text.Length) == 0;

    private static bool IsWordStart(char c) => char.IsLetter(c) || c == '_';

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';

    private static int EndOfLine(string sql, int at)
    {
        var end = sql.IndexOf('\n', at);
        return end < 0 ? sql.Length : end + 1;
    }

    private static int EndOfComment(string sql, int start)
    {
        var depth = 0;
        for (var at = start; at < sql.Length - 1; at++)
        {
            if (StartsWith(sql, at, "/*"))
            {
                depth++;
                at++;
            }
            else if (StartsWith(sql, at, "*/"))
            {
                depth--;
                at++;
                if (depth == 0) return at + 1;
            }
        }

        throw SqlSyntaxException.At(sql, start, "комментарий /* не закрыт");
    }

    private static int ReadText(string sql, int start, int quote, bool escapes, List<SqlToken> tokens)
    {
        var value = new StringBuilder();
        for (var at = quote + 1; at < sql.Length; at++)
        {
            if (escapes && sql[at] == '\\' && at + 1 < sql.Length)
            {
                value.Append(sql[++at]);
            }
            else if (sql[at] != '\'')
            {
                value.Append(sql[at]);
            }
            else if (at + 1 < sql.Length && sql[at + 1] == '\'')
            {
                value.Append('\'');
                at++;
            }
            else
            {
                tokens.Add(new SqlToken(SqlTokenKind.Text, value.ToString(), start, at + 1 - start));
                return at + 1;
            }
        }

        throw SqlSyntaxException.At(sql, start, "строка в апострофах не закрыта");
    }

    private static int ReadQuotedWord(string sql, int start, List<SqlToken> tokens)
    {
        var value = new StringBuilder();
        for (var at = start + 1; at < sql.Length; at++)
        {
            if (sql[at] != '"')
            {
                value.Append(sql[at]);
            }
            else if (at + 1 < sql.Length && sql[at + 1] == '"')
            {
                value.Append('"');
                at++;
            }
            else
            {
                tokens.Add(new SqlToken(SqlTokenKind.QuotedWord, value.ToString(), start, at + 1 - start));
                return at + 1;
            }
        }

        throw SqlSyntaxException.At(sql, start, "имя в кавычках не закрыто");
    }

    private static string? DollarTag(string sql, int start)
    {
        var at = start + 1;
        while (at < sql.Length && IsWordPart(sql[at]) && sql[at] != '$') at++;
        var isTag = at < sql.Length && sql[at] == '$' && (at == start + 1 || !char.IsAsciiDigit(sql[start + 1]));
        return isTag ? sql[start..(at + 1)] : null;
    }

    private static int ReadDollarText(string sql, int start, string tag, List<SqlToken> tokens)
    {
        var end = sql.IndexOf(tag, start + tag.Length, StringComparison.Ordinal);
        if (end < 0) throw SqlSyntaxException.At(sql, start, "строка " + tag + " не закрыта");
        tokens.Add(new SqlToken(SqlTokenKind.Text, sql[(start + tag.Length)..end], start, end + tag.Length - start));
        return end + tag.Length;
    }

    private static int ReadWord(string sql, int start, List<SqlToken> tokens)
    {
        var at = start + 1;
        while (at < sql.Length && IsWordPart(sql[at])) at++;
        tokens.Add(new SqlToken(SqlTokenKind.Word, sql[start..at], start, at - start));
        return at;
    }

    private static int ReadNumber(string sql, int start, List<SqlToken> tokens)
    {
        var at = start + 1;
        while (at < sql.Length && IsNumberPart(sql, at)) at++;
        tokens.Add(new SqlToken(SqlTokenKind.Number, sql[start..at], start, at - start));
        return at;
    }

    private static bool IsNumberPart(string sql, int at) =>
        char.IsAsciiLetterOrDigit(sql[at]) || sql[at] is '.' or '_'
        || (sql[at] is '+' or '-' && sql[at - 1] is 'e' or 'E' && at + 1 < sql.Length && char.IsAsciiDigit(sql[at + 1]));
}
