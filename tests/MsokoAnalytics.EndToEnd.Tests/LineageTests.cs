using System.Globalization;
using Dapper;
using MsokoAnalytics.Models;
using MsokoAnalytics.Operations.Lineage;
using MsokoAnalytics.Warehouse;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>Figures of the demonstration followed down to its files: the rows counted are the number of the mart.</summary>
[Collection(DemoRun.Name)]
public sealed class LineageTests(DemoWorld demo)
{
    public static TheoryData<string> MartsWithLineage =>
        [.. ModelProject.Load(Path.Combine(AppContext.BaseDirectory, "models")).Models.Where(m => m.Lineage.Count > 0).Select(m => m.FullName)];

    [Theory]
    [MemberData(nameof(MartsWithLineage))]
    public void Rows_found_in_the_files_are_the_number_of_the_mart(string table)
    {
        using var warehouse = WarehouseDatabase.Open(new WarehouseOptions { Path = demo.Warehouse, ReadOnly = true });
        var project = ModelProject.Load(Path.Combine(AppContext.BaseDirectory, "models"));
        var model = project.Models.Single(m => m.FullName == table);
        var reader = new LineageReader(warehouse.Connection, project);
        var columns = string.Join(", ", model.Key.Select(k => $"CAST({k} AS VARCHAR) AS {k}"));
        foreach (IDictionary<string, object?> row in warehouse.Connection.Query($"SELECT {columns} FROM {table} ORDER BY hash({string.Join(", ", model.Key)}) LIMIT 6"))
        {
            var report = reader.Read(table, string.Join(',', row.Select(c => $"{c.Key}={c.Value}")));
            Assert.All(report.Row!.Counts, c => Assert.True(c.Agrees, $"{table} {string.Join(", ", row)}: {c}"));
            Assert.All(report.Files, f => Assert.True(File.Exists(Path.Combine(demo.Data, f.Path)), f.Path));
            foreach (var (count, entry) in report.Row.Counts.Zip(model.Lineage.Where(l => l.CountColumn is not null)))
                if (entry.Counted is null) Assert.Equal(count.Stated, report.Files.Sum(f => f.Rows));
        }
    }

    [Fact]
    public void A_school_of_a_work_leads_to_as_many_rows_as_the_generator_wrote()
    {
        // The largest truth file without a rejected row: what the generator wrote is what the lineage must find.
        var lines = File.ReadAllLines(Path.Combine(demo.Truth, "results", "ВПР-2024-spring-04-МА-base.csv"));
        var school = Array.IndexOf(lines[0].TrimStart('\uFEFF').Split(';'), "school_id");
        var bySchool = lines.Skip(1).GroupBy(l => l.Split(';')[school], StringComparer.Ordinal).OrderByDescending(g => g.Count()).First();
        var run = Msoko.Run("lineage", "marts.mart_work_results", "--row", $"work_id=ВПР-2024-spring-04-МА-base,scope=school,scope_id={bySchool.Key}", "-w", demo.Warehouse);
        Assert.True(run.ExitCode == 0, run.All);
        Assert.Contains($"строк в файлах: {bySchool.Count().ToString(CultureInfo.InvariantCulture)} (сходится)", run.Output, StringComparison.Ordinal);
        Assert.Contains("ВПР 2024/4 класс/Математика", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mart_tells_run_version_and_files()
    {
        var marts = Msoko.Rows(demo.Warehouse, "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_schema = 'marts' ORDER BY 1");
        Assert.NotEmpty(marts);
        var told = Msoko.Rows(demo.Warehouse, "SELECT DISTINCT model FROM ops.mart_provenance WHERE run_id <> '' AND model_hash <> '' AND path <> '' AND rows > 0");
        // Printed settings come with the program and have no files.
        var settings = ModelProject.Load(Path.Combine(AppContext.BaseDirectory, "models")).Models
            .Where(m => m.NoLineage?.StartsWith("Settings of the delivery", StringComparison.Ordinal) == true).Select(m => m.FullName);
        Assert.Empty(marts.Except(told).Except(settings));
    }
}
