using System.Data.Common;
using Dapper;
using MsokoAnalytics.Models;
using MsokoAnalytics.Testing;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Operations.Tests;

/// <summary>A warehouse in memory and a small project of models over one source table of results.</summary>
internal sealed class TestWarehouse : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly WarehouseDatabase _database = WarehouseDatabase.Open(new WarehouseOptions());

    public TestWarehouse()
    {
        _folder.Write("sources/staging.yml", """
            schema: staging
            tables:
              - name: result
                caption: Строки
                columns:
                  - {name: file_key, type: BIGINT}
                  - {name: sheet_no, type: INTEGER}
                  - {name: row_no, type: INTEGER}
                  - {name: school, type: VARCHAR}
                  - {name: score, type: INTEGER}
            """);
        _folder.Write("sources/ops.yml", """
            schema: ops
            tables:
              - name: source_file
                caption: Файлы
                columns:
                  - {name: file_key, type: BIGINT}
            """);
        Connection.Execute("CREATE TABLE staging.result (file_key BIGINT, sheet_no INTEGER, row_no INTEGER, school VARCHAR, score INTEGER)");
    }

    public DbConnection Connection => _database.Connection;

    public string Folder => _folder.FullName;

    public ModelProject Project => ModelProject.Load(_folder.FullName);

    public void AddFile(long key, string path) => Connection.Execute(
        "INSERT INTO ops.source_file VALUES ($key, $sha, $path, 'csv', 1, now()::TIMESTAMP, 'loaded', NULL, NULL, 'v', 'r', now()::TIMESTAMP); "
        + "INSERT INTO ops.source_sheet VALUES ($key, 1, 'Лист1', 'form', 'loaded', NULL, 0, 0, 0, 0)",
        new { key, sha = "sha" + key, path });

    public void AddRow(long file, int row, string school, int score) =>
        Connection.Execute("INSERT INTO staging.result VALUES ($file, 1, $row, $school, $score)", new { file, row, school, score });

    /// <summary>A model; <paramref name="columns"/> as <c>name TYPE</c>, the first of them the key unless given.</summary>
    public void Model(string fullName, string sql, string[] columns, string extra = "", string? key = null)
    {
        var path = fullName.Replace('.', '/');
        _folder.Write(path + ".sql", sql);
        _folder.Write(path + ".yml",
            $"caption: Модель\ndescription: A model.\ngrain: One row.\nmaterialized: table\nknown_bias: None.\n{extra}\ncolumns:\n"
            + string.Concat(columns.Select(c => $"  - {{name: {c.Split(' ')[0]}, type: \"{c.Split(' ')[1]}\", caption: Столбец {c.Split(' ')[0]}, description: A column.}}\n"))
            + $"tests:\n  - {{type: unique, columns: [{key ?? columns[0].Split(' ')[0]}]}}\n");
    }

    public void Build()
    {
        var result = new ModelRunner(Connection, Project, new RunContext("r1")).RunAsync().GetAwaiter().GetResult();
        Xunit.Assert.True(result.Succeeded, string.Join(Environment.NewLine, result.Errors));
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }
}
