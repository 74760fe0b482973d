using System.Globalization;

namespace MsokoAnalytics.Reports.Data;

/// <summary>What every report needs: targets, results of ВПР, the log of files and runs. Other sections read their own tables.</summary>
internal sealed class ReportDataSource(WarehouseReader reader)
{
    private static readonly string[] Needed =
    [
        "core.dim_municipality", "core.dim_school", "core.dim_work", "core.dim_scale_version", "core.int_sheet_work",
        "marts.mart_work_results", "marts.mart_journal_comparison", "marts.mart_score_distribution", "marts.mart_task_results",
        "ops.run", "ops.source_file",
    ];

    /// <summary>Fails with a clear message when the warehouse has not been built.</summary>
    /// <returns>The tables there are.</returns>
    internal async Task<IReadOnlySet<string>> CheckAsync(CancellationToken cancellationToken)
    {
        var present = await reader.TablesAsync(cancellationToken);
        var missing = Needed.Where(n => !present.Contains(n)).ToList();
        if (missing.Count > 0)
            throw new ReportException($"В хранилище нет таблиц {string.Join(", ", missing)}: загрузите данные и постройте витрины, затем повторите.");
        return present;
    }

    /// <summary>The newest complete run, or the newest one when none is complete; null without a log.</summary>
    internal async Task<RunRow?> RunAsync(CancellationToken cancellationToken)
    {
        var rows = await QueryAsync<RunRecord>(
            """
            SELECT run_id AS RunId, CAST(coalesce(finished_at, started_at) AS TIMESTAMP) AS FinishedAt
            FROM ops.run
            ORDER BY CASE status WHEN 'complete' THEN 0 ELSE 1 END, started_at DESC, run_id
            LIMIT 1
            """,
            [], cancellationToken);
        return rows.Count == 0 ? null : new RunRow(rows[0].RunId, rows[0].FinishedAt);
    }

    /// <summary>Municipalities and schools that have results in the wanted wave: by default each one's newest.</summary>
    internal async Task<IReadOnlyList<ReportTarget>> TargetsAsync(int? year, string? wave, CancellationToken cancellationToken)
    {
        var municipalities = await QueryAsync<MunicipalityRow>(
            "SELECT municipality_id AS MunicipalityId, region_code AS RegionCode, municipality_name AS Name FROM core.dim_municipality ORDER BY 1",
            [], cancellationToken);
        var schools = await QueryAsync<SchoolRecord>(
            "SELECT school_id AS SchoolId, school_name AS Name, municipality_id AS MunicipalityId FROM core.dim_school ORDER BY 1", [], cancellationToken);
        var waves = await QueryAsync<WaveRecord>(
            """
            SELECT DISTINCT scope AS Scope, scope_id AS ScopeId, CAST(year AS INTEGER) AS Year, wave AS Wave
            FROM marts.mart_work_results
            WHERE scope IN ('municipality', 'school') AND n_writers > 0 AND work_id IN (SELECT w.work_id FROM core.dim_work AS w WHERE w.procedure = 'ВПР')
            """,
            [], cancellationToken);
        var newest = waves.Where(w => (year is null || w.Year == year) && (wave is null || string.Equals(w.Wave, wave, StringComparison.Ordinal)))
            .GroupBy(w => new ScopeRef(w.Scope, w.ScopeId)).ToDictionary(g => g.Key, g => g.Max(w => new WaveKey(w.Year, w.Wave)));
        var schoolsOf = schools.ToLookup(s => s.MunicipalityId, StringComparer.Ordinal);
        var targets = new List<ReportTarget>();
        foreach (var municipality in municipalities)
        {
            var cards = schoolsOf[municipality.MunicipalityId]
                .Select(s => (School: new SchoolRow { SchoolId = s.SchoolId, Name = s.Name }, Key: new ScopeRef(Scopes.School, s.SchoolId)))
                .Where(s => newest.ContainsKey(s.Key)).Select(s => (s.School, newest[s.Key])).ToList();
            var own = newest.TryGetValue(new ScopeRef(Scopes.Municipality, municipality.MunicipalityId), out var key) ? key : (WaveKey?)null;
            if (own is not null || cards.Count > 0) targets.Add(new ReportTarget(municipality, own, cards));
        }

        return targets;
    }

    /// <summary>Loads everything the reports of one municipality and its schools need.</summary>
    internal async Task<MunicipalityData> LoadAsync(ReportTarget target, CancellationToken cancellationToken)
    {
        var parameters = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["municipality"] = target.Municipality.MunicipalityId, ["region"] = target.Municipality.RegionCode,
        };
        var schools = QueryAsync<SchoolRow>(
            "SELECT school_id AS SchoolId, school_name AS Name FROM core.dim_school WHERE municipality_id = $municipality ORDER BY 1",
            new() { ["municipality"] = target.Municipality.MunicipalityId }, cancellationToken);
        var works = QueryAsync<WorkRow>(
            """
            SELECT w.work_id AS WorkId, CAST(w.year AS INTEGER) AS Year, w.wave AS Wave, w.academic_year AS AcademicYear, CAST(w.grade AS INTEGER) AS Grade,
              CAST(w.actual_grade AS INTEGER) AS ActualGrade, w.subject AS Subject, w.subject_name AS SubjectName, w.level AS Level,
              CAST(w.max_score AS INTEGER) AS MaxScore, CAST(w.min_3 AS INTEGER) AS Min3, CAST(w.min_4 AS INTEGER) AS Min4,
              CAST(w.min_5 AS INTEGER) AS Min5, w.scale_status AS ScaleStatus, CAST(v.year AS INTEGER) AS ScaleYear
            FROM core.dim_work AS w
            LEFT JOIN core.dim_scale_version AS v ON v.scale_version_id = w.scale_version_id
            WHERE w.procedure = 'ВПР'
            ORDER BY 1
            """,
            [], cancellationToken);
        var results = QueryAsync<ResultRow>(
            $"""
            SELECT r.work_id AS WorkId, r.scope AS Scope, r.scope_id AS ScopeId, CAST(r.n_enrolled AS INTEGER) AS Enrolled,
              CAST(r.n_writers AS INTEGER) AS Writers, CAST(r.n_absent AS INTEGER) AS Absent, r.mean_score AS MeanScore, r.mean_pct AS MeanPct,
              CAST(coalesce(r.n2, 0) AS INTEGER) AS N2, CAST(coalesce(r.n3, 0) AS INTEGER) AS N3, CAST(coalesce(r.n4, 0) AS INTEGER) AS N4,
              CAST(coalesce(r.n5, 0) AS INTEGER) AS N5, r.mark_source AS MarkSource
            FROM marts.mart_work_results AS r
            WHERE {OfMunicipality("r")} AND r.n_writers > 0
            ORDER BY 1, 2, 3
            """,
            parameters, cancellationToken);
        var shown = Shown(target);
        var journal = QueryAsync<JournalRow>(
            $"""
            SELECT r.work_id AS WorkId, r.scope AS Scope, r.scope_id AS ScopeId, CAST(r.n_lowered AS INTEGER) AS Lowered,
              CAST(r.n_confirmed AS INTEGER) AS Confirmed, CAST(r.n_raised AS INTEGER) AS Raised, CAST(r.n_gap2 AS INTEGER) AS Gap2
            FROM marts.mart_journal_comparison AS r
            WHERE {OfMunicipality("r")} AND {shown}
            ORDER BY 1, 2, 3
            """,
            parameters, cancellationToken);
        var scores = QueryAsync<ScoreRow>(
            $"""
            SELECT r.work_id AS WorkId, r.scope AS Scope, r.scope_id AS ScopeId, CAST(r.score AS INTEGER) AS Score, CAST(r.n AS INTEGER) AS N
            FROM marts.mart_score_distribution AS r
            WHERE {OfMunicipality("r")} AND {shown}
            ORDER BY 1, 2, 3, 4
            """,
            parameters, cancellationToken);
        var tasks = QueryAsync<TaskRow>(
            $"""
            SELECT r.work_id AS WorkId, r.scope AS Scope, r.scope_id AS ScopeId, CAST(r.task_no AS INTEGER) AS TaskNo, r.task AS Task,
              CAST(r.task_max AS INTEGER) AS TaskMax, r.mean_pct AS MeanPct, r.x_pct AS XPct, CAST(r.n AS INTEGER) AS N
            FROM marts.mart_task_results AS r
            WHERE {OfMunicipality("r")} AND {shown}
            ORDER BY 1, 2, 3, 4
            """,
            parameters, cancellationToken);
        var files = QueryAsync<WorkFileRow>(
            """
            SELECT DISTINCT s.work_id AS WorkId, f.path AS Path, s.school_id AS SchoolId
            FROM core.int_sheet_work AS s
            JOIN ops.source_file AS f ON f.file_key = s.file_key
            WHERE f.status = 'loaded' AND s.work_id IN (SELECT v.work_id FROM core.dim_work AS v WHERE v.procedure = 'ВПР')
              AND coalesce(s.municipality_id, $municipality) = $municipality AND coalesce(s.region_code, $region) = $region
            ORDER BY 1, 2, 3
            """,
            parameters, cancellationToken);
        await Task.WhenAll(schools, works, results, journal, scores, tasks, files);
        return new MunicipalityData(
            target.Municipality, await schools, await works, await results, await journal, await scores, await tasks, await files);
    }

    /// <summary>Rows of ВПР of the municipality, its schools, its region and the country.</summary>
    private static string OfMunicipality(string alias) =>
        $"""
        {alias}.work_id IN (SELECT v.work_id FROM core.dim_work AS v WHERE v.procedure = 'ВПР') AND
        (({alias}.scope = 'municipality' AND {alias}.scope_id = $municipality)
          OR ({alias}.scope = 'region' AND {alias}.scope_id = $region)
          OR ({alias}.scope = 'country' AND {alias}.scope_id = '{Scopes.CountryId}')
          OR ({alias}.scope = 'school' AND {alias}.scope_id IN (SELECT d.school_id FROM core.dim_school AS d WHERE d.municipality_id = $municipality)))
        """;

    /// <summary>Wider groups in all waves shown, a school in the main wave and in that of its card: of a large municipality these are a quarter of the rows.</summary>
    private static string Shown(ReportTarget target)
    {
        var others = target.Others;
        var parts = new List<string> { $"(r.scope <> 'school' AND {InWaves(target.Waves)})" };
        if (target.MainWave is { } main) parts.Add(InWaves([main]));
        if (others.Count > 0) parts.Add($"(r.scope_id IN ({SqlList.Of(others.Select(s => s.School.SchoolId))}) AND {InWaves([.. others.Select(s => s.Wave).Distinct().Order()])})");
        return $"({string.Join(" OR ", parts)})";
    }

    /// <summary>The waves are our own values (a number and one of two words), not a user's text.</summary>
    private static string InWaves(IReadOnlyList<WaveKey> waves) =>
        "(" + string.Join(" OR ", waves.Select(w => $"(r.year = {w.Year.ToString(CultureInfo.InvariantCulture)} AND r.wave = '{w.Wave.Replace("'", "''", StringComparison.Ordinal)}')")) + ")";

    private Task<List<T>> QueryAsync<T>(string sql, Dictionary<string, object> parameters, CancellationToken cancellationToken) =>
        reader.QueryAsync<T>(sql, parameters, cancellationToken);

    private sealed record RunRecord
    {
        public required string RunId { get; init; }

        public DateTime FinishedAt { get; init; }
    }

    private sealed record SchoolRecord
    {
        public required string SchoolId { get; init; }

        public required string Name { get; init; }

        public required string MunicipalityId { get; init; }
    }

    private sealed record WaveRecord
    {
        public required string Scope { get; init; }

        public required string ScopeId { get; init; }

        public int Year { get; init; }

        public required string Wave { get; init; }
    }
}
