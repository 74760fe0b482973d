using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using MsokoAnalytics.DuckDb;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary><c>msoko export</c>: what is read back is what is in the warehouse; what goes outside hides small groups.</summary>
[Collection(DemoRun.Name)]
public sealed class ExportTests(DemoWorld demo) : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Parquet_read_back_equals_the_warehouse_and_the_manifest_tells_all()
    {
        var (folder, manifest) = Export("--format", "parquet");
        using var connection = new DuckDbConnection($"Data Source={demo.Warehouse};access_mode=read_only");
        connection.Open();
        var tables = manifest.GetProperty("tables").EnumerateArray().ToList();
        var expected = connection.Query<string>("SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_schema IN ('core', 'marts') ORDER BY 1");
        Assert.Equal(expected, tables.Select(t => t.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        foreach (var table in tables)
        {
            var name = table.GetProperty("name").GetString()!;
            var file = Path.Combine(folder, table.GetProperty("file").GetString()!);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))), table.GetProperty("sha256").GetString());
            Assert.Equal(0, connection.ExecuteScalar<long>($"SELECT count(*) FROM (SELECT * FROM {name} EXCEPT ALL SELECT * FROM read_parquet('{file}'))"));
            var rows = connection.ExecuteScalar<long>($"SELECT count(*) FROM read_parquet('{file}')");
            Assert.Equal((rows, connection.ExecuteScalar<long>($"SELECT count(*) FROM {name}")), (table.GetProperty("rows").GetInt64(), rows));
            Assert.Equal(
                connection.Query<(string, string)>($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet('{file}'))"),
                table.GetProperty("columns").EnumerateArray().Select(c => (c.GetProperty("name").GetString()!, c.GetProperty("type").GetString()!)));
            Assert.Equal(64, table.GetProperty("model_hash").GetString()!.Length);
            Assert.NotEmpty(table.GetProperty("run_id").GetString()!);
        }

        Assert.Equal([Path.GetFileName(folder)], Directory.GetFileSystemEntries(_folder.FullName).Select(Path.GetFileName));
    }

    [Fact]
    public void Csv_holds_every_row()
    {
        var (folder, manifest) = Export("--format", "csv", "--layer", "marts");
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        foreach (var table in manifest.GetProperty("tables").EnumerateArray())
        {
            Assert.StartsWith("marts.", table.GetProperty("name").GetString(), StringComparison.Ordinal);
            var file = Path.Combine(folder, table.GetProperty("file").GetString()!);
            Assert.Equal(table.GetProperty("rows").GetInt64(), connection.ExecuteScalar<long>($"SELECT count(*) FROM read_csv('{file}', all_varchar = true, header = true, delim = ',')"));
        }
    }

    [Fact]
    public void Outside_goes_no_pupil_no_class_and_no_small_group()
    {
        var (folder, manifest) = Export("--audience", "external");
        var tables = manifest.GetProperty("tables").EnumerateArray().ToList();
        Assert.All(tables, t => Assert.StartsWith("marts.", t.GetProperty("name").GetString(), StringComparison.Ordinal));
        Assert.All(tables.SelectMany(t => t.GetProperty("columns").EnumerateArray()), c => Assert.False(c.GetProperty("personal").GetBoolean()));
        Assert.Contains(manifest.GetProperty("withheld").EnumerateArray(), w => w.GetProperty("name").GetString() == "core.fct_participant_result");
        Assert.False(Directory.Exists(Path.Combine(folder, "core")));

        using var connection = new DuckDbConnection($"Data Source={demo.Warehouse};access_mode=read_only");
        connection.Open();
        string Mart(string name) => $"read_parquet('{Path.Combine(folder, "marts", name + ".parquet")}')";
        long Count(string sql) => connection.ExecuteScalar<long>(sql);
        var results = Mart("mart_work_results");
        foreach (var name in (ReadOnlySpan<string>)["mart_work_results", "mart_journal_comparison", "mart_journal_matrix", "mart_score_distribution", "mart_task_results", "mart_scope"])
            Assert.Equal(0, Count($"SELECT count(*) FROM {Mart(name)} WHERE scope = 'class'"));
        Assert.Equal(0, Count($"SELECT count(*) FROM {results} WHERE source = 'computed' AND (n_writers BETWEEN 1 AND 9 OR n_marked BETWEEN 1 AND 9 OR pass_pct IN (0, 100) OR quality_pct IN (0, 100))"));
        Assert.Equal(0, Count($"SELECT count(*) FROM {Mart("mart_journal_comparison")} WHERE source = 'computed' AND (n_both BETWEEN 1 AND 9 OR confirmed_pct IN (0, 100) OR lowered_pct IN (0, 100))"));
        Assert.Equal(0, Count($"SELECT count(*) FROM {Mart("mart_task_results")} WHERE n BETWEEN 1 AND 9 OR mean_pct IN (0, 100)"));
        // Something is hidden, and much is still published.
        Assert.InRange(Count($"SELECT count(*) FROM {results} WHERE scope = 'school' AND n_writers IS NULL"), 1, Count($"SELECT count(*) FROM {results} WHERE scope = 'school' AND n_writers > 0"));

        // Municipality minus its published schools, for each additive column: nothing, or a group that is large and mixed.
        Assert.Equal(0, Count(
            $"""
            WITH rest AS (
                SELECT m.work_id, m.n_writers - coalesce(sum(s.n_writers), 0) AS n
                FROM {results} AS m LEFT JOIN {results} AS s ON s.work_id = m.work_id AND s.scope = 'school' AND s.municipality_id = m.scope_id AND s.n_writers IS NOT NULL
                WHERE m.scope = 'municipality' AND m.n_writers IS NOT NULL
                GROUP BY m.work_id, m.scope_id, m.n_writers
            )
            SELECT count(*) FROM rest WHERE n <> 0 AND n < 10
            """));
        Assert.Equal(0, Count(
            $"""
            WITH rest AS (
                SELECT m.n_marked - coalesce(sum(s.n_marked), 0) AS n, m.n2 - coalesce(sum(s.n2), 0) AS n2
                FROM {results} AS m LEFT JOIN {results} AS s ON s.work_id = m.work_id AND s.scope = 'school' AND s.municipality_id = m.scope_id AND s.n_marked IS NOT NULL
                WHERE m.scope = 'municipality' AND m.n_marked IS NOT NULL
                GROUP BY m.work_id, m.scope_id, m.n_marked, m.n2
            )
            SELECT count(*) FROM rest WHERE n <> 0 AND (n < 10 OR n2 = 0 OR n2 = n)
            """));
        // The same in a table whose rows are left out: the pupils of a hidden school's scores.
        Assert.Equal(0, Count(
            $"""
            WITH n AS (SELECT work_id, scope, scope_id, sum(n) AS n FROM {Mart("mart_score_distribution")} GROUP BY ALL),
            rest AS (
                SELECT m.n - coalesce(sum(s.n), 0) AS n
                FROM n AS m LEFT JOIN n AS s ON s.work_id = m.work_id AND s.scope = 'school'
                WHERE m.scope = 'municipality'
                GROUP BY m.work_id, m.n
            )
            SELECT count(*) FROM rest WHERE n <> 0 AND n < 10
            """));
    }

    [Theory]
    [InlineData("min_n: 1\nlevels: [school]\n", "min_n")]
    [InlineData("min_n: 10\nlevels: [school]\ntables:\n  core.fct_participant_result:\n    open: [work_id]\n", "таблицы core наружу не отдаются")]
    [InlineData("min_n: 10\nlevels: [school]\ntables:\n  marts.mart_work:\n    open: [no_such]\n", "столбца «no_such» нет")]
    [InlineData("min_n: 10\nlevels: [school]\nlevles: [class]\n", "levles")]
    public void A_wrong_policy_lets_nothing_out(string policy, string says)
    {
        var run = Msoko.Run("export", "--audience", "external", "--disclosure", _folder.Write("policy.yml", policy), "-w", demo.Warehouse, "--out", _folder.PathOf("out"));
        Assert.Equal(8, run.ExitCode);
        Assert.Contains(says, run.All, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.PathOf("out")));
    }

    public void Dispose() => _folder.Dispose();

    private (string Folder, JsonElement Manifest) Export(params string[] args)
    {
        var run = Msoko.Run(["export", .. args, "-w", demo.Warehouse, "--out", _folder.FullName]);
        Assert.True(run.ExitCode == 0, run.All);
        var folder = Assert.Single(Directory.GetDirectories(_folder.FullName));
        return (folder, JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json"))).RootElement);
    }
}
