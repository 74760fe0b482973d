using System.Data.Common;

namespace MsokoAnalytics.Models.Running;

/// <summary>Short calls over an open connection; knows the transaction in progress.</summary>
internal sealed class Session(DbConnection connection)
{
    private DbTransaction? _transaction;

    public string EngineVersion => connection.ServerVersion;

    public async Task<int> ExecuteAsync(string sql, CancellationToken token, params (string Name, object? Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(token);
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql, Func<DbDataReader, T> read, CancellationToken token, params (string Name, object? Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(token);
        var rows = new List<T>();
        while (await reader.ReadAsync(token)) rows.Add(read(reader));
        return rows;
    }

    public async Task<long> CountAsync(string sql, CancellationToken token) =>
        (await QueryAsync(sql, reader => reader.GetInt64(0), token))[0];

    /// <summary>Runs <paramref name="work"/> in one transaction: all of it happens, or none.</summary>
    public async Task InTransactionAsync(Func<Task> work, CancellationToken token)
    {
        await using var transaction = await connection.BeginTransactionAsync(token);
        _transaction = transaction;
        try
        {
            await work();
            await transaction.CommitAsync(token);
        }
        finally
        {
            _transaction = null;
        }
    }

    private DbCommand Command(string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = _transaction;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
