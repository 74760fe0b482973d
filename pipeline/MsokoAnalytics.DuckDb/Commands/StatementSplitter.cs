namespace MsokoAnalytics.DuckDb.Commands;

/// <summary>One statement of a command text: where it stands in it.</summary>
internal readonly record struct StatementText(string Text, int FirstLine, int FirstColumn);

/// <summary>
/// Cuts a command text at its semicolons, with regard to strings, quoted names, dollar quotes and comments. Only for the places of
/// errors: from the second statement on the engine reports them shifted, so that each statement is handed to it alone.
/// </summary>
internal static class StatementSplitter
{
    public static List<StatementText> Split(string sql)
    {
        var statements = new List<StatementText>();
        var (start, line, column) = (0, 0, 0);
        var empty = true;
        var i = 0;
        while (i < sql.Length)
        {
            var end = SkipToken(sql, i, out var blank);
            if (sql[i] == ';' && end == i + 1)
            {
                if (!empty) statements.Add(new StatementText(sql[start..end], line, column));
                for (var k = start; k < end; k++) (line, column) = sql[k] == '\n' ? (line + 1, 0) : (line, column + 1);
                start = end;
                empty = true;
            }
            else
            {
                empty &= blank;
            }

            i = end;
        }

        if (!empty) statements.Add(new StatementText(sql[start..], line, column));
        return statements;
    }

    /// <summary>The end of the token at <paramref name="i"/>: a whole string, name or comment, otherwise one character.</summary>
    private static int SkipToken(string sql, int i, out bool blank)
    {
        blank = char.IsWhiteSpace(sql[i]);
        switch (sql[i])
        {
            case '-' when Next(sql, i) == '-':
                blank = true;
                var newLine = sql.IndexOf('\n', i);
                return newLine < 0 ? sql.Length : newLine + 1;
            case '/' when Next(sql, i) == '*':
                blank = true;
                return SkipComment(sql, i + 2);
            case '\'':
                return SkipQuoted(sql, i, backslash: i > 0 && sql[i - 1] is 'e' or 'E' && (i == 1 || !IsNamePart(sql[i - 2])));
            case '"':
                return SkipQuoted(sql, i, backslash: false);
            case '$' when i == 0 || !IsNamePart(sql[i - 1]):
                return SkipDollarQuoted(sql, i);
            default:
                return i + 1;
        }
    }

    private static int SkipQuoted(string sql, int i, bool backslash)
    {
        var quote = sql[i++];
        while (i < sql.Length)
        {
            if (backslash && sql[i] == '\\') i += 2;
            else if (sql[i] != quote) i++;
            else if (Next(sql, i) == quote) i += 2;
            else return i + 1;
        }

        return sql.Length;
    }

    private static int SkipComment(string sql, int i)
    {
        var depth = 1;
        while (i < sql.Length)
        {
            if (sql[i] == '*' && Next(sql, i) == '/')
            {
                i += 2;
                if (--depth == 0) return i;
            }
            else if (sql[i] == '/' && Next(sql, i) == '*')
            {
                i += 2;
                depth++;
            }
            else
            {
                i++;
            }
        }

        return sql.Length;
    }

    private static int SkipDollarQuoted(string sql, int i)
    {
        var end = i + 1;
        while (end < sql.Length && IsNamePart(sql[end])) end++;
        if (end >= sql.Length || sql[end] != '$' || (end > i + 1 && char.IsAsciiDigit(sql[i + 1]))) return i + 1;
        var tag = sql[i..(end + 1)];
        var close = sql.IndexOf(tag, end + 1, StringComparison.Ordinal);
        return close < 0 ? sql.Length : close + tag.Length;
    }

    private static char Next(string sql, int i) => i + 1 < sql.Length ? sql[i + 1] : '\0';

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';
}
