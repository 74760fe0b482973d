using System.Runtime.InteropServices;
using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models.Running;
using MsokoAnalytics.Models.Tests.Infrastructure;

namespace MsokoAnalytics.Models.Tests.Running;

public sealed class ModelRunnerTests : IDisposable
{
    private const string FromInput = "SELECT i.id, i.value FROM staging.input AS i";
    private const string FromA = "SELECT a.id, a.value FROM core.a AS a";
    private readonly ProjectFolder _folder = new();
    private TestDatabase? _database;

    public ModelRunnerTests()
    {
        _folder.Model("core.a", FromInput);
        _folder.Model("marts.b", FromA);
        _folder.Model("marts.v", "SELECT b.id, b.value FROM marts.b AS b", materialized: "view");
    }

    private TestDatabase Database => _database ??= new TestDatabase(_folder.Load());

    public void Dispose()
    {
        _database?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Tables_and_views_are_published_under_their_names()
    {
        Insert(1, "x");
        var result = Build("r1");
        Assert.All(result.Models, m => Assert.Equal(ModelStatus.Built, m.Status));
        Assert.Equal("x", Database.Scalar("SELECT value FROM marts.v"));
        Assert.Equal(["core.a BASE TABLE", "marts.b BASE TABLE", "marts.v VIEW"], Objects());
        // The view reads the published table, not the name it had while it was built.
        Assert.DoesNotContain("__next", Database.Scalar("SELECT sql FROM duckdb_views() WHERE view_name = 'v'"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_not_changed_is_skipped()
    {
        Insert(1, "x");
        Build("r1");
        Assert.Equal("skipped skipped skipped", Statuses(Build("r2")));
        Insert(2, "y");
        Assert.Equal("built built built", Statuses(Build("r3")));
        _folder.Model("marts.b", FromA + " WHERE a.id > 1");
        Assert.Equal("skipped built built", Statuses(Build("r4")));
        Assert.Equal("built built built", Statuses(Build("r5", c => c with { Force = true })));
    }

    [Fact]
    public void A_table_that_came_out_as_it_was_leaves_what_reads_it_alone()
    {
        Insert(1, "x");
        Build("r1");
        Assert.Equal("built skipped skipped", Statuses(Build("r2", c => c with { SourceFingerprint = "new files" })));
        _folder.Model("core.a", FromInput + " WHERE i.id > 0");
        Assert.Equal("built skipped skipped", Statuses(Build("r3")));
        // The same numbers in another type are another content.
        _folder.Model("core.a", "SELECT CAST(i.id AS BIGINT) AS id, i.value FROM staging.input AS i", columns: ProjectFolder.Column("id", "BIGINT") + ProjectFolder.Column("value", "VARCHAR"));
        _folder.Model("marts.b", "SELECT CAST(a.id AS INTEGER) AS id, a.value FROM core.a AS a");
        Assert.Equal("built built skipped", Statuses(Build("r4")));
    }

    [Fact]
    public void A_table_somebody_dropped_is_built_again()
    {
        Build("r1");
        Database.Execute("DROP TABLE marts.b");
        Assert.Equal("skipped built skipped", Statuses(Build("r2")));
    }

    [Fact]
    public void A_failing_check_leaves_every_old_table()
    {
        Insert(1, "x");
        Build("r1");
        Insert(1, "y");
        var result = Build("r2");
        Assert.False(result.Succeeded);
        Assert.Equal("failed not_run not_run", Statuses(result));
        Assert.StartsWith("core.a, проверка unique(id): ключ (id) повторяется (таких ключей: 1); например: id=1. Когда важно: ", Assert.Single(result.Errors), StringComparison.Ordinal);
        Assert.Equal("x", Database.Scalar("SELECT string_agg(value, ',') FROM core.a"));
        Assert.Equal("x", Database.Scalar("SELECT string_agg(value, ',') FROM marts.b"));
        Assert.Equal(["core.a BASE TABLE", "marts.b BASE TABLE", "marts.v VIEW"], Objects());
    }

    [Fact]
    public void A_late_failure_discards_the_models_built_before_it()
    {
        Insert(1, "x");
        Build("r1");
        Insert(2, "y");
        _folder.Model("marts.b", FromA, tests: "  - {type: row_count, max: 1}\n");
        var result = Build("r2");
        Assert.Equal("discarded failed not_run", Statuses(result));
        Assert.StartsWith("marts.b, проверка row_count: число строк вне границ [0; 1] (строк: 2). Когда важно: ", Assert.Single(result.Errors), StringComparison.Ordinal);
        Assert.Equal("1", Database.Scalar("SELECT count(*) FROM core.a"));
        // Once the cause is gone, everything is built: nothing of the failed run counts as done.
        _folder.Model("marts.b", FromA);
        Assert.Equal("built built built", Statuses(Build("r3")));
        Assert.Equal("2", Database.Scalar("SELECT count(*) FROM marts.v"));
    }

    [Fact]
    public void A_warning_is_reported_and_the_build_goes_on()
    {
        Insert(1, "x");
        Insert(2, "");
        _folder.Model("core.a", FromInput, tests: """
              - type: expression
                name: value_is_filled
                expression: value <> ''
                severity: warn
                what: значение пусто
                when: всегда
                fix: заполнить

            """);
        var result = Build("r1");
        Assert.True(result.Succeeded);
        var broken = Assert.Single(result.BrokenChecks);
        Assert.Equal(("core.a", "value_is_filled", CheckSeverity.Warn, 1L, "id=2"), (broken.Model, broken.Name, broken.Severity, broken.FailedRows, broken.Sample));
        Assert.Equal(
            "core.a, проверка value_is_filled: значение пусто (таких строк: 1); например: id=2. Когда важно: всегда. Что делать: заполнить", broken.Message);
        Assert.Equal("2", Database.Scalar("SELECT count(*) FROM marts.v"));
    }

    [Theory]
    [InlineData("{type: not_null, columns: [value]}", "(1, 'x'), (2, NULL)", 1, "в столбцах value есть пустые значения")]
    [InlineData("{type: accepted_values, column: value, values: [x, y]}", "(1, 'x'), (2, 'y'), (3, 'z'), (4, NULL)", 2, "в столбце value есть значения не из списка: x, y")]
    [InlineData("{type: accepted_values, column: value, values: [x], allow_null: true}", "(1, 'x'), (2, NULL)", 0, null)]
    [InlineData("{type: accepted_values, column: value, values: [x], allow_null: true}", "(1, 'z'), (2, NULL)", 1, "в столбце value есть значения не из списка: x")]
    [InlineData("{type: in_range, column: id, min: 2}", "(1, 'x'), (2, 'x'), (NULL, 'x')", 1, "значения id вне границ [2; +∞]")]
    [InlineData("{type: in_range, column: id, min: -1, max: 1.5}", "(-2, 'x'), (1, 'x'), (2, 'x')", 2, "значения id вне границ [-1; 1.5]")]
    [InlineData("{type: relationships, column: id, to: core.r, field: id}", "(1, 'x'), (3, 'x'), (5, 'x'), (NULL, 'x')", 2, "значений (id) нет в core.r")]
    [InlineData("{type: relationships, columns: [id, value], to: core.r, fields: [id, value]}", "(1, 'r'), (2, 'x')", 1, "значений (id, value) нет в core.r")]
    [InlineData("{type: row_count, min: 2}", "(1, 'x')", 1, "число строк вне границ [2; +∞]")]
    [InlineData("{type: row_count, min: 1, max: 1}", "(1, 'x')", 0, null)]
    [InlineData("{type: unique, column: value}", "(1, 'x'), (2, 'x'), (3, 'y'), (4, 'y'), (5, 'z')", 2, "ключ (value) повторяется")]
    [InlineData("{type: unique, column: value, where: id > 2}", "(1, 'x'), (2, 'x'), (3, 'y')", 0, null)]
    public void Each_kind_of_check_finds_its_rows(string check, string rows, long broken, string? what)
    {
        _folder.Model("core.r", "SELECT 1 AS id, 'r' AS value UNION ALL SELECT 2, 'r' UNION ALL SELECT 4, 'r'");
        _folder.Model("core.a", FromInput, tests: $"  - {check}\n");
        Database.Execute($"INSERT INTO staging.input VALUES {rows}");
        var result = Build("r1");
        Assert.Equal(what is null, result.Succeeded);
        Assert.Equal(broken, result.BrokenChecks.Sum(c => c.FailedRows));
        if (what is not null) Assert.Contains(what, Assert.Single(result.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void An_undeclared_column_is_refused()
    {
        _folder.Model("core.a", "SELECT i.id, i.value, 1 AS extra FROM staging.input AS i");
        Assert.Equal(["core.a: таблица не такая, как описано в a.yml: столбец extra (INTEGER) получен, но не объявлен"], Build("r1").Errors);
    }

    [Fact]
    public void Another_type_a_missing_column_and_another_order_are_refused()
    {
        _folder.Model("core.a", "SELECT CAST(i.id AS BIGINT) AS id FROM staging.input AS i");
        Assert.Equal(
            ["core.a: таблица не такая, как описано в a.yml: столбец id имеет тип BIGINT, а объявлен INTEGER; столбец value объявлен, но не получен"],
            Build("r1").Errors);
        _folder.Model("core.a", "SELECT i.value, i.id FROM staging.input AS i");
        Assert.Equal(["core.a: таблица не такая, как описано в a.yml: порядок столбцов отличается от объявленного: value, id"], Build("r2").Errors);
    }

    [Fact]
    public void Wrong_sql_is_told_with_its_model()
    {
        _folder.Model("core.a", "SELECT i.id, i.no_such AS value FROM staging.input AS i");
        var result = Build("r1");
        Assert.StartsWith("core.a: запрос модели не выполнен: ", Assert.Single(result.Errors), StringComparison.Ordinal);
        Assert.Contains("no_such", result.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Source_tables_must_be_there_as_declared()
    {
        Database.Execute("DROP TABLE staging.input");
        Assert.Equal(
            ["в хранилище нет таблицы staging.input («Вход»): сначала загрузите файлы"],
            Assert.Throws<ModelProjectException>(() => Build("r1")).Problems);
        Database.Execute("CREATE TABLE staging.input (id VARCHAR)");
        Assert.Equal(
            ["в таблице staging.input столбец id имеет тип VARCHAR, а ожидался INTEGER", "в таблице staging.input нет столбца value"],
            Assert.Throws<ModelProjectException>(() => Build("r2")).Problems);
        // A wider whole number is as good.
        Database.Execute("CREATE OR REPLACE TABLE staging.input (id BIGINT, value VARCHAR)");
        _folder.Model("core.a", "SELECT CAST(i.id AS INTEGER) AS id, i.value FROM staging.input AS i");
        Assert.True(Build("r3").Succeeded);
    }

    [Fact]
    public void Leftovers_of_a_killed_run_are_dropped()
    {
        Insert(1, "x");
        Build("r1");
        Database.Execute("CREATE TABLE core.a__next AS SELECT 'half' AS broken");
        Database.Execute("CREATE VIEW marts.v__next AS SELECT * FROM core.a__next");
        Database.Execute("CREATE TABLE marts.gone__next AS SELECT 1 AS x");
        Insert(2, "y");
        Assert.True(Build("r2").Succeeded);
        Assert.Equal(["core.a BASE TABLE", "marts.b BASE TABLE", "marts.v VIEW"], Objects());
        Assert.Equal("2", Database.Scalar("SELECT count(*) FROM marts.v"));
    }

    [Fact]
    public void A_cancelled_build_leaves_the_old_tables()
    {
        Insert(1, "x");
        Build("r1");
        Insert(2, "y");
        using var cancel = new CancellationTokenSource();
        var context = new RunContext("r2")
        {
            Progress = step =>
            {
                if (step is { Stage: ModelStage.Built, Model: "core.a" }) cancel.Cancel();
            },
        };
        var runner = new ModelRunner(Database.Connection, _folder.Load(), context);
        Assert.ThrowsAny<OperationCanceledException>(() => runner.RunAsync(cancel.Token).GetAwaiter().GetResult());
        Assert.Equal("1", Database.Scalar("SELECT count(*) FROM core.a"));
        Assert.Equal(["core.a BASE TABLE", "marts.b BASE TABLE", "marts.v VIEW"], Objects());
        Assert.Equal("built built built", Statuses(Build("r3")));
    }

    [Fact]
    public void A_long_query_is_interrupted()
    {
        _folder.Model("core.a", "SELECT CAST(max(x.range * y.range) AS INTEGER) AS id, '' AS value FROM range(100000000) AS x, range(100000) AS y");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var runner = new ModelRunner(Database.Connection, _folder.Load(), new RunContext("r1"));
        Assert.ThrowsAny<OperationCanceledException>(() => runner.RunAsync(cancel.Token).GetAwaiter().GetResult());
        Assert.Empty(Objects());
    }

    [Fact]
    public void A_model_may_turn_from_table_to_view_and_back()
    {
        Insert(1, "x");
        Build("r1");
        _folder.Model("marts.b", FromA, materialized: "view");
        Assert.True(Build("r2").Succeeded);
        Assert.Equal(["core.a BASE TABLE", "marts.b VIEW", "marts.v VIEW"], Objects());
        _folder.Model("marts.b", FromA);
        Assert.True(Build("r3").Succeeded);
        Assert.Equal(["core.a BASE TABLE", "marts.b BASE TABLE", "marts.v VIEW"], Objects());
    }

    [Fact]
    public void The_log_tells_what_happened()
    {
        Insert(1, "x");
        Build("r1");
        Build("r2");
        Insert(1, "y");
        Build("r3");
        Assert.Equal(
            ["r1 core.a built 1", "r1 marts.b built 1", "r1 marts.v built ", "r2 core.a skipped ", "r2 marts.b skipped ", "r2 marts.v skipped ",
                "r3 core.a failed 2", "r3 marts.b not_run ", "r3 marts.v not_run "],
            Database.Query("SELECT run_id, model, status, rows FROM ops.model_run ORDER BY run_id, model").Select(r => string.Join(' ', r)));
        Assert.Equal(
            ["r1 core.a unique(id) fail passed 0 ", "r3 core.a unique(id) fail broken 1 id=1"],
            Database.Query("SELECT run_id, model, check_name, severity, status, failed_rows, sample FROM ops.check_result WHERE model = 'core.a' ORDER BY run_id")
                .Select(r => string.Join(' ', r)));
        Assert.Equal("3 r1", string.Join(' ', Database.Query("SELECT count(*), min(run_id) FROM ops.model_state")[0]));
    }

    [Fact]
    public void The_log_sums_up_the_time_of_each_family()
    {
        string Head(string family) => $"caption: Модель\ndescription: A model of a test.\nfamily: {family}\ngrain: One row per id.\nmaterialized: table\nknown_bias: None known.\nsample_keys: [id]\n";
        _folder.Model("core.a", FromInput, head: Head("Показатели"));
        _folder.Model("core.d", FromInput, head: Head("Динамика"));
        _folder.Model("marts.b", FromA, head: Head("Показатели"));
        Insert(1, "x");
        Build("r1");
        Build("r2");
        Assert.Equal(
            ["r1 Динамика 1 1 1", "r1 Показатели 2 2 2", "r1 все семейства 3 3 3", "r2 Динамика 1 0 ", "r2 Показатели 2 0 ", "r2 все семейства 3 0 "],
            Database.Query("SELECT run_id, family, models, built, rows FROM ops.model_family_run ORDER BY run_id, family").Select(r => string.Join(' ', r)));
        // marts.v belongs to no family; the sums are those of the single models, rounded.
        Assert.Equal("True", Database.Scalar(
            "SELECT bool_and(abs(f.seconds - m.seconds) < 0.01 AND abs(f.processor_seconds - m.processor_seconds) < 0.01 AND m.processor_seconds >= 0) FROM ops.model_family_run AS f "
            + "JOIN (SELECT run_id, family, sum(seconds) AS seconds, sum(processor_seconds) AS processor_seconds FROM ops.model_run GROUP BY run_id, family) AS m ON m.run_id = f.run_id AND m.family = f.family"));
        // What .NET and the engine take before any row is above 20 MiB.
        Assert.Equal("True", Database.Scalar("SELECT bool_and(f.memory_mb > 20 AND f.memory_mb = (SELECT max(CAST(m.memory_mb AS INTEGER)) FROM ops.model_run AS m WHERE m.run_id = f.run_id AND (m.family = f.family OR (f.family = 'все семейства' AND m.family IS NOT NULL)))) FROM ops.model_family_run AS f"));
    }

    [Fact]
    public void The_largest_memory_stays_when_it_is_given_back()
    {
        const int Size = 256 << 20;
        using var watch = new MemoryWatch();
        var written = new byte[1 << 20];
        Array.Fill(written, (byte)1);
        var block = Marshal.AllocHGlobal(Size);
        for (var at = 0; at < Size; at += written.Length) Marshal.Copy(written, 0, block + at, written.Length);
        var largest = watch.LargestMegabytes;
        Marshal.FreeHGlobal(block);
        Assert.InRange(largest, 256, double.MaxValue);
        Assert.InRange(watch.LargestMegabytes, largest, double.MaxValue);
    }

    [Fact]
    public void Progress_follows_the_build()
    {
        var steps = new List<string>();
        Build("r1", c => c with { Progress = s => steps.Add($"{s.Index}/{s.Count} {s.Model} {s.Stage}") });
        Assert.Equal(
            ["1/3 core.a Started", "1/3 core.a Built", "2/3 marts.b Started", "2/3 marts.b Built", "3/3 marts.v Started", "3/3 marts.v Built", "3/3  Publishing"],
            steps);
    }

    [Fact]
    public void A_seed_is_loaded_by_its_contract()
    {
        WriteSeed("id;name\n1;«Точка; запятая»\n2;\n".Replace("«Точка; запятая»", "\"«Точка; запятая»\"", StringComparison.Ordinal));
        Assert.True(Build("r1").Succeeded);
        Assert.Equal(["1|«Точка; запятая»", "2|"], Database.Query("SELECT id, name FROM core.seed_x ORDER BY id").Select(r => string.Join('|', r)));
        WriteSeed("id;name\n");
        Assert.True(Build("r2").Succeeded);
        Assert.Equal("0", Database.Scalar("SELECT count(*) FROM core.seed_x"));
    }

    [Theory]
    [InlineData("id;title\n1;a\n", "файл seed_x.csv: первая строка CSV должна быть: id;name")]
    [InlineData("id;name\n1;a;b\n", "файл seed_x.csv: строка 2: полей 3, а столбцов 2")]
    [InlineData("id;name\nодин;a\n", "запрос модели не выполнен")]
    public void A_wrong_seed_is_explained(string csv, string problem)
    {
        WriteSeed(csv);
        Assert.Contains(problem, Assert.Single(Build("r1").Errors), StringComparison.Ordinal);
    }

    private void WriteSeed(string csv)
    {
        _folder.Write("seeds/seed_x.csv", csv);
        _folder.Write("seeds/seed_x.yml", "caption: С\ndescription: S.\ngrain: One row per id.\nknown_bias: None.\ncolumns:\n"
            + ProjectFolder.Column("id", "INTEGER") + ProjectFolder.Column("name", "VARCHAR") + "tests:\n  - {type: unique, columns: [id]}\n");
    }

    private void Insert(int id, string value) => Database.Execute($"INSERT INTO staging.input VALUES ({id}, '{value}')");

    private BuildResult Build(string run, Func<RunContext, RunContext>? change = null)
    {
        var context = new RunContext(run);
        return Database.Build(_folder.Load(), change?.Invoke(context) ?? context);
    }

    private static string Statuses(BuildResult result) => string.Join(' ', result.Models.Select(m => m.Status switch
    {
        ModelStatus.Built => "built",
        ModelStatus.Skipped => "skipped",
        ModelStatus.Failed => "failed",
        ModelStatus.Discarded => "discarded",
        _ => "not_run",
    }));

    private List<string> Objects() =>
        [.. Database.Query("SELECT table_schema || '.' || table_name, table_type FROM information_schema.tables WHERE table_schema IN ('core', 'marts') ORDER BY 1")
            .Select(r => string.Join(' ', r))];
}
