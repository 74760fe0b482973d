using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Running;

/// <summary>Models built by parts on an invented project: results of works, counted by school of the time and by today's school.</summary>
public sealed class PartitionTests : IDisposable
{
    private readonly ProjectFolder _folder = new();

    public PartitionTests()
    {
        _folder.Write("sources/staging.yml", """
            schema: staging
            tables:
              - name: sheet
                caption: Листы
                columns: [{name: file_key, type: BIGINT}, {name: work, type: INTEGER}, {name: maximum, type: INTEGER}]
              - name: result
                caption: Результаты
                columns: [{name: file_key, type: BIGINT}, {name: pupil, type: INTEGER}, {name: school, type: INTEGER}, {name: score, type: INTEGER}]
              - name: correction
                caption: Исправления
                columns: [{name: file_key, type: BIGINT}, {name: corrected_key, type: BIGINT}, {name: pupil, type: INTEGER}, {name: score, type: INTEGER}]
              - name: school
                caption: Преемники
                columns: [{name: file_key, type: BIGINT}, {name: school, type: INTEGER}, {name: heir, type: INTEGER}]
              - name: later
                caption: После расчёта
                after_build: [work]
                columns: [{name: work, type: INTEGER}, {name: remark, type: VARCHAR}]
            """);
        _folder.Write("sources/ops.yml", """
            schema: ops
            tables:
              - name: source_file
                caption: Файлы
                columns: [{name: file_key, type: BIGINT}, {name: path, type: VARCHAR}, {name: sha256, type: VARCHAR}, {name: status, type: VARCHAR}, {name: run_id, type: VARCHAR}]
            """);
        Model("core.work", "SELECT s.file_key AS id, s.work, s.maximum FROM staging.sheet AS s", "{by: work, key: work, build: whole}", "id BIGINT", "work INTEGER", "maximum INTEGER");
        _folder.Model("core.patch", "SELECT c.corrected_key * 1000 + c.pupil AS id, c.corrected_key AS file_key, c.pupil, c.score FROM staging.correction AS c", Columns("id BIGINT", "file_key BIGINT", "pupil INTEGER", "score INTEGER"));
        _folder.Model("core.answer", "SELECT r.file_key * 1000 + r.pupil AS id, r.file_key, r.school, coalesce(c.score, r.score) AS score FROM staging.result AS r LEFT JOIN core.patch AS c ON c.file_key = r.file_key AND c.pupil = r.pupil",
            Columns("id BIGINT", "file_key BIGINT", "school INTEGER", "score INTEGER"), materialized: "view");
        _folder.Model("core.now", "SELECT s.school AS id, max(s.heir) AS heir FROM staging.school AS s GROUP BY s.school", Columns("id INTEGER", "heir INTEGER"));
        Model("core.sheet", "SELECT w.id, w.id AS file_key, w.work, w.maximum FROM core.work AS w", "{by: work, key: work, build: parts}", "id BIGINT", "file_key BIGINT", "work INTEGER", "maximum INTEGER");
        _folder.Model("core.fact", "SELECT a.id, s.work, a.school, a.score, s.maximum FROM core.answer AS a JOIN core.sheet AS s ON s.file_key = a.file_key",
            Columns("id BIGINT", "work INTEGER", "school INTEGER", "score INTEGER", "maximum INTEGER"),
            head: Head("{by: work, key: work, build: parts, through: {core.answer: {table: core.sheet, on: [file_key]}}}"),
            tests: "  - {type: in_range, column: score, max: 45, severity: warn, what: много баллов, when: всегда, fix: проверьте}\n");
        _folder.Model("core.member", "SELECT DISTINCT f.work * 100 + f.school AS id, f.work, f.school, f.school AS school_id FROM core.fact AS f",
            Columns("id INTEGER", "work INTEGER", "school INTEGER", "school_id INTEGER"), head: Head("{by: work, key: work, build: parts}"));
        Model("marts.school",
            "SELECT f.work * 100 + coalesce(n.heir, f.school) AS id, f.work, coalesce(n.heir, f.school) AS school, CAST(sum(f.score) AS INTEGER) AS total, rank() OVER (PARTITION BY f.work ORDER BY sum(f.score)) AS place "
            + "FROM core.fact AS f LEFT JOIN (SELECT n.id AS school, n.heir FROM core.now AS n) AS n ON n.school = f.school GROUP BY f.work, coalesce(n.heir, f.school)",
            "{by: work, key: work, build: parts}", "id INTEGER", "work INTEGER", "school INTEGER", "total INTEGER", "place BIGINT");
        // Partitions of another kind, seen through a view and the partitions of the table below it.
        _folder.Model("marts.shown", "SELECT f.id, f.work, f.score, l.remark FROM core.fact AS f LEFT JOIN staging.later AS l ON l.work = f.work",
            Columns("id BIGINT", "work INTEGER", "score INTEGER", "remark VARCHAR"), materialized: "view");
        Model("marts.pair", "SELECT CAST(s.work // 2 AS INTEGER) AS id, CAST(sum(s.score) AS INTEGER) AS total FROM marts.shown AS s GROUP BY CAST(s.work // 2 AS INTEGER)",
            "{by: pair, key: id, build: parts, through: {marts.shown: {table: core.sheet, key: work // 2, on: [work]}}}", "id INTEGER", "total INTEGER");
        // A view whose key has not the partition in it: new keys are looked up among the rows of the other partitions only.
        _folder.Model("marts.cut", "SELECT f.id, f.work FROM core.fact AS f", Columns("id BIGINT", "work INTEGER"), head: Head("{by: work, key: work, build: parts}", "view"));
        // Rolled up to heirs: only the schools that have or are an heir are counted anew, the partner is a view over them and the rest; a table reads it by partition.
        Model("core.moved", "SELECT f.work * 100 + f.school AS id, f.work, f.school FROM core.fact AS f JOIN core.now AS n ON n.id = f.school UNION "
            + "SELECT f.work * 100 + n.heir, f.work, n.heir FROM core.fact AS f JOIN core.now AS n ON n.id = f.school", "{by: work, key: work, build: parts}", "id INTEGER", "work INTEGER", "school INTEGER");
        _folder.Model("marts.total", "SELECT f.work * 100 + f.school AS id, f.work, f.school, CAST(sum(f.score) AS INTEGER) AS total FROM core.fact AS f GROUP BY f.work, f.school",
            Columns("id INTEGER", "work INTEGER", "school INTEGER", "total INTEGER"), head: Head("{by: work, key: work, build: parts}"), tests: """
            rolled_up:
              replace:
                core.fact AS f: "(SELECT x.work, coalesce(n.heir, x.school) AS school, x.score FROM core.fact AS x LEFT JOIN core.now AS n ON n.id = x.school) AS f SEMI JOIN core.moved AS m ON m.work = f.work AND m.school = f.school"
              moved: {table: core.moved, on: [work, school]}
            """);
        Model("marts.total_of_now", "SELECT t.id, t.work, t.school, t.total FROM marts.total_now AS t", "{by: work, key: work, build: parts}", "id INTEGER", "work INTEGER", "school INTEGER", "total INTEGER");
        _folder.Model("marts.all", "SELECT s.school AS id, CAST(sum(s.total) AS VARCHAR) AS value FROM marts.school AS s GROUP BY s.school");
        _folder.Model("marts.view", "SELECT s.id, CAST(s.place AS VARCHAR) AS value FROM marts.school AS s", materialized: "view");
    }

    /// <summary>A file replaces what its key held: a sheet of a work with results, a list of corrections of another file, or a list of heirs; no rows = it is gone.</summary>
    private sealed record Step(int Key, int Work, int Rows, int Kind)
    {
        public override string ToString() => $"{Kind}: {Key} ({Work}) × {Rows}";
    }

    private static Arbitrary<Step[]> Histories => Arb.From(
        (from key in Gen.Choose(1, 8) from work in Gen.Choose(1, 5) from rows in Gen.Choose(0, 4) from kind in Gen.Frequency((6, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2)))
         select new Step(key, work, rows, kind)).ArrayOf().Resize(14));

    [Fact]
    public void Any_history_of_files_gives_the_tables_and_checks_of_a_full_build() =>
        Check.One(Properties.Cases(12), Prop.ForAll(Histories, history =>
        {
            var project = _folder.Load();
            using var stepwise = new TestDatabase(project);
            using var atOnce = new TestDatabase(project);
            stepwise.MustBuild(project, new RunContext("r"));
            for (var i = 0; i < history.Length; i++)
            {
                Apply(stepwise, history[i], i);
                stepwise.MustBuild(project, new RunContext($"r{i}"));
                Apply(atOnce, history[i], i);
            }

            atOnce.MustBuild(project, new RunContext("all") { Force = true });
            foreach (var model in project.Models) Assert.Equal(Rows(atOnce, model.FullName), Rows(stepwise, model.FullName));
            // Counted anew for all schools.
            Assert.Equal(atOnce.Query("SELECT work, school, total FROM marts.school ORDER BY ALL").Select(r => string.Join('|', r)), stepwise.Query("SELECT work, school, total FROM marts.total_of_now ORDER BY ALL").Select(r => string.Join('|', r)));
            const string Prints = "SELECT part, content_hash, rows, model FROM ops.model_partition ORDER BY ALL";
            Assert.Equal(atOnce.Query(Prints).Select(r => string.Join('|', r)), stepwise.Query(Prints).Select(r => string.Join('|', r)));
            const string Checks = "SELECT model, check_name, failed_rows FROM ops.check_result JOIN ops.model_state USING (model, run_id) ORDER BY ALL";
            Assert.Equal(atOnce.Query(Checks).Select(r => string.Join('|', r)), stepwise.Query(Checks).Select(r => string.Join('|', r)));
        }));

    [Fact]
    public void Only_the_partitions_of_changed_files_are_built()
    {
        var project = _folder.Load();
        using var database = new TestDatabase(project);
        for (var work = 1; work <= 6; work++) Apply(database, new Step(work, work, 3, 0), work);
        Build("first");
        // What does not belong to work 3 is marked in place: a build that touches it would set it right.
        database.Execute("UPDATE core.fact SET score = 77 WHERE work <> 3");
        Apply(database, new Step(3, 3, 1, 1), 90);
        Build("second");
        Assert.Equal(["3|1003"], database.Query("SELECT work, score FROM core.fact WHERE score <> 77 AND score > 900").Select(r => string.Join('|', r)));
        Assert.Equal("15", database.Scalar("SELECT count(*) FROM core.fact WHERE score = 77"));

        void Build(string run) => database.MustBuild(project, new RunContext(run));
    }

    [Fact]
    public void Partitions_of_another_kind_are_built_only_where_what_they_see_has_changed()
    {
        var project = _folder.Load();
        using var database = new TestDatabase(project);
        for (var work = 1; work <= 9; work++) Apply(database, new Step(work, work, 2, 0), work);
        database.MustBuild(project, new RunContext("first"));
        Assert.Equal(["0", "1", "2", "3", "4"], database.Query("SELECT id FROM marts.pair ORDER BY 1").Select(r => r[0]));
        // Marked in place: a build that touches them would set them right.
        database.Execute("UPDATE marts.pair SET total = -1 WHERE id <> 2");
        Apply(database, new Step(5, 5, 1, 0), 50);
        database.MustBuild(project, new RunContext("second"));
        Assert.Equal(["0|-1", "1|-1", "3|-1", "4|-1"], database.Query("SELECT id, total FROM marts.pair WHERE id <> 2 ORDER BY 1").Select(r => string.Join('|', r)));
        Assert.Equal(database.Scalar("SELECT sum(score) FROM core.fact WHERE work IN (4, 5)"), database.Scalar("SELECT total FROM marts.pair WHERE id = 2"));
    }

    [Fact]
    public void What_is_filled_after_a_build_makes_no_partition_stale()
    {
        var project = _folder.Load();
        using var database = new TestDatabase(project);
        for (var work = 1; work <= 4; work++) Apply(database, new Step(work, work, 2, 0), work);
        database.MustBuild(project, new RunContext("first"));
        database.Execute("INSERT INTO staging.later SELECT DISTINCT work, 'сказано' FROM core.fact");
        var second = database.MustBuild(project, new RunContext("second"));
        Assert.All(second.Models, m => Assert.Equal(ModelStatus.Skipped, m.Status));
        Assert.Equal("8", database.Scalar("SELECT count(*) FROM marts.shown WHERE remark IS NOT NULL"));
    }

    [Fact]
    public void A_year_that_is_gone_leaves_no_row_and_a_new_one_is_added_to_what_stands()
    {
        var project = _folder.Load();
        using var database = new TestDatabase(project);
        for (var work = 1; work <= 4; work++) Apply(database, new Step(work, work, 2, 0), work);
        database.MustBuild(project, new RunContext("first"));
        Apply(database, new Step(2, 0, 0, 0), 10);
        Apply(database, new Step(7, 7, 2, 0), 11);
        database.MustBuild(project, new RunContext("second"));
        Assert.Equal(["1", "3", "4", "7"], database.Query("SELECT DISTINCT work FROM core.fact ORDER BY 1").Select(r => r[0]));
        Assert.Equal(["1", "3", "4", "7"], database.Query("SELECT DISTINCT work FROM marts.school ORDER BY 1").Select(r => r[0]));
        Assert.Equal("8", database.Scalar("SELECT rows FROM ops.model_state WHERE model = 'core.fact'"));
    }

    [Fact]
    public void A_repeated_key_in_an_old_partition_is_found_among_new_rows()
    {
        _folder.Write("core/fact.yml", File.ReadAllText(System.IO.Path.Combine(_folder.Path, "core/fact.yml")).Replace("columns: [id]", "columns: [school, score]", StringComparison.Ordinal));
        var project = _folder.Load();
        using var database = new TestDatabase(project);
        for (var work = 1; work <= 4; work++) Apply(database, new Step(work, work, 1, 0), work);
        database.MustBuild(project, new RunContext("first"));
        Apply(database, new Step(9, 5, 1, 0), 20);
        database.Execute("UPDATE staging.result SET score = (SELECT max(score) FROM staging.result WHERE file_key = 1), school = (SELECT max(school) FROM staging.result WHERE file_key = 1) WHERE file_key = 9");
        var result = database.Build(project, new RunContext("second"));
        Assert.False(result.Succeeded);
        Assert.Contains("таких ключей: 1", string.Join('\n', result.Errors), StringComparison.Ordinal);
        Assert.Equal("4", database.Scalar("SELECT count(*) FROM core.fact"));
    }

    [Fact]
    public void What_broke_a_condition_before_is_counted_on_among_new_rows_only()
    {
        var project = _folder.Load();
        using var database = new TestDatabase(project);
        for (var work = 4; work <= 5; work++) Apply(database, new Step(work, work, 2, 0), work);
        database.MustBuild(project, new RunContext("r1"));
        Assert.Equal("2|id=5001; id=5002", Found());
        // Marked in place: a look at what stands would count them no more.
        database.Execute("UPDATE core.fact SET score = 1");
        Apply(database, new Step(1, 1, 3, 0), 6);
        database.MustBuild(project, new RunContext("r2"));
        Assert.Equal("2|id=5001; id=5002", Found());
        Apply(database, new Step(6, 6, 3, 0), 7);
        database.MustBuild(project, new RunContext("r3"));
        Assert.Equal("5|id=6001; id=6002; id=6003", Found());
        // Rows are replaced: everything is looked at again.
        Apply(database, new Step(6, 6, 1, 0), 8);
        database.MustBuild(project, new RunContext("r4"));
        Assert.Equal("1|id=6001", Found());

        string Found() => string.Join('|', database.Query("SELECT failed_rows, sample FROM ops.check_result JOIN ops.model_state USING (model, run_id) WHERE model = 'core.fact' AND check_name LIKE 'in_range%'").Single());
    }

    [Fact]
    public void Of_a_partner_only_the_objects_that_changes_touch_are_computed()
    {
        var project = _folder.Load();
        using var database = new TestDatabase(project);
        Apply(database, new Step(1, 1, 3, 0), 1);
        Apply(database, new Step(2, 2, 3, 0), 2);
        database.Execute("DELETE FROM staging.result WHERE file_key = 2 AND school = 3");
        // School 3 was joined to school 2; of work 2 only school 2 is left to be touched.
        database.Execute("INSERT INTO staging.school VALUES (301, 3, 2)");
        database.MustBuild(project, new RunContext("first"));
        Assert.Equal(["1|2"], database.Query("SELECT work, school FROM marts.total_moved ORDER BY ALL").Select(r => string.Join('|', r)));
        Assert.Equal(
            database.Query("SELECT work, school, total FROM marts.school ORDER BY ALL").Select(r => string.Join('|', r)),
            database.Query("SELECT work, school, total FROM marts.total_now ORDER BY ALL").Select(r => string.Join('|', r)));
    }

    [Fact]
    public async Task A_model_that_looks_across_its_partitions_is_found_out()
    {
        var project = _folder.Load();
        using (var right = new TestDatabase(project))
        {
            Fill(right);
            right.MustBuild(project);
            Assert.Equal((11, 0), await Verified(right, project));
        }

        Model("marts.school", "SELECT f.id, CAST(count(*) OVER () AS INTEGER) AS total, f.work FROM core.fact AS f", "{by: work, key: work, build: parts}", "id BIGINT", "total INTEGER", "work INTEGER");
        _folder.Model("marts.all", "SELECT 1 AS id, CAST(count(*) AS VARCHAR) AS value FROM marts.school AS s");
        _folder.Model("marts.view", "SELECT 1 AS id, CAST(count(*) AS VARCHAR) AS value FROM marts.school AS s", materialized: "view");
        project = _folder.Load();
        using var wrong = new TestDatabase(project);
        Fill(wrong);
        wrong.MustBuild(project);
        Assert.Equal((11, 1), await Verified(wrong, project));

        static void Fill(TestDatabase database)
        {
            for (var work = 1; work <= 3; work++) Apply(database, new Step(work, work, 2, 0), work);
        }

        static async Task<(int, int)> Verified(TestDatabase database, ModelProject project)
        {
            var (models, differences) = await new PartitionVerifier(database.Connection, project, []).RunAsync();
            return (models, differences.Count);
        }
    }

    [Theory]
    [InlineData("{by: work, key: work, build: parts}", "ни одного входа")]
    [InlineData("{by: work, build: parts, through: {staging.sheet: {table: core.fact, on: [work]}}}", "нужен key")]
    [InlineData("{by: work, key: work, build: parts, through: {staging.sheet: {table: core.now, on: [work]}}}", "нет своего partition")]
    [InlineData("{by: work, key: work, build: parts, through: {staging.result: {table: core.fact, on: [work]}}}", "SQL эту таблицу не читает")]
    [InlineData("{by: work, key: work, build: parts, through: {staging.sheet: {table: core.fact, on: [pupil]}}}", "нет в обеих")]
    [InlineData("{by: work, key: work, build: some}", "whole")]
    [InlineData("{key: work, build: parts}", "нужно by")]
    [InlineData("{by: school, key: work, build: parts}", "ни одного входа")]
    public void A_contract_that_makes_no_sense_is_refused(string partition, string complaint)
    {
        Model("core.other", "SELECT s.file_key AS id, s.work FROM staging.sheet AS s", partition, "id BIGINT", "work INTEGER");
        Assert.Contains(_folder.Problems(), p => p.Contains(complaint, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private void Model(string name, string sql, string partition, params string[] columns) => _folder.Model(name, sql, Columns(columns), head: Head(partition));

    private static string Head(string partition, string materialized = "table") => $"""
        caption: Модель
        description: A model of a test.
        grain: One row per id.
        materialized: {materialized}
        known_bias: None known.
        sample_keys: [id]
        partition: {partition}
        """;

    private static string Columns(params string[] columns) => string.Concat(columns.Select(c => ProjectFolder.Column(c.Split(' ')[0], c.Split(' ')[1])));

    private static void Apply(TestDatabase database, Step step, int number)
    {
        var key = step.Key + (100 * step.Kind);
        foreach (var table in (string[])["staging.sheet", "staging.result", "staging.correction", "staging.school", "ops.source_file"]) database.Execute($"DELETE FROM {table} WHERE file_key = {key}");
        if (step.Rows == 0) return;
        database.Execute($"INSERT INTO ops.source_file (file_key, status, run_id) VALUES ({key}, 'loaded', 'load{number}')");
        if (step.Kind == 0) database.Execute($"INSERT INTO staging.sheet VALUES ({key}, {step.Work}, {step.Rows})");
        for (var i = 1; i <= step.Rows; i++)
        {
            var n = i.ToString(CultureInfo.InvariantCulture);
            database.Execute(step.Kind switch
            {
                0 => $"INSERT INTO staging.result VALUES ({key}, {n}, {(i + step.Key) % 4}, {(10 * step.Key) + (i * (number + 1) % 7)})",
                1 => $"INSERT INTO staging.correction VALUES ({key}, {step.Key}, {n}, {1000 + step.Work})",
                _ => $"INSERT INTO staging.school VALUES ({key}, {i - 1}, {(i + step.Work) % 4})",
            });
        }
    }

    private static List<string> Rows(TestDatabase database, string table) => [.. database.Query($"SELECT * FROM {table} ORDER BY ALL").Select(r => string.Join('|', r))];
}
