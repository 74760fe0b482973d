using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Running;

/// <summary>Files come, change and go: what is built step by step is what is built at once, and only what depends on a file is built for it.</summary>
public sealed class IncrementalBuildTests : IDisposable
{
    private readonly ProjectFolder _folder = new();

    public IncrementalBuildTests()
    {
        _folder.Write("sources/staging.yml", """
            schema: staging
            tables:
              - name: sheet
                caption: Листы
                columns: [{name: file_key, type: BIGINT}, {name: year, type: INTEGER}]
              - name: result
                caption: Результаты
                columns: [{name: file_key, type: BIGINT}, {name: score, type: INTEGER}]
              - name: journal
                caption: Журналы
                columns: [{name: file_key, type: BIGINT}, {name: mark, type: INTEGER}]
            """);
        _folder.Write("sources/ops.yml", """
            schema: ops
            tables:
              - name: source_file
                caption: Файлы
                columns: [{name: file_key, type: BIGINT}, {name: path, type: VARCHAR}, {name: sha256, type: VARCHAR}, {name: status, type: VARCHAR}, {name: run_id, type: VARCHAR}]
            """);
        // Sheets of journals name no year, as in the warehouse.
        _folder.Model("core.work", "SELECT s.file_key AS id, CAST(s.year AS VARCHAR) AS value FROM staging.sheet AS s WHERE s.year IS NOT NULL", columns: Columns("BIGINT", "VARCHAR"));
        _folder.Model("core.fact", "SELECT r.file_key * 1000 + r.score AS id, w.value FROM staging.result AS r JOIN core.work AS w ON w.id = r.file_key", columns: Columns("BIGINT", "VARCHAR"));
        _folder.Model("marts.year", "SELECT CAST(f.value AS INTEGER) AS id, CAST(count(*) AS VARCHAR) AS value FROM core.fact AS f GROUP BY f.value");
        _folder.Model("marts.journal", "SELECT j.file_key AS id, CAST(sum(j.mark) AS VARCHAR) AS value FROM staging.journal AS j GROUP BY j.file_key", columns: Columns("BIGINT", "VARCHAR"));
        _folder.Model("marts.total", "SELECT 1 AS id, CAST(count(*) AS VARCHAR) AS value FROM marts.year AS y");
    }

    /// <summary>A file (of results or a journal) with so many rows replaces what the key held; no rows = the file is gone.</summary>
    private sealed record Step(int Key, bool IsJournal, int Year, int Rows)
    {
        public override string ToString() => $"{(IsJournal ? "журнал" : "результаты")} {Key}: {Rows} строк, {Year}";
    }

    private static Arbitrary<Step[]> Histories => Arb.From(
        (from key in Gen.Choose(1, 6) from year in Gen.Choose(2021, 2023) from rows in Gen.Choose(0, 3) select new Step(key, key > 4, year, rows)).ArrayOf().Resize(12));

    [Fact]
    public void Any_history_of_files_gives_the_tables_of_a_full_build() =>
        Check.One(Properties.Cases(25), Prop.ForAll(Histories, history =>
        {
            var project = _folder.Load();
            using var stepwise = new TestDatabase(project);
            using var atOnce = new TestDatabase(project);
            stepwise.MustBuild(project, new RunContext("r0"));
            for (var i = 0; i < history.Length; i++)
            {
                Apply(stepwise, history[i], i);
                stepwise.MustBuild(project, new RunContext($"r{i + 1}"));
                Apply(atOnce, history[i], i);
            }

            atOnce.MustBuild(project, new RunContext("all") { Force = true });
            foreach (var model in project.Models) Assert.Equal(Rows(atOnce, model.FullName), Rows(stepwise, model.FullName));
        }));

    [Fact]
    public void A_file_touches_only_what_depends_on_it()
    {
        var project = _folder.Load();
        using var database = new TestDatabase(project);
        Apply(database, new Step(1, false, 2021, 3), 0);
        Apply(database, new Step(5, true, 0, 2), 1);
        database.MustBuild(project, new RunContext("r1"));

        Assert.Equal([], Built(database, project));
        Apply(database, new Step(6, true, 0, 2), 2);
        Assert.Equal(["core.work", "marts.journal"], Built(database, project));
        Apply(database, new Step(2, false, 2022, 2), 3);
        Assert.Equal(["core.fact", "core.work", "marts.total", "marts.year"], Built(database, project));
        // One more file of a year that is there: the years are counted as before, but their rows are not, and the total is built on the rows.
        Apply(database, new Step(3, false, 2022, 1), 4);
        Assert.Equal(["core.fact", "core.work", "marts.total", "marts.year"], Built(database, project));
        Apply(database, new Step(5, true, 0, 1), 5);
        Assert.Equal(["core.work", "marts.journal"], Built(database, project));
    }

    public void Dispose() => _folder.Dispose();

    private static string Columns(string id, string value) => ProjectFolder.Column("id", id) + ProjectFolder.Column("value", value);

    private static List<string> Built(TestDatabase database, ModelProject project) =>
        [.. database.MustBuild(project, new RunContext(Guid.NewGuid().ToString("N"))).Models.Where(m => m.Status == ModelStatus.Built).Select(m => m.Model).Order(StringComparer.Ordinal)];

    private static void Apply(TestDatabase database, Step step, int number)
    {
        foreach (var table in (string[])["staging.sheet", "staging.result", "staging.journal", "ops.source_file"]) database.Execute($"DELETE FROM {table} WHERE file_key = {step.Key}");
        if (step.Rows == 0) return;
        database.Execute($"INSERT INTO ops.source_file (file_key, status, run_id) VALUES ({step.Key}, 'loaded', 'load{number}')");
        database.Execute($"INSERT INTO staging.sheet VALUES ({step.Key}, {(step.IsJournal ? "NULL" : step.Year.ToString(System.Globalization.CultureInfo.InvariantCulture))})");
        for (var i = 1; i <= step.Rows; i++) database.Execute($"INSERT INTO staging.{(step.IsJournal ? "journal" : "result")} VALUES ({step.Key}, {i})");
    }

    private static List<string> Rows(TestDatabase database, string table) => [.. database.Query($"SELECT * FROM {table} ORDER BY ALL").Select(r => string.Join('|', r))];
}
