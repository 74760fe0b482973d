using MsokoAnalytics.Models.Tests.Infrastructure;

namespace MsokoAnalytics.Models.Tests.Unit;

public sealed class ModelProjectTests : IDisposable
{
    private const string FromInput = "SELECT i.id, i.value FROM staging.input AS i";
    private readonly ProjectFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Models_come_after_what_they_read()
    {
        _folder.Model("marts.a", "SELECT m.id, m.value FROM core.z AS m");
        _folder.Model("core.z", "SELECT m.id, m.value FROM core.m AS m");
        _folder.Model("core.m", FromInput);
        var project = _folder.Load();
        Assert.Equal(["core.m", "core.z", "marts.a"], project.Models.Select(m => m.FullName));
        Assert.Equal(["core.z"], project.Models[2].Inputs);
    }

    [Fact]
    public void A_partner_rolled_up_to_todays_schools_is_derived_from_the_contract()
    {
        _folder.Model("core.a", FromInput);
        _folder.Model("core.a_now", FromInput);
        _folder.Model("marts.b", "SELECT x.id, x.value FROM core.a AS x WHERE x.value <> 1", tests: "rolled_up:\n  known_bias: Joined.\n  replace:\n    core.a: core.a_now\n    x.value <> 1: x.value <> 2\n");
        var project = _folder.Load();
        var partner = Assert.Single(project.Models, m => m.FullName == "marts.b_now");
        Assert.Equal(["core.a_now"], partner.Inputs);
        Assert.Equal("SELECT x.id, x.value FROM core.a_now AS x WHERE x.value <> 2", partner.Body.Trim());
        Assert.EndsWith("(сегодняшние школы)", partner.Caption, StringComparison.Ordinal);
        Assert.EndsWith("Joined.", partner.KnownBias, StringComparison.Ordinal);
        Assert.Equal(project.Models.Single(m => m.FullName == "marts.b").Columns, partner.Columns);
    }

    [Theory]
    [InlineData("rolled_up:\n  replace: {core.z: core.z_now}\n", "core/a.yml: rolled_up.replace: в SQL нет текста «core.z»")]
    [InlineData("rolled_up:\n  today: [core.z]\n", "core/a.yml: rolled_up.today: SQL не читает core.z")]
    [InlineData("rolled_up:\n  replace: {staging.input: staging.other}\n  moved: {table: core.m, on: [id]}\n", "core/a.yml: rolled_up.moved: SQL партнёра не читает core.m: замены (replace) должны оставить в нём только эти объекты")]
    [InlineData("rolled_up:\n  replace: {staging.input AS i: staging.input AS i SEMI JOIN core.m AS m ON m.id = i.id}\n  moved: {table: core.m, on: [scope]}\n", "core/a.yml: rolled_up.moved: столбец «scope» не объявлен")]
    [InlineData("rolled_up:\n  replace: {staging.input: staging.other}\n  moved: {on: [id]}\n", "core/a.yml: rolled_up.moved: нужны table (объекты, которых коснулись изменения школ) и on (столбцы, по которым их узнают)")]
    [InlineData("rolled_up: {known_bias: Так.}\n", "core/a.yml: rolled_up: не сказано, чем партнёр отличается: нужны today или replace")]
    public void A_partner_that_cannot_be_derived_is_told(string extra, string says)
    {
        _folder.Model("core.a", FromInput, tests: extra);
        Assert.Contains(says, _folder.Problems());
    }

    [Theory]
    [InlineData("SELECT v.id, v.value FROM core.shown AS v", null)]
    [InlineData("SELECT v.id, v.late AS value FROM core.shown AS v", "marts.b: столбец late заполняют после сборки (staging.verdict): таблица не может на нём стоять")]
    [InlineData("SELECT t.id, 'a' AS value FROM staging.verdict AS t", "marts.b: таблицу staging.verdict заполняют после сборки: её может читать только представление")]
    public void A_built_table_does_not_rest_on_what_is_filled_after_the_build(string sql, string? says)
    {
        _folder.Write("sources/verdict.yml", """
            schema: staging
            tables:
              - name: verdict
                caption: Выводы
                after_build: [id]
                columns: [{name: id, type: INTEGER}, {name: late, type: VARCHAR}]
            """);
        _folder.Model("core.a", FromInput);
        _folder.Model("core.shown", "SELECT x.id, x.value, t.late FROM core.a AS x LEFT JOIN staging.verdict AS t ON t.id = x.id", materialized: "view",
            columns: ProjectFolder.Column("id", "INTEGER") + ProjectFolder.Column("value", "VARCHAR") + ProjectFolder.Column("late", "VARCHAR"));
        _folder.Model("marts.b", sql);
        if (says is null) Assert.Equal(3, _folder.Load().Models.Count);
        else Assert.Equal([says], _folder.Problems());
    }

    [Fact]
    public void A_cycle_is_spelled_out()
    {
        _folder.Model("core.a", "SELECT x.id, x.value FROM core.b AS x");
        _folder.Model("core.b", "SELECT x.id, x.value FROM core.c AS x");
        _folder.Model("core.c", "SELECT x.id, x.value FROM core.a AS x");
        Assert.Equal(["модели ссылаются по кругу: core.a → core.b → core.c → core.a"], _folder.Problems());
    }

    [Fact]
    public void A_relationship_check_is_an_edge_too()
    {
        _folder.Model("core.a", FromInput, tests: "  - {type: relationships, column: id, to: core.b, field: id}\n");
        _folder.Model("core.b", FromInput);
        Assert.Equal(["core.b", "core.a"], _folder.Load().Models.Select(m => m.FullName));
    }

    [Fact]
    public void An_unknown_table_is_named()
    {
        _folder.Model("core.a", "SELECT x.id, x.value FROM core.nothing AS x");
        Assert.Equal(["core.a: SQL читает core.nothing, а такой модели или таблицы нет (sources/*.yml)"], _folder.Problems());
    }

    [Fact]
    public void A_model_that_reads_itself_is_refused()
    {
        _folder.Model("core.a", "SELECT x.id, x.value FROM core.a AS x");
        Assert.Contains("core.a: модель читает сама себя", _folder.Problems());
    }

    [Fact]
    public void Grain_uniqueness_bias_and_columns_are_demanded()
    {
        _folder.Write("core/a.sql", FromInput);
        _folder.Write("core/a.yml", "caption: А\ndescription: A.\nmaterialized: table\n");
        var problems = _folder.Problems();
        Assert.Contains("core/a.yml: нет grain: что такое одна строка", problems);
        Assert.Contains("core/a.yml: нет проверки уникальности (tests: unique, severity fail)", problems);
        Assert.Contains("core/a.yml: нет known_bias: чем числа могут обмануть", problems);
        Assert.Contains("core/a.yml: не объявлены столбцы (columns)", problems);
    }

    [Fact]
    public void A_uniqueness_test_that_only_warns_is_not_enough()
    {
        _folder.Model("core.a", FromInput);
        var path = Path.Combine(_folder.Path, "core", "a.yml");
        File.WriteAllText(path, File.ReadAllText(path).Replace("columns: [id]}", "columns: [id], severity: warn}", StringComparison.Ordinal));
        Assert.Equal(["core/a.yml: нет проверки уникальности (tests: unique, severity fail)"], _folder.Problems());
    }

    [Fact]
    public void A_file_without_its_pair_is_a_complaint()
    {
        _folder.Model("core.a", FromInput);
        _folder.Model("core.b", FromInput);
        _folder.Delete("core/a.yml");
        _folder.Delete("core/b.sql");
        Assert.Equal(
            ["core/a.sql: рядом нет описания a.yml", "core/b.yml: рядом нет файла b.sql"], _folder.Problems().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_misspelt_key_is_an_error_with_its_line()
    {
        _folder.Model("core.a", FromInput, tests: "  - {type: in_range, colum: id, min: 1}\n");
        var problem = Assert.Single(_folder.Problems());
        Assert.StartsWith("core/a.yml: строка 12: ", problem, StringComparison.Ordinal);
        Assert.Contains("colum", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_personal_column_is_never_a_sample_key()
    {
        _folder.Model("core.a", FromInput, columns: ProjectFolder.Column("id", "INTEGER", personal: true) + ProjectFolder.Column("value", "VARCHAR"));
        Assert.Equal(["core/a.yml: sample_keys: столбец «id» личный, показывать его нельзя"], _folder.Problems());
    }

    [Theory]
    [InlineData("{type: wrong}", "tests / wrong: неизвестный вид")]
    [InlineData("{type: not_null, columns: [nothing]}", "столбец «nothing» не объявлен")]
    [InlineData("{type: accepted_values, column: value}", "нужен список values")]
    [InlineData("{type: in_range, column: id}", "нужен min или max")]
    [InlineData("{type: in_range, column: id, min: много}", "«много» не число")]
    [InlineData("{type: relationships, column: id, to: core}", "нужен to: схема.таблица")]
    [InlineData("{type: expression, name: x, expression: id > 0}", "нужны what, when и fix")]
    [InlineData("{type: not_null, columns: [id], severity: maybe}", "severity «maybe»: бывает fail или warn")]
    [InlineData("{type: not_null, columns: [id], where: id > 0}", "where бывает только у unique")]
    [InlineData("{type: unique, columns: [id]}", "проверка «unique(id)» объявлена дважды")]
    public void A_wrong_check_is_explained(string check, string problem)
    {
        _folder.Model("core.a", FromInput, tests: $"  - {check}\n");
        Assert.Contains(_folder.Problems(), p => p.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_view_has_the_text_of_the_macros_it_calls()
    {
        _folder.Write("macros/twice.sql", "-- Two of it.\n(x) AS\n-- as it is\nx * 2");
        _folder.Model("core.a", "SELECT twice(i.id) AS id, i.value FROM staging.input AS i", materialized: "view");
        var model = _folder.Load().Models.Single();
        Assert.Equal("SELECT ((i.id) * 2) AS id, i.value FROM staging.input AS i", model.Body);
        Assert.Equal(["staging.input"], model.Inputs);
    }

    [Theory]
    [InlineData("twice(i.id, 1)", "core/a.yml: SQL: строка 1: у макроса twice аргументов 1, а не 2")]
    [InlineData("ring(i.id)", "core/a.yml: SQL: строка 1: макрос ring вызывает сам себя")]
    public void A_call_in_a_view_that_cannot_be_put_into_words_is_told(string call, string says)
    {
        _folder.Write("macros/twice.sql", "(x) AS x * 2");
        _folder.Write("macros/ring.sql", "(x) AS ring(x)");
        _folder.Model("core.a", $"SELECT {call} AS id, i.value FROM staging.input AS i", materialized: "view");
        Assert.Contains(says, _folder.Problems());
    }

    [Fact]
    public void A_missing_folder_is_one_clear_line() =>
        Assert.Contains("папка моделей не найдена", Assert.Throws<ModelProjectException>(() => ModelProject.Load("/no/such/models")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_models_lie_beside_the_program() =>
        Assert.Equal(
            Infrastructure.Models.Project.Models.Select(m => m.FullName),
            ModelProject.Load(ModelProject.DefaultFolder).Models.Select(m => m.FullName));
}
