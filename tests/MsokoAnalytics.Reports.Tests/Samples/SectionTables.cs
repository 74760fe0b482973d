using MsokoAnalytics.DuckDb;

namespace MsokoAnalytics.Reports.Tests.Samples;

/// <summary>The marts that the sections read, with the columns they read, filled row by row.</summary>
internal static class SectionTables
{
    private static readonly string[] Tables =
    [
        "CREATE TABLE marts.mart_work_results_now (work_id VARCHAR, year INTEGER, wave VARCHAR, grade INTEGER, subject VARCHAR, level VARCHAR, scope VARCHAR, scope_id VARCHAR, municipality_id VARCHAR, n_marked INTEGER, n4 INTEGER, n5 INTEGER)",
        """
        CREATE TABLE marts.mart_dynamics (kind VARCHAR, measure VARCHAR, procedure VARCHAR, scope VARCHAR, scope_id VARCHAR, municipality_id VARCHAR, subject VARCHAR, level VARCHAR, grade_from INTEGER, grade_to INTEGER,
          year_from INTEGER, year_to INTEGER, n_from INTEGER, n_to INTEGER, value_from DOUBLE, value_to DOUBLE, lo DOUBLE, hi DOUBLE, anchor_scope VARCHAR, relative_difference DOUBLE, relative_lo DOUBLE, relative_hi DOUBLE,
          verdict VARCHAR, shrunken DOUBLE, shrunken_lo DOUBLE, shrunken_hi DOUBLE)
        """,
        "CREATE TABLE core.seed_analysis_setting (setting VARCHAR, value DOUBLE)",
        "INSERT INTO core.seed_analysis_setting VALUES ('dynamics_fdr', 0.05), ('dynamics_min_n', 10)",
        """
        CREATE TABLE marts.mart_trend (source VARCHAR, procedure VARCHAR, wave VARCHAR, scope VARCHAR, scope_id VARCHAR, municipality_id VARCHAR, subject VARCHAR, level VARCHAR, grade INTEGER, measure VARCHAR, n_years INTEGER,
          year_from INTEGER, year_to INTEGER, n_min INTEGER, value_first DOUBLE, value_last DOUBLE, slope DOUBLE, slope_lo DOUBLE, slope_hi DOUBLE, peer_slope DOUBLE, verdict VARCHAR, change_year INTEGER, change_step DOUBLE,
          change_lo DOUBLE, change_hi DOUBLE, change_verdict VARCHAR, rule_version VARCHAR)
        """,
        "CREATE TABLE core.dim_indicator (indicator VARCHAR, indicator_name VARCHAR, family VARCHAR, unit VARCHAR, min_n INTEGER)",
        """
        CREATE TABLE marts.mart_indicator (indicator VARCHAR, rule_version VARCHAR, education_level VARCHAR, item VARCHAR, scope VARCHAR, scope_id VARCHAR, year INTEGER, value DOUBLE, n INTEGER, lo DOUBLE, hi DOUBLE, applicable BOOLEAN, suppressed BOOLEAN)
        """,
        "CREATE TABLE core.dim_rule_set (rule_set VARCHAR, rule_set_name VARCHAR, rule_version VARCHAR, source_document VARCHAR)",
        "CREATE TABLE core.dim_rule_policy (rule_set VARCHAR, policy VARCHAR, footnote_no INTEGER, defect VARCHAR, footnote VARCHAR)",
        "CREATE TABLE core.dim_rule_row (rule_set VARCHAR, row_no VARCHAR, points_per_unit INTEGER, max_points INTEGER)",
        """
        CREATE TABLE marts.mart_score_sheet (rule_set VARCHAR, municipality_id VARCHAR, school_id VARCHAR, year INTEGER, criterion_no INTEGER, criterion VARCHAR, row_no VARCHAR, row_order INTEGER, row_name VARCHAR, scoring_text VARCHAR,
          indicator VARCHAR, value DOUBLE, numerator DOUBLE, n INTEGER, lo DOUBLE, hi DOUBLE, status VARCHAR, points INTEGER, points_per_100 DOUBLE, policies VARCHAR)
        """,
        """
        CREATE TABLE marts.mart_score_total (rule_set VARCHAR, municipality_id VARCHAR, school_id VARCHAR, year INTEGER, criterion_no INTEGER, points INTEGER, minimum_printed INTEGER, minimum INTEGER, n_rows INTEGER, n_scored INTEGER,
          n_reference INTEGER, n_missing INTEGER, is_passed BOOLEAN)
        """,
        """
        CREATE TABLE marts.mart_low_results (rule VARCHAR, municipality_id VARCHAR, school_id VARCHAR, year INTEGER, base_years VARCHAR, n_items INTEGER, n_low INTEGER, n_sure INTEGER, n_needed INTEGER, pooled_n INTEGER, pooled_pct DOUBLE,
          pooled_lo DOUBLE, pooled_hi DOUBLE, status VARCHAR, movement VARCHAR, n_years_listed INTEGER, reason VARCHAR, movement_reason VARCHAR, is_officially_listed BOOLEAN, official_document VARCHAR)
        """,
        """
        CREATE TABLE marts.mart_low_results_rule (rule VARCHAR, rule_name VARCHAR, rule_version VARCHAR, rule_status VARCHAR, source_document VARCHAR, statement VARCHAR, parameter VARCHAR, value_text VARCHAR, meaning VARCHAR, status VARCHAR)
        """,
        """
        CREATE TABLE marts.mart_resilient_school (rule_version VARCHAR, year INTEGER, municipality_id VARCHAR, school_id VARCHAR, hardship DOUBLE, is_hard BOOLEAN, components VARCHAR, n INTEGER, quality DOUBLE, expected DOUBLE,
          difference DOUBLE, lo DOUBLE, hi DOUBLE, is_high BOOLEAN, n_years_high INTEGER, n_years_known INTEGER, status VARCHAR, is_officially_biased BOOLEAN)
        """,
        "CREATE SCHEMA anomaly",
        "CREATE TABLE anomaly.flags (school_id VARCHAR, level VARCHAR, direction VARCHAR, status VARCHAR)",
        """
        CREATE TABLE marts.mart_school_cluster (academic_year VARCHAR, school_id VARCHAR, municipality_id VARCHAR, cluster INTEGER, cluster_name VARCHAR, silhouette DOUBLE, map_x DOUBLE, map_y DOUBLE, stability DOUBLE, n_schools INTEGER,
          n_known INTEGER, n_variables INTEGER, reason VARCHAR, rule_version VARCHAR)
        """,
        "CREATE TABLE marts.mart_cluster_profile (academic_year VARCHAR, cluster INTEGER, cluster_name VARCHAR, profile_text VARCHAR, n_schools INTEGER)",
        "CREATE TABLE marts.mart_school_peer (academic_year VARCHAR, school_id VARCHAR, municipality_id VARCHAR, rank INTEGER, peer_school_id VARCHAR, distance DOUBLE, same_cluster BOOLEAN, differs_in VARCHAR)",
        """
        CREATE TABLE marts.mart_cluster_comparison (source VARCHAR, procedure VARCHAR, measure VARCHAR, work_id VARCHAR, school_id VARCHAR, municipality_id VARCHAR, n INTEGER, value DOUBLE, n_peers INTEGER, n_peer_pupils INTEGER,
          peer_value DOUBLE, difference DOUBLE, lo DOUBLE, hi DOUBLE, verdict VARCHAR)
        """,
        """
        CREATE TABLE marts.mart_value_added (transition VARCHAR, level VARCHAR, subject VARCHAR, work_level VARCHAR, grade_from INTEGER, grade_to INTEGER, year_to INTEGER, school_id VARCHAR, municipality_id VARCHAR, n_to INTEGER,
          n_works INTEGER, raw DOUBLE, value_added DOUBLE, lo DOUBLE, hi DOUBLE, verdict VARCHAR, has_context BOOLEAN, rule_version VARCHAR)
        """,
        """
        CREATE TABLE marts.mart_skill_deficit (work_id VARCHAR, procedure VARCHAR, school_id VARCHAR, municipality_id VARCHAR, code_system VARCHAR, skill VARCHAR, skill_name VARCHAR, tasks VARCHAR, code_status VARCHAR, reference VARCHAR,
          n INTEGER, n_reference INTEGER, value DOUBLE, reference_value DOUBLE, difference DOUBLE, lo DOUBLE, hi DOUBLE, verdict VARCHAR, is_system_deficit BOOLEAN, rule_version VARCHAR)
        """,
    ];

    /// <summary>Adds the tables, empty but for settings.</summary>
    internal static DuckDbConnection Add(DuckDbConnection connection)
    {
        foreach (var table in Tables) SampleDatabase.Execute(connection, table);
        return connection;
    }

    /// <summary>A warehouse of these tables and a few schools of 99_m001.</summary>
    internal static DuckDbConnection Empty(params (string Id, string Name)[] schools)
    {
        var connection = Add(SampleDatabase.Empty());
        foreach (var (id, name) in schools) SampleDatabase.Execute(connection, $"INSERT INTO core.dim_school VALUES ('{id}', 'edu', '{name}', '99_m001', false)");
        return connection;
    }

    internal static DuckDbConnection Rows(this DuckDbConnection connection, string table, params string[] values)
    {
        foreach (var row in values) SampleDatabase.Execute(connection, $"INSERT INTO {table} VALUES ({row})");
        return connection;
    }
}
