using System.Data;
using System.Data.Common;

namespace MsokoAnalytics.DuckDb;

public sealed partial class DuckDbConnection
{
    private static readonly Dictionary<string, (string Sql, string[] Restrictions)> SchemaCollections = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Tables"] = ("SELECT table_catalog, table_schema, table_name, table_type FROM information_schema.tables", ["table_catalog", "table_schema", "table_name", "table_type"]),
        ["Columns"] = ("SELECT table_catalog, table_schema, table_name, column_name, ordinal_position, column_default, is_nullable, data_type, character_maximum_length, numeric_precision, numeric_scale FROM information_schema.columns", ["table_catalog", "table_schema", "table_name", "column_name"]),
        ["Schemas"] = ("SELECT catalog_name, schema_name FROM information_schema.schemata", ["catalog_name", "schema_name"]),
        ["Indexes"] = ("SELECT database_name, schema_name, table_name, index_name, is_unique, is_primary FROM duckdb_indexes()", ["database_name", "schema_name", "table_name", "index_name"]),
    };

    public override DataTable GetSchema() => GetSchema(DbMetaDataCollectionNames.MetaDataCollections);

    public override DataTable GetSchema(string collectionName) => GetSchema(collectionName, []);

    /// <summary>Collections: MetaDataCollections, Restrictions, Tables, Columns, Schemas, Indexes.</summary>
    public override DataTable GetSchema(string collectionName, string?[] restrictionValues)
    {
        if (collectionName.Equals(DbMetaDataCollectionNames.MetaDataCollections, StringComparison.OrdinalIgnoreCase)) return Collections();
        if (collectionName.Equals(DbMetaDataCollectionNames.Restrictions, StringComparison.OrdinalIgnoreCase)) return Restrictions();
        if (!SchemaCollections.TryGetValue(collectionName, out var collection)) throw new ArgumentException($"Нет коллекции сведений «{collectionName}».", nameof(collectionName));
        if (restrictionValues.Length > collection.Restrictions.Length) throw new ArgumentException($"У «{collectionName}» не больше {collection.Restrictions.Length} ограничений.", nameof(restrictionValues));

        using var command = CreateCommand();
        var conditions = new List<string>();
        for (var i = 0; i < restrictionValues.Length; i++)
        {
            if (restrictionValues[i] is not { } value) continue;
            command.Parameters.Add(new DuckDbParameter(value));
            conditions.Add($"{collection.Restrictions[i]} = ${command.Parameters.Count}");
        }

        command.CommandText = collection.Sql + (conditions.Count > 0 ? " WHERE " + string.Join(" AND ", conditions) : string.Empty) + " ORDER BY ALL";
        using var reader = command.ExecuteReader();
        var table = new DataTable(collectionName) { Locale = System.Globalization.CultureInfo.InvariantCulture };
        table.Load(reader);
        return table;
    }

    private static DataTable Collections()
    {
        var table = new DataTable(DbMetaDataCollectionNames.MetaDataCollections) { Locale = System.Globalization.CultureInfo.InvariantCulture };
        table.Columns.Add("CollectionName", typeof(string));
        table.Columns.Add("NumberOfRestrictions", typeof(int));
        foreach (var (name, collection) in SchemaCollections) table.Rows.Add(name, collection.Restrictions.Length);
        return table;
    }

    private static DataTable Restrictions()
    {
        var table = new DataTable(DbMetaDataCollectionNames.Restrictions) { Locale = System.Globalization.CultureInfo.InvariantCulture };
        table.Columns.Add("CollectionName", typeof(string));
        table.Columns.Add("RestrictionName", typeof(string));
        table.Columns.Add("RestrictionNumber", typeof(int));
        foreach (var (name, collection) in SchemaCollections)
            for (var i = 0; i < collection.Restrictions.Length; i++) table.Rows.Add(name, collection.Restrictions[i], i + 1);
        return table;
    }
}
