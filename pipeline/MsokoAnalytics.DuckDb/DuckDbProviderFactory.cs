using System.Data.Common;

namespace MsokoAnalytics.DuckDb;

/// <summary>The factory of this provider's objects.</summary>
public sealed class DuckDbProviderFactory : DbProviderFactory
{
    /// <summary>The only instance.</summary>
    public static readonly DuckDbProviderFactory Instance = new();

    private DuckDbProviderFactory() { }

    public override DbConnection CreateConnection() => new DuckDbConnection();

    public override DbCommand CreateCommand() => new DuckDbCommand();

    public override DbParameter CreateParameter() => new DuckDbParameter();

    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new DuckDbConnectionStringBuilder();
}
