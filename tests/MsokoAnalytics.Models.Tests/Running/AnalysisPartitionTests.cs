using System.Globalization;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Models.Tests.Running;

/// <summary>A program that makes a table by parts: rows of a year stand on the year and the one before it.</summary>
public sealed class AnalysisPartitionTests : IDisposable
{
    private readonly ProjectFolder _folder = new();

    public AnalysisPartitionTests()
    {
        Model("core.row", "SELECT i.id, CAST(i.value AS INTEGER) AS year FROM staging.input AS i", "table", "{by: year, key: year}", "id", "year");
        Model("core.reach", "SELECT DISTINCT r.year * 10000 + x.year AS id, r.year AS year_to, x.year FROM core.row AS r JOIN core.row AS x ON x.year BETWEEN r.year - 1 AND r.year",
            "table", "{by: year, key: year_to}", "id", "year_to", "year");
        Model("marts.both", "SELECT q.year_to, r.year, r.id FROM core.reach AS q JOIN core.row AS r ON r.year = q.year", "analysis\nanalysis: count-1",
            "{by: year, key: id, build: parts, through: {core.row: {table: core.reach, key: year_to, on: [year]}}}", "id", "n");
    }

    [Fact]
    public async Task Only_the_new_year_is_made_and_the_table_is_that_of_a_full_build()
    {
        var project = _folder.Load();
        using var database = new TestDatabase(project);
        var counting = new Counting(ofAsked: true);
        foreach (var year in (int[])[2020, 2021, 2022, 2023]) Add(database, year, year - 2018);
        await Build(database, project, counting, "first");
        Add(database, 2024, 5);
        counting.Read.Clear();
        var built = (await Build(database, project, counting, "second")).Models.Single(m => m.Model == "marts.both");
        Assert.Equal(1, built.PartitionsBuilt);
        Assert.Equal([2023, 2024], counting.Read.Order());
        var rows = database.Query("SELECT id, n FROM marts.both ORDER BY id").Select(r => string.Join('|', r)).ToList();
        Assert.Equal(["2020|2", "2021|5", "2022|7", "2023|9", "2024|10"], rows);
        var (models, differences) = await new PartitionVerifier(database.Connection, project, [counting]).RunAsync();
        Assert.Equal((1, 0), (models, differences.Count));
        await Build(database, project, counting, "all", force: true);
        Assert.Equal(rows, database.Query("SELECT id, n FROM marts.both ORDER BY id").Select(r => string.Join('|', r)));
        Assert.Equal("0", database.Scalar("SELECT count(*) FROM duckdb_tables() WHERE temporary"));
    }

    [Fact]
    public async Task Rows_of_years_nobody_asked_for_stop_the_build()
    {
        var project = _folder.Load();
        using var database = new TestDatabase(project);
        var counting = new Counting(ofAsked: false);
        for (var year = 2020; year <= 2023; year++) Add(database, year, 2);
        await Build(database, project, counting, "first");
        Assert.NotEmpty((await new PartitionVerifier(database.Connection, project, [counting]).RunAsync()).Differences);
        Add(database, 2024, 2);
        var result = await new ModelRunner(database.Connection, project, new RunContext("second") { Analyses = [counting] }).RunAsync();
        Assert.Contains("разделов, которых не просили", Assert.Single(result.Errors), StringComparison.Ordinal);
        Assert.Equal("4", database.Scalar("SELECT count(*) FROM marts.both"));
    }

    public void Dispose() => _folder.Dispose();

    private static void Add(TestDatabase database, int year, int rows)
    {
        for (var i = 0; i < rows; i++) database.Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO staging.input VALUES ({(year * 100) + i}, '{year}')"));
    }

    private static async Task<BuildResult> Build(TestDatabase database, ModelProject project, IModelAnalysis analysis, string run, bool force = false)
    {
        var result = await new ModelRunner(database.Connection, project, new RunContext(run) { Analyses = [analysis], Force = force }).RunAsync();
        Assert.True(result.Succeeded, string.Join(Environment.NewLine, result.Errors));
        return result;
    }

    private void Model(string name, string sql, string materialized, string partition, params string[] columns) => _folder.Model(name, sql, string.Concat(columns.Select(c => ProjectFolder.Column(c, "INTEGER"))), head: $"""
        caption: Модель
        description: A model of a test.
        grain: One row per id.
        materialized: {materialized}
        known_bias: None known.
        sample_keys: [id]
        partition: {partition}
        """);

    /// <summary>Counts rows of the years that were asked for, or, wrongly, of all years it sees.</summary>
    private sealed class Counting(bool ofAsked) : IModelAnalysis
    {
        public string Name => "count-1";

        /// <summary>Years of the rows read.</summary>
        public HashSet<int> Read { get; } = [];

        public void Fill(AnalysisTask task)
        {
            var counts = new SortedDictionary<int, int>();
            using (var command = task.Connection.CreateCommand())
            {
                command.CommandText = task.InputSql;
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    Read.Add(reader.GetInt32(1));
                    var year = reader.GetInt32(ofAsked ? 0 : 1);
                    counts[year] = counts.GetValueOrDefault(year) + 1;
                }
            }

            using var writer = new RowWriter(task.Connection, task.Schema, task.Table);
            foreach (var (year, n) in counts) writer.Whole(year).Whole(n).End();
            writer.Complete();
        }
    }
}
