using System.Globalization;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Values as SQL, for statements whose rows are written out: preparing one for each row would cost more than the row.</summary>
internal static class SqlValue
{
    public static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "NULL";

    public static string Text(string? text) => text is null ? "NULL" : Quote(text);

    /// <summary>In one line: headers and names may be broken in their cells.</summary>
    public static string Quote(string text) => $"'{HeaderText.OneLine(text).Replace("'", "''", StringComparison.Ordinal)}'";

    public static string List(IReadOnlyList<string>? items) => items is null or { Count: 0 } ? "NULL" : $"[{string.Join(", ", items.Select(Quote))}]";

    public static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
