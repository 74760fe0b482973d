using System.Globalization;
using MsokoAnalytics.Models.Running;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Benchmark;

/// <summary>Fills staging with an invented region by SQL alone; 650 schools × 60 works give some 1.28 million rows, 20 million task scores.</summary>
internal static class SyntheticRegion
{
    /// <param name="database">Database with empty source tables.</param>
    /// <param name="schools">Number of schools, 4 to 62 pupils a work each.</param>
    /// <param name="works">Number of works, up to 62.</param>
    /// <param name="taskMaximum">Maximum of every task as the sheet declares it; null = not declared, as in the layouts of 2020 and 2021.</param>
    public static void Fill(TestDatabase database, int schools, int works, int? taskMaximum)
    {
        var seed = Infrastructure.Models.Project.Models.Single(m => m.FullName == "core.seed_vpr_scale");
        database.Execute("CREATE SCHEMA IF NOT EXISTS core");
        database.Execute($"CREATE OR REPLACE TABLE core.seed_vpr_scale AS {SeedSql.Select(seed)}");
        var path = Path.Combine(Repository.Root, "tests", "MsokoAnalytics.Models.Tests", "Benchmark", "synthesise.sql");
        var sql = File.ReadAllText(path)
            .Replace("{schools}", schools.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{works}", works.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{task_max}", taskMaximum?.ToString(CultureInfo.InvariantCulture) ?? "NULL", StringComparison.Ordinal);
        database.Execute(sql);
    }
}
