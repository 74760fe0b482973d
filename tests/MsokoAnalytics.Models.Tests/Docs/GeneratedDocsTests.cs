using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Docs;

public class GeneratedDocsTests
{
    private static string Folder => Path.Combine(Repository.Root, "docs", "generated");

    /// <summary>With <c>MSOKO_UPDATE_DOCS=1</c> the pages are written instead of compared.</summary>
    [Fact]
    public void Pages_in_the_repository_are_up_to_date()
    {
        var project = Infrastructure.Models.Project;
        if (Environment.GetEnvironmentVariable("MSOKO_UPDATE_DOCS") == "1") GeneratedDocs.Write(project, Folder);
        foreach (var (name, text) in GeneratedDocs.Render(project))
        {
            var path = Path.Combine(Folder, name);
            var current = File.Exists(path) ? File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal) : "";
            Assert.True(text == current, $"docs/generated/{name} устарел: выполните dotnet test с MSOKO_UPDATE_DOCS=1");
        }
    }

    [Fact]
    public void Pages_tell_everything_of_a_model()
    {
        using var folder = new ProjectFolder();
        folder.Model("core.a", "SELECT i.id, i.value FROM staging.input AS i", tests: "  - {type: not_null, columns: [value], severity: warn}\n");
        folder.Model("marts.b", "SELECT a.id, a.value FROM core.a AS a", materialized: "view");
        var pages = GeneratedDocs.Render(folder.Load());
        Assert.Contains("""
            ### marts.b — Модель

            A model of a test.

            - **Одна строка:** One row per id.
            - **Известные искажения:** None known.
            - **Хранение:** представление
            - **Читает:** `core.a`
            - **Проверки:** `unique(id)`

            | столбец | тип | название | описание |
            |---|---|---|---|
            | `id` | INTEGER | Столбец | A column. |
            """.ReplaceLineEndings("\n"), pages["dictionary.md"], StringComparison.Ordinal);
        Assert.Contains("`not_null(value)` (предупреждение)", pages["dictionary.md"], StringComparison.Ordinal);
        Assert.Contains("  staging_input --> core_a\n  core_a --> marts_b\n", pages["lineage.md"], StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_of_the_runner_are_as_documented()
    {
        using var folder = new ProjectFolder();
        folder.Model("core.a", "SELECT i.id, i.value FROM staging.input AS i");
        var project = folder.Load();
        using var database = new TestDatabase(project);
        database.MustBuild(project);
        foreach (var table in new[] { "model_state", "model_run", "check_result", "check_definition", "model_lineage" })
        {
            var documented = Infrastructure.Models.Project.Sources.Single(s => s.FullName == "ops." + table).Columns;
            Assert.Equal(
                documented.Select(c => c.Name + " " + c.Type),
                database.Query($"SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'ops' AND table_name = '{table}' ORDER BY ordinal_position")
                    .Select(r => string.Join(' ', r)));
        }
    }
}
