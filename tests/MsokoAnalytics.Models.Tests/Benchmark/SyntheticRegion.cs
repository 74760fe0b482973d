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

    /// <summary>Puts the rows where a load puts them: places and outcomes once, and a view over all (<c>pipeline/sources/vpr/staging.sql</c>).</summary>
    public static void StoreAsLoaded(TestDatabase database)
    {
        database.Execute("ALTER TABLE staging.stg_vpr__result RENAME TO invented");
        database.Execute(File.ReadAllText(Path.Combine(Repository.Root, "pipeline", "sources", "vpr", "staging.sql")));
        database.Execute(
            """
            INSERT INTO staging.stg_vpr__place
            SELECT row_number() OVER (ORDER BY school_id), *
            FROM (SELECT DISTINCT region_code, municipality_id, municipality_name, school_login, school_id, school_name FROM staging.invented);
            INSERT INTO staging.stg_vpr__outcome
            SELECT row_number() OVER (), *
            FROM (SELECT DISTINCT variant::INTEGER, sex, attendance, primary_score, mark_given, journal_mark, journal_state FROM staging.invented);
            INSERT INTO staging.stg_vpr__class SELECT row_number() OVER (ORDER BY class_label), class_label FROM (SELECT DISTINCT class_label FROM staging.invented);
            INSERT INTO staging.stg_vpr__row
            SELECT
                r.file_key, r.sheet_no, r.row_no, p.place_id, c.class_id, o.outcome_id, r.participant_code, r.task_code
            FROM staging.invented AS r
            JOIN staging.stg_vpr__place AS p USING (school_id)
            JOIN staging.stg_vpr__class AS c ON c.class_label IS NOT DISTINCT FROM r.class_label
            JOIN staging.stg_vpr__outcome AS o ON o.variant IS NOT DISTINCT FROM r.variant::INTEGER
                AND o.sex::VARCHAR IS NOT DISTINCT FROM r.sex AND o.attendance::VARCHAR = r.attendance AND o.primary_score IS NOT DISTINCT FROM r.primary_score
                AND o.mark_given IS NOT DISTINCT FROM r.mark_given AND o.journal_mark IS NOT DISTINCT FROM r.journal_mark AND o.journal_state::VARCHAR = r.journal_state
            ORDER BY r.file_key, r.row_no;
            DROP TABLE staging.invented;
            """);
    }
}
