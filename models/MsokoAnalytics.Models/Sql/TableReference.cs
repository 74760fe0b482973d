namespace MsokoAnalytics.Models.Sql;

/// <summary>A schema-qualified table name at a place of the SQL text where a table is read.</summary>
internal readonly record struct TableReference(string Schema, string Name, int Start, int Length)
{
    public string FullName => Schema + "." + Name;
}
