using System.Data.Common;
using System.Globalization;

namespace MsokoAnalytics.DuckDb;

/// <summary>
/// <c>Data Source=file.duckdb;access_mode=read_only;threads=2;memory_limit=4GB</c>: the path (or <c>:memory:</c>), and any of the
/// engine's global settings under its own name.
/// </summary>
public sealed class DuckDbConnectionStringBuilder : DbConnectionStringBuilder
{
    /// <summary>The data source of a database that lives in memory only.</summary>
    public const string InMemoryDataSource = ":memory:";

    /// <summary>The provider's own setting; the engine has none of the name.</summary>
    internal const string LargePagesKey = "large_pages";

    private const string DataSourceKey = "Data Source";

    private static readonly string[] DataSourceAliases = ["DataSource", "Filename", "File", "Path"];

    public DuckDbConnectionStringBuilder() { }

    public DuckDbConnectionStringBuilder(string? connectionString) => ConnectionString = connectionString;

    /// <summary>Path of the database file, or <c>:memory:</c>.</summary>
    public string DataSource
    {
        get
        {
            if (TryGetValue(DataSourceKey, out var value)) return Text(value);
            foreach (var alias in DataSourceAliases)
                if (TryGetValue(alias, out value)) return Text(value);
            return string.Empty;
        }
        set
        {
            foreach (var alias in DataSourceAliases) Remove(alias);
            this[DataSourceKey] = value;
        }
    }

    /// <summary>True for <c>access_mode=read_only</c>.</summary>
    public bool ReadOnly
    {
        get => string.Equals(Setting("access_mode"), "read_only", StringComparison.OrdinalIgnoreCase);
        set => this["access_mode"] = value ? "read_only" : "automatic";
    }

    /// <summary>Number of worker threads, or null for as many as the machine has.</summary>
    public int? Threads
    {
        get => Setting("threads") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        set => Assign("threads", value?.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Memory limit in the engine's notation (<c>4GB</c>), or null for its default.</summary>
    public string? MemoryLimit
    {
        get => Setting("memory_limit");
        set => Assign("memory_limit", value);
    }

    /// <summary>
    /// Bytes of memory for the engine's blocks to be kept in large pages until the database is closed, where the system gives these to those who ask (Linux); null for none.
    /// Elsewhere it does nothing.
    /// </summary>
    public long? LargePages
    {
        get => Setting(LargePagesKey) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;
        set => Assign(LargePagesKey, value?.ToString(CultureInfo.InvariantCulture));
    }

    internal bool IsInMemory => DataSource.Length == 0 || DataSource.StartsWith(InMemoryDataSource, StringComparison.OrdinalIgnoreCase);

    /// <summary>The engine's settings, sorted by name.</summary>
    internal SortedDictionary<string, string> Settings()
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string key in Keys)
        {
            if (key.Equals(DataSourceKey, StringComparison.OrdinalIgnoreCase) || DataSourceAliases.Contains(key, StringComparer.OrdinalIgnoreCase)) continue;
#pragma warning disable CA1308 // The engine's setting names are lower-case.
            settings[key.Trim().Replace(' ', '_').ToLowerInvariant()] = Text(this[key]);
#pragma warning restore CA1308
        }

        return settings;
    }

    private string? Setting(string name) => TryGetValue(name, out var value) ? Text(value) : null;

    private void Assign(string name, string? value)
    {
        if (value is null) Remove(name);
        else this[name] = value;
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim() ?? string.Empty;
}
