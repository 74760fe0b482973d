using System.Globalization;

namespace MsokoAnalytics.DuckDb.Types;

/// <summary>The engine's types as SQL writes them.</summary>
internal static class TypeNames
{
    public static string Of(LogicalType type) => type.Id switch
    {
        DuckDbType.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({type.Width},{type.Scale})"),
        DuckDbType.Enum => "ENUM(" + string.Join(", ", type.EnumValues.Select(v => "'" + v.Replace("'", "''", StringComparison.Ordinal) + "'")) + ")",
        DuckDbType.List => type.Children[0].Name + "[]",
        DuckDbType.Array => string.Create(CultureInfo.InvariantCulture, $"{type.Children[0].Name}[{type.ArraySize}]"),
        DuckDbType.Map => $"MAP({type.Children[0].Name}, {type.Children[1].Name})",
        DuckDbType.Struct => "STRUCT(" + Members(type) + ")",
        DuckDbType.Union => "UNION(" + Members(type) + ")",
        _ => Of(type.Id),
    };

    public static string Of(DuckDbType type) => type switch
    {
        DuckDbType.TimestampS => "TIMESTAMP_S",
        DuckDbType.TimestampMs => "TIMESTAMP_MS",
        DuckDbType.TimestampNs => "TIMESTAMP_NS",
        DuckDbType.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        DuckDbType.TimeTz => "TIME WITH TIME ZONE",
        DuckDbType.TimeNs => "TIME_NS",
        DuckDbType.SqlNull => "NULL",
        _ => type.ToString().ToUpperInvariant(),
    };

    private static string Members(LogicalType type) =>
        string.Join(", ", type.ChildNames.Zip(type.Children, (name, child) => Quote(name) + " " + child.Name));

    private static string Quote(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && !char.IsAsciiDigit(name[0])
            ? name
            : "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
