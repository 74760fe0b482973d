using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Infrastructure;

/// <summary>A small project of models written by a test.</summary>
internal sealed class ProjectFolder : IDisposable
{
    private readonly TempFolder _folder = new();

    public ProjectFolder() => _folder.Write("sources/staging.yml", """
        schema: staging
        tables:
          - name: input
            caption: Вход
            columns:
              - {name: id, type: INTEGER}
              - {name: value, type: VARCHAR}
        """);

    public string Path => _folder.FullName;

    public void Write(string path, string text) => _folder.Write(path, text);

    public void Delete(string path) => File.Delete(_folder.PathOf(path));

    /// <summary>A model with columns id and value, unique by id, unless told otherwise.</summary>
    public void Model(string fullName, string sql, string? columns = null, string? tests = null, string materialized = "table", string? head = null)
    {
        var path = fullName.Replace('.', '/');
        Write(path + ".sql", sql);
        Write(path + ".yml", (head ?? $"""
            caption: Модель
            description: A model of a test.
            grain: One row per id.
            materialized: {materialized}
            known_bias: None known.
            sample_keys: [id]
            """) + "\ncolumns:\n" + (columns ?? Column("id", "INTEGER") + Column("value", "VARCHAR"))
            + "tests:\n  - {type: unique, columns: [id]}\n" + tests);
    }

    public static string Column(string name, string type, bool personal = false) =>
        $"  - {{name: {name}, type: \"{type}\", caption: Столбец, description: A column., personal: {(personal ? "true" : "false")}}}\n";

    public ModelProject Load() => ModelProject.Load(Path);

    /// <summary>The complaints of a project that can't be loaded.</summary>
    public IReadOnlyList<string> Problems() => Assert.Throws<ModelProjectException>(Load).Problems;

    public void Dispose() => _folder.Dispose();
}
