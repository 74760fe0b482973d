using System.Data.Common;
using Dapper;

namespace MsokoAnalytics.Operations;

/// <summary>Asks what a warehouse holds: one that was only loaded, or made by an earlier version, lacks tables.</summary>
internal static class Tables
{
    public static bool Exists(DbConnection connection, string schema, string name) => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = $schema AND table_name = $name", new { schema, name }) > 0;
}
