using System.Data.Common;
using MsokoAnalytics.DuckDb;
using MsokoAnalytics.Reports.Data;

namespace MsokoAnalytics.Reports.Tests.Samples;

/// <summary>A small warehouse in memory with the tables of the contract that reports read.</summary>
internal static class SampleDatabase
{
    private const string Keys = "work_id VARCHAR, year INTEGER, wave VARCHAR, grade INTEGER, subject VARCHAR, level VARCHAR, scope VARCHAR, scope_id VARCHAR";

    private static readonly string[] Tables =
    [
        "CREATE SCHEMA core", "CREATE SCHEMA marts", "CREATE SCHEMA ops",
        "CREATE TABLE core.dim_municipality (municipality_id VARCHAR, region_code VARCHAR, municipality_name VARCHAR)",
        "CREATE TABLE core.dim_school (school_id VARCHAR, login_prefix VARCHAR, school_name VARCHAR, municipality_id VARCHAR, is_special BOOLEAN)",
        """
        CREATE TABLE core.dim_work (work_id VARCHAR, procedure VARCHAR, year INTEGER, academic_year VARCHAR, wave VARCHAR, grade INTEGER, actual_grade INTEGER,
          subject VARCHAR, subject_name VARCHAR, level VARCHAR, max_score INTEGER, min_3 INTEGER, min_4 INTEGER, min_5 INTEGER, scale_status VARCHAR, scale_source VARCHAR)
        """,
        "CREATE TABLE core.int_sheet_work (work_id VARCHAR, file_key BIGINT, region_code VARCHAR, municipality_id VARCHAR, school_id VARCHAR)",
        $"CREATE TABLE marts.mart_work_results ({Keys}, n_enrolled INTEGER, n_writers INTEGER, n_absent INTEGER, mean_score DOUBLE, mean_pct DOUBLE, n2 INTEGER, n3 INTEGER, n4 INTEGER, n5 INTEGER, mark_source VARCHAR)",
        $"CREATE TABLE marts.mart_journal_comparison ({Keys}, n_lowered INTEGER, n_confirmed INTEGER, n_raised INTEGER, n_gap2 INTEGER)",
        $"CREATE TABLE marts.mart_score_distribution ({Keys}, score INTEGER, n INTEGER)",
        $"CREATE TABLE marts.mart_task_results ({Keys}, task VARCHAR, task_no INTEGER, task_max INTEGER, mean_pct DOUBLE, x_pct DOUBLE, n INTEGER)",
        "CREATE TABLE ops.run (run_id VARCHAR, started_at TIMESTAMP, finished_at TIMESTAMP, status VARCHAR)",
        "CREATE TABLE ops.source_file (file_key BIGINT, path VARCHAR, status VARCHAR)",
    ];

    internal static DuckDbConnection Empty()
    {
        var connection = new DuckDbConnection("Data Source=:memory:;threads=1");
        connection.Open();
        foreach (var table in Tables) Execute(connection, table);
        return connection;
    }

    internal static DuckDbConnection With(SampleRegion region)
    {
        var connection = Empty();
        Insert(connection, "core", "dim_municipality", [[region.Municipality.MunicipalityId, region.Municipality.RegionCode, region.Municipality.Name]]);
        Insert(connection, "core", "dim_school", region.Schools.Select(s => new object?[] { s.SchoolId, "edu", s.Name, SampleRegion.MunicipalityId, false }));
        var works = region.Works.ToDictionary(w => w.WorkId, StringComparer.Ordinal);
        Insert(connection, "core", "dim_work", region.Works.Select(w => new object?[]
        {
            w.WorkId, "ВПР", w.Year, w.AcademicYear, w.Wave, w.Grade, w.ActualGrade, w.Subject, w.SubjectName, w.Level, w.MaxScore, w.Min3, w.Min4, w.Min5, w.ScaleStatus, w.ScaleSource,
        }));
        Insert(connection, "core", "int_sheet_work", region.Works.Select((w, i) => new object?[] { w.WorkId, (long)i + 1, SampleRegion.RegionCode, SampleRegion.MunicipalityId, null }));
        Insert(connection, "ops", "source_file", region.Works.Select((w, i) => new object?[] { (long)i + 1, $"ВПР {w.Year}/Ф1_{w.Subject}_{w.Grade}.xlsx", "loaded" }));
        Insert(connection, "ops", "run", [["прогон-1", new DateTime(2026, 5, 14, 9, 0, 0), new DateTime(2026, 5, 14, 9, 30, 0), "complete"]]);
        Insert(connection, "marts", "mart_work_results", region.Results.Select(r => (object?[])
            [.. KeysOf(works[r.WorkId], r.Scope, r.ScopeId), r.Enrolled, r.Writers, r.Absent, r.MeanScore, r.MeanPct, r.N2, r.N3, r.N4, r.N5, r.MarkSource]));
        Insert(connection, "marts", "mart_journal_comparison", region.Journal.Select(r => (object?[])
            [.. KeysOf(works[r.WorkId], r.Scope, r.ScopeId), r.Lowered, r.Confirmed, r.Raised, r.Gap2]));
        Insert(connection, "marts", "mart_score_distribution", region.Scores.Select(r => (object?[])[.. KeysOf(works[r.WorkId], r.Scope, r.ScopeId), r.Score, r.N]));
        Insert(connection, "marts", "mart_task_results", region.Tasks.Select(r => (object?[])
            [.. KeysOf(works[r.WorkId], r.Scope, r.ScopeId), r.Task, r.TaskNo, r.TaskMax, r.MeanPct, r.XPct, r.N]));
        return connection;
    }

    internal static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object?[] KeysOf(WorkRow work, string scope, string scopeId) =>
        [work.WorkId, work.Year, work.Wave, work.Grade, work.Subject, work.Level, scope, scopeId];

    private static void Insert(DuckDbConnection connection, string schema, string table, IEnumerable<object?[]> rows)
    {
        using var appender = connection.CreateAppender(schema, table);
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++) appender.SetValue(i, row[i]);
            appender.EndRow();
        }

        appender.Close();
    }
}
