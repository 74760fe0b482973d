namespace MsokoAnalytics.DuckDb.Tests;

/// <summary>Short ways to a database in memory.</summary>
internal static class Db
{
    /// <summary>A query that would run for hours and can be interrupted anywhere.</summary>
    public const string EndlessSql = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE (a.range * b.range) % 7 = 3";

    public static DuckDbConnection Memory(string settings = "threads=2")
    {
        var connection = new DuckDbConnection("Data Source=:memory:;" + settings);
        connection.Open();
        return connection;
    }

    public static DuckDbConnection File(string path, string settings = "threads=2")
    {
        var connection = new DuckDbConnection($"Data Source={path};{settings}");
        connection.Open();
        return connection;
    }

    public static DuckDbCommand Command(this DuckDbConnection connection, string sql, params object?[] positional)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in positional) command.Parameters.Add(new DuckDbParameter(value));
        return command;
    }

    public static int Run(this DuckDbConnection connection, string sql, params object?[] positional)
    {
        using var command = connection.Command(sql, positional);
        return command.ExecuteNonQuery();
    }

    public static object? Scalar(this DuckDbConnection connection, string sql, params object?[] positional)
    {
        using var command = connection.Command(sql, positional);
        return command.ExecuteScalar();
    }

    /// <summary>The first value of the first row as <typeparamref name="T"/>.</summary>
    public static T Value<T>(this DuckDbConnection connection, string sql, params object?[] positional)
    {
        using var command = connection.Command(sql, positional);
        using var reader = command.ExecuteReader();
        Xunit.Assert.True(reader.Read());
        return reader.GetFieldValue<T>(0);
    }

    /// <summary>All values of the first column.</summary>
    public static List<T> Column<T>(this DuckDbConnection connection, string sql, params object?[] positional)
    {
        using var command = connection.Command(sql, positional);
        using var reader = command.ExecuteReader();
        var values = new List<T>();
        while (reader.Read()) values.Add(reader.IsDBNull(0) && typeof(T) != typeof(object) ? default! : reader.GetFieldValue<T>(0));
        return values;
    }
}
