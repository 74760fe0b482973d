namespace MsokoAnalytics.Models.Sql;

/// <summary>SQL text of a model that can't be read; the message is Russian and names the line.</summary>
internal sealed class SqlSyntaxException(string message) : Exception(message)
{
    public static SqlSyntaxException At(string sql, int offset, string problem) =>
        new($"строка {LineOf(sql, offset)}: {problem}");

    private static int LineOf(string sql, int offset) => sql.AsSpan(0, offset).Count('\n') + 1;
}
