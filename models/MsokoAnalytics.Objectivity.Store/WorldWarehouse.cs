using System.Data.Common;
using System.Globalization;
using Dapper;
using MsokoAnalytics.Objectivity.Benchmarking;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Worlds;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>A generated world as a warehouse, and the whole detection over it: extraction, engine, tables of <c>anomaly</c>.</summary>
public static class WorldWarehouse
{
    private const int FirstYear = 2020;
    private const string Letters = "АБВГДЕЖЗ";
    private static readonly string[] Subjects = ["РУ", "МА", "ИС", "БИ", "ГГ"];

    /// <summary>Name of a work.</summary>
    public static string WorkId(int subject, int grade, int year) => string.Create(CultureInfo.InvariantCulture, $"ВПР-{FirstYear + year}-spring-{grade:00}-{Subjects[subject]}-base");

    /// <summary>Key of a school; keys order as the numbers do.</summary>
    public static string SchoolId(int school) => (100_001 + school).ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes a world into an empty warehouse.</summary>
    /// <param name="connection">Writable warehouse.</param>
    /// <param name="data">Tests with years 1, 2, …</param>
    /// <param name="names">How the files name classes.</param>
    /// <returns>Label by class.</returns>
    public static IReadOnlyDictionary<int, string?> Write(DbConnection connection, ObjectivityData data, ClassNames names)
    {
        connection.Execute(WarehouseInputs.Resource("WorldTables.sql"));
        var labels = Labels(data, names);
        using (var schools = WarehouseDatabase.CreateTemporaryAppender(connection, "world_school"))
        {
            foreach (var school in data.Tests.SelectMany(t => t.School).Distinct().Order())
            {
                schools.SetInt32(0, school);
                schools.SetString(1, SchoolId(school));
                schools.EndRow();
            }

            schools.Complete();
        }

        using (var classes = WarehouseDatabase.CreateTemporaryAppender(connection, "world_class"))
        {
            foreach (var (number, label) in labels)
            {
                classes.SetInt32(0, number);
                classes.SetString(1, label);
                classes.EndRow();
            }

            classes.Complete();
        }

        Works(connection, data);
        Rows(connection, data);
        connection.Execute(WarehouseInputs.Resource("World.sql"));
        return labels;
    }

    /// <summary>The whole detection of a world through a warehouse in a temporary file.</summary>
    /// <param name="world">World; its data may have been reduced to a tier.</param>
    /// <param name="names">How the files name classes.</param>
    /// <param name="models">Trained models.</param>
    public static DetectedWorld Detect(GeneratedWorld world, ClassNames names, ModelSet models)
    {
        var folder = Directory.CreateTempSubdirectory("msoko-world-");
        try
        {
            using var warehouse = WarehouseDatabase.Open(new WarehouseOptions { Path = Path.Combine(folder.FullName, "world.duckdb"), Snapshot = false });
            var labels = Write(warehouse.Connection, world.Data, names);
            var start = DetectedWorld.ProcessorSeconds;
            var (inputs, report) = ObjectivityRun.Analyse(warehouse.Connection, "benchmark", models);
            var seconds = DetectedWorld.ProcessorSeconds - start;
            var naming = new UnitNaming(inputs);
            var classes = new Dictionary<(string School, string Work, string? Label), (int Class, int Subject, int Year)>();
            foreach (var test in world.Data.Tests)
                for (var c = 0; c < test.Classes.Length; c++)
                    classes[(SchoolId(test.School[test.ClassStart[c]]), WorkId(test.Subject, test.Grade, test.Year), labels[test.Classes[c]])] = (test.Classes[c], test.Subject, test.Year);
            UnitTruth[] truth = [.. report.Units.Select(u => u.Scored.Unit).Select(u => world.Truth[classes[(naming.School(u.School).Id, naming.Work(u).WorkId, naming.Class(u).Label)]])];
            SchoolType[] types = [.. inputs.Schools.Select(s => world.Types[int.Parse(s.Id, CultureInfo.InvariantCulture) - 100_001])];
            return new DetectedWorld(report.Judged, report.Scores, truth, types, seconds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Letters over the years of a class, ordinals within a grade and year, or nothing.</summary>
    private static Dictionary<int, string?> Labels(ObjectivityData data, ClassNames names)
    {
        var labels = new Dictionary<int, string?>();
        var next = new Dictionary<(int School, int Key), int>();
        foreach (var test in data.Tests.OrderBy(t => t.Year))
        {
            for (var c = 0; c < test.Classes.Length; c++)
            {
                if (labels.ContainsKey(test.Classes[c])) continue;
                var key = (test.School[test.ClassStart[c]], names == ClassNames.Letters ? test.Year - test.Grade : (100 * test.Year) + test.Grade);
                var at = next.GetValueOrDefault(key);
                next[key] = at + 1;
                labels[test.Classes[c]] = names switch
                {
                    ClassNames.Letters => Letters[at].ToString(),
                    ClassNames.Ordinals => (at + 1).ToString(CultureInfo.InvariantCulture),
                    _ => null,
                };
            }
        }

        return labels;
    }

    private static void Works(DbConnection connection, ObjectivityData data)
    {
        using var works = WarehouseDatabase.CreateTemporaryAppender(connection, "world_work");
        for (var t = 0; t < data.Tests.Count; t++)
        {
            var test = data.Tests[t];
            var year = FirstYear + test.Year;
            works.SetInt32(0, t);
            works.SetString(1, WorkId(test.Subject, test.Grade, test.Year));
            works.SetInt32(2, year);
            works.SetString(3, string.Create(CultureInfo.InvariantCulture, $"{year - 1}/{year % 100:00}"));
            works.SetInt32(4, test.Grade);
            works.SetString(5, Subjects[test.Subject]);
            works.SetInt32(6, test.MaxScore);
            for (var k = 0; k < 3; k++) works.SetInt32(7 + k, test.Thresholds[k]);
            works.SetList(10, Array.ConvertAll(test.Maxima, m => (sbyte)m));
            works.EndRow();
        }

        works.Complete();
    }

    private static void Rows(DbConnection connection, ObjectivityData data)
    {
        using var rows = WarehouseDatabase.CreateTemporaryAppender(connection, "world_row");
        for (var t = 0; t < data.Tests.Count; t++)
        {
            var test = data.Tests[t];
            var count = test.Maxima.Length;
            for (var c = 0; c < test.Classes.Length; c++)
            {
                for (var i = test.ClassStart[c]; i < test.ClassStart[c + 1]; i++)
                {
                    rows.SetInt32(0, t);
                    rows.SetInt32(1, test.School[i]);
                    rows.SetInt32(2, test.Classes[c]);
                    rows.SetInt32(3, test.Pupil[i]);
                    if (test.Score[i] >= 0) rows.SetInt32(4, test.Score[i]);
                    else rows.SetNull(4);
                    if (test.Journal[i] != 0) rows.SetInt32(5, test.Journal[i]);
                    else rows.SetNull(5);
                    if (test.ItemTotal[i] >= 0 && count > 0) rows.SetList(6, test.Items.AsSpan(i * count, count));
                    else rows.SetNull(6);
                    rows.EndRow();
                }
            }
        }

        rows.Complete();
    }
}
