using System.Globalization;

namespace MsokoAnalytics.Models;

/// <summary>Quoting of names and literals in generated SQL.</summary>
internal static class SqlText
{
    /// <summary>Ending of a table that is being built beside the published one.</summary>
    public const string NextSuffix = "__next";

    public static string Name(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    public static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(Name));

    public static string Literal(string? text) =>
        text is null ? "NULL" : '\'' + text.Replace("'", "''", StringComparison.Ordinal) + '\'';

    public static string Whole(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "NULL";

    public static string Fraction(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    public static string Time(DateTime? time) =>
        time is { } t ? string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP '{t:yyyy-MM-dd HH:mm:ss.ffffff}'") : "NULL";

    public static string Table(string schema, string name) => Name(schema) + "." + Name(name);

    /// <summary>Quotes a full name <c>schema.table</c>.</summary>
    public static string Table(string fullName)
    {
        var dot = fullName.IndexOf('.', StringComparison.Ordinal);
        return Table(fullName[..dot], fullName[(dot + 1)..]);
    }
}
