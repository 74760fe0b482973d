namespace MsokoAnalytics.Models.Running;

/// <summary>The settings of this build as a table, so that a model is SQL alone; their content is part of the hash of the models that read it.</summary>
internal static class BuildSettings
{
    public const string Table = "ops.setting";

    public static async Task WriteAsync(Session session, IReadOnlyDictionary<string, string> settings, CancellationToken token)
    {
        await session.ExecuteAsync($"CREATE TABLE IF NOT EXISTS {Table} (name VARCHAR NOT NULL, value VARCHAR NOT NULL)", token);
        await session.InTransactionAsync(
            async () =>
            {
                await session.ExecuteAsync($"DELETE FROM {Table}", token);
                foreach (var (name, value) in settings)
                    await session.ExecuteAsync($"INSERT INTO {Table} VALUES ({SqlText.Literal(name)}, {SqlText.Literal(value)})", token);
            },
            token);
    }

    /// <summary>All settings as one text.</summary>
    public static async Task<string> FingerprintAsync(Session session, CancellationToken token) =>
        string.Join('\n', await session.QueryAsync(
            $"SELECT name, value FROM {Table} ORDER BY name", reader => $"{reader.GetString(0)}={reader.GetString(1)}", token));
}
