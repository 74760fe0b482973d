namespace MsokoAnalytics.Models.Running;

/// <summary>Comparison of SQL type names.</summary>
internal static class SqlTypes
{
    private static readonly Dictionary<string, string> Families = new(StringComparer.Ordinal)
    {
        ["TINYINT"] = "whole", ["SMALLINT"] = "whole", ["INTEGER"] = "whole", ["BIGINT"] = "whole", ["HUGEINT"] = "whole",
        ["UTINYINT"] = "whole", ["USMALLINT"] = "whole", ["UINTEGER"] = "whole", ["UBIGINT"] = "whole",
        ["FLOAT"] = "fraction", ["DOUBLE"] = "fraction", ["DECIMAL"] = "fraction",
        ["TIMESTAMP"] = "time", ["TIMESTAMP WITH TIME ZONE"] = "time", ["TIMESTAMP_S"] = "time", ["TIMESTAMP_MS"] = "time",
        ["TIMESTAMP_NS"] = "time",
    };

    public static bool Same(string left, string right) => Normal(left) == Normal(right);

    /// <summary>Whether both are whole numbers, or both fractions, and so on; lists by their elements.</summary>
    public static bool SameFamily(string left, string right) => Family(Normal(left)) == Family(Normal(right));

    private static string Normal(string type) => type.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "INT" => "INTEGER",
        "TEXT" => "VARCHAR",
        "BOOL" => "BOOLEAN",
        "TIMESTAMPWITHTIMEZONE" or "TIMESTAMPTZ" => "TIMESTAMP WITH TIME ZONE",
        var other => other,
    };

    private static string Family(string type)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal)) return Family(type[..^2]) + "[]";
        var name = type.StartsWith("DECIMAL", StringComparison.Ordinal) ? "DECIMAL" : type;
        return Families.GetValueOrDefault(name, name);
    }
}
