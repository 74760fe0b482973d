using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.SqlCases;

/// <summary>
/// A folder <c>sql/&lt;model&gt;/&lt;case&gt;</c>: <c>in_schema.table.csv</c> files and <c>expect.csv</c> (all <c>;</c>, empty = NULL).
/// The model is built with all it depends on, by the real runner with contracts and checks; a table given as a file is not built.
/// <c>query.sql</c>, where present, chooses the rows and columns to compare; otherwise the columns of <c>expect.csv</c> of all rows.
/// </summary>
internal sealed class SqlCase
{
    private readonly string _folder;

    public SqlCase(string relativeFolder) => _folder = Path.Combine(Root, relativeFolder);

    public static string Root => Path.Combine(Repository.Root, "tests", "MsokoAnalytics.Models.Tests", "sql");

    public string ModelName => Path.GetFileName(Path.GetDirectoryName(_folder)!);

    public string ExpectedCsv => File.ReadAllText(Path.Combine(_folder, "expect.csv"));

    public static IEnumerable<string> All() =>
        Directory.GetFiles(Root, "expect.csv", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, Path.GetDirectoryName(path)!).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public List<string[]> Run(IReadOnlyList<string> expectedColumns, out string[] columns)
    {
        var whole = Infrastructure.Models.Project;
        var model = whole.Models.Single(m => m.Name == ModelName);
        var inputs = Directory.GetFiles(_folder, "in_*.csv")
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path)["in_".Length..], File.ReadAllText, StringComparer.Ordinal);
        var project = Part(whole, model, inputs.Keys);
        using var database = new TestDatabase(project);
        foreach (var (name, csv) in inputs)
        {
            var table = project.Sources.FirstOrDefault(s => s.FullName == name)
                ?? throw new InvalidOperationException($"{name} is no input of {model.FullName}");
            database.Load(name, table.Columns, csv);
        }

        database.MustBuild(project, new RunContext("case") { SourceFingerprint = "case" });
        var queryFile = Path.Combine(_folder, "query.sql");
        var sql = File.Exists(queryFile)
            ? File.ReadAllText(queryFile)
            : $"SELECT {SqlText.Names(expectedColumns)} FROM {SqlText.Table(model.FullName)}";
        return database.Query(sql, out columns);
    }

    /// <summary>The model and all below it, with the given tables turned into sources. Built as a whole: the given tables have no partitions.</summary>
    internal static ModelProject Part(ModelProject whole, ModelDefinition model, IReadOnlyCollection<string> given)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal) { model.FullName };
        foreach (var candidate in whole.Models.Reverse())
            if (needed.Contains(candidate.FullName) && !given.Contains(candidate.FullName))
                needed.UnionWith(candidate.Dependencies);
        var models = whole.Models.Where(m => needed.Contains(m.FullName) && !given.Contains(m.FullName)).Select(m => m with { Partition = null }).ToList();
        var supplied = whole.Models.Where(m => given.Contains(m.FullName))
            .Select(m => new SourceTable(m.Schema, m.Name, m.Caption, m.Description, m.Columns));
        return new ModelProject(models, [.. whole.Sources, .. supplied], whole.Macros);
    }
}
