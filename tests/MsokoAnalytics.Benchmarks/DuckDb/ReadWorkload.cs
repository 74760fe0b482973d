using MsokoAnalytics.DuckDb;

namespace MsokoAnalytics.Benchmarks.DuckDb;

/// <summary>Ways of reading the same table; each gives a checksum, so that no reading can be left out.</summary>
internal sealed class ReadWorkload : IDisposable
{
    private const string TableSql =
        "CREATE TABLE numbers AS SELECT (range % 1000003)::INTEGER AS i, range AS b, range * 0.5::DOUBLE AS d, 'sch' || lpad((range % 999983)::VARCHAR, 6, '0') AS s FROM range($rows)";

    private readonly DuckDbConnection _connection;

    public ReadWorkload(int rows)
    {
        Rows = rows;
        _connection = new DuckDbConnection("Data Source=:memory:;threads=1");
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = TableSql;
        command.Parameters.AddWithValue("rows", rows);
        command.ExecuteNonQuery();
    }

    public int Rows { get; }

    /// <summary>Σ (k mod 1000003) for k below the number of rows.</summary>
    public long ExpectedSum
    {
        get
        {
            const long period = 1_000_003;
            var (full, rest) = Math.DivRem(Rows, period);
            return (full * (period * (period - 1) / 2)) + (rest * (rest - 1) / 2);
        }
    }

    /// <summary>Row loop with GetInt32.</summary>
    public long GetInt32()
    {
        using var reader = Open("SELECT i FROM numbers");
        var sum = 0L;
        while (reader.Read()) sum += reader.GetInt32(0);
        return sum;
    }

    /// <summary>Row loop with GetFieldValue&lt;int&gt;.</summary>
    public long GetFieldValue()
    {
        using var reader = Open("SELECT i FROM numbers");
        var sum = 0L;
        while (reader.Read()) sum += reader.GetFieldValue<int>(0);
        return sum;
    }

    /// <summary>Row loop with the boxing GetValue, as generic code reads.</summary>
    public long GetValue()
    {
        using var reader = Open("SELECT i FROM numbers");
        var sum = 0L;
        while (reader.Read()) sum += (int)reader.GetValue(0);
        return sum;
    }

    /// <summary>Chunks as spans.</summary>
    public long Span()
    {
        using var reader = Open("SELECT i FROM numbers");
        var sum = 0L;
        while (reader.ReadChunk(out var chunk))
            foreach (var value in chunk.Span<int>(0)) sum += value;
        return sum;
    }

    /// <summary>Row loop over INTEGER, BIGINT, DOUBLE and VARCHAR as a string; the sum is of the integers.</summary>
    public long FourColumns()
    {
        using var reader = Open("SELECT i, b, d, s FROM numbers");
        var (sum, other) = (0L, 0d);
        while (reader.Read())
        {
            sum += reader.GetInt32(0);
            other += reader.GetInt64(1) + reader.GetDouble(2) + reader.GetString(3).Length;
        }

        return other > 0 ? sum : -1;
    }

    public void Dispose() => _connection.Dispose();

    private DuckDbDataReader Open(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteReader();
    }
}
