using System.Globalization;
using MsokoAnalytics.Analysis;
using MsokoAnalytics.DuckDb;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Running;

namespace MsokoAnalytics.Models.Tests.Infrastructure;

/// <summary>A DuckDB in memory (or in a file) with the source tables of a project, empty.</summary>
internal sealed class TestDatabase : IDisposable
{
    public TestDatabase(ModelProject project, string dataSource = ":memory:")
    {
        Connection = new DuckDbConnection($"Data Source={dataSource};threads=2");
        Connection.Open();
        foreach (var source in project.Sources)
        {
            Execute($"CREATE SCHEMA IF NOT EXISTS {SqlText.Name(source.Schema)}");
            var columns = string.Join(", ", source.Columns.Select(c => $"{SqlText.Name(c.Name)} {c.Type}"));
            Execute($"CREATE TABLE IF NOT EXISTS {SqlText.Table(source.FullName)} ({columns})");
        }
    }

    public DuckDbConnection Connection { get; }

    public void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Rows as text: numbers invariant, NULL as an empty string.</summary>
    public List<string[]> Query(string sql, out string[] columns)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        var rows = new List<string[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)))]);
        return rows;
    }

    public List<string[]> Query(string sql) => Query(sql, out _);

    public string Scalar(string sql) => Query(sql)[0][0];

    /// <summary>Loads rows of a CSV text into a table; columns the text doesn't name stay NULL.</summary>
    public void Load(string fullName, IReadOnlyList<ColumnContract> contract, string csv)
    {
        var rows = SeedCsv.Read(csv).Select(r => r.Fields).ToList();
        var types = rows[0].Select(name => contract.FirstOrDefault(c => c.Name == name)?.Type
            ?? throw new InvalidOperationException($"{fullName} has no column {name}")).ToList();
        foreach (var row in rows.Skip(1))
        {
            if (row.Count != types.Count) throw new InvalidOperationException($"{fullName}: row «{string.Join(';', row)}» has {row.Count} fields of {types.Count}");
            var values = row.Zip(types, (cell, type) => $"CAST({SqlText.Literal(cell.Length == 0 ? null : cell)} AS {type})");
            Execute($"INSERT INTO {SqlText.Table(fullName)} ({SqlText.Names(rows[0])}) VALUES ({string.Join(", ", values)})");
        }
    }

    public BuildResult Build(ModelProject project, RunContext? context = null) =>
        RunAsync(project, context).GetAwaiter().GetResult();

    /// <summary>Builds and demands success.</summary>
    public BuildResult MustBuild(ModelProject project, RunContext? context = null)
    {
        var result = Build(project, context);
        Assert.True(result.Succeeded, string.Join(Environment.NewLine, result.Errors));
        return result;
    }

    /// <summary>Builds and demands success, without a thread that waits.</summary>
    public async Task<BuildResult> MustBuildAsync(ModelProject project, RunContext? context = null)
    {
        var result = await RunAsync(project, context);
        Assert.True(result.Succeeded, string.Join(Environment.NewLine, result.Errors));
        return result;
    }

    public void Dispose() => Connection.Dispose();

    private Task<BuildResult> RunAsync(ModelProject project, RunContext? context) =>
        new ModelRunner(Connection, project, (context ?? new RunContext("test")) with { Analyses = AnalysisSet.All, Another = Connection.Duplicate }).RunAsync();

    private static string Text(object value) => value switch
    {
        DBNull => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        System.Collections.IEnumerable list when value is not string =>
            "[" + string.Join(", ", list.Cast<object?>().Select(v => v is null ? "NULL" : Text(v))) + "]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
