using MsokoAnalytics.Reports.Data;

namespace MsokoAnalytics.Reports.Sections.Objectivity;

/// <summary>What the sections on signs of bias read for a municipality and its schools.</summary>
internal sealed record ObjectivityRecords
{
    internal static readonly string[] Tables =
        ["anomaly.flags", "anomaly.class_evidence", "anomaly.cannot_judge", "anomaly.diagnostics", "anomaly.official_markers", "anomaly.official_index", "marts.mart_official_list"];

    private const string OfMunicipality = "SELECT m.school_id FROM core.map_school_year AS m WHERE m.municipality_id = $municipality";

    /// <summary>Directions «впр» and «оба»: the lists of the ВПР.</summary>
    internal required IReadOnlyList<FlagRow> Flags { get; init; }

    /// <summary>Direction «журнал»: signs in the current marks alone, another list.</summary>
    internal required IReadOnlyList<FlagRow> JournalFlags { get; init; }

    internal required IReadOnlyList<SubjectYearRow> Subjects { get; init; }

    internal required IReadOnlyList<RefusalRow> Refusals { get; init; }

    internal required IReadOnlyList<DiagnosticRow> Diagnostics { get; init; }

    internal required IReadOnlyList<MarkerRow> Markers { get; init; }

    internal required IReadOnlyList<BaselineRow> Baselines { get; init; }

    internal required IReadOnlyList<ListedRow> Listed { get; init; }

    internal required IReadOnlyList<IndexRow> Index { get; init; }

    internal required ILookup<(string Work, string Class), ScoreCountRow> Scores { get; init; }

    internal required ILookup<(string Work, string Class), PairCountRow> Pairs { get; init; }

    internal string ModelVersion => Diagnostics.Count > 0 ? Diagnostics[0].ModelVersion : "—";

    internal double? Diagnostic(string name) => Diagnostics.FirstOrDefault(d => d.Name == name)?.Value;

    internal static async Task<ObjectivityRecords> LoadAsync(WarehouseReader reader, ReportTarget target, CancellationToken token)
    {
        Task<List<T>> Read<T>(string sql) => reader.OfMunicipalityAsync<T>(sql, target, token);
        var scores = await Read<ScoreCountRow>(
            "SELECT d.work_id AS WorkId, d.scope_id AS ClassId, d.score AS Score, d.n AS N FROM marts.mart_score_distribution AS d "
            + $"JOIN anomaly.flags AS f ON f.work_id = d.work_id AND f.class_id = d.scope_id AND f.direction <> 'журнал' WHERE d.scope = 'class' AND f.school_id IN ({OfMunicipality})");
        var pairs = await Read<PairCountRow>(
            "SELECT d.work_id AS WorkId, d.scope_id AS ClassId, d.mark AS Mark, d.journal_mark AS JournalMark, d.n AS N FROM marts.mart_journal_matrix AS d "
            + $"JOIN anomaly.flags AS f ON f.work_id = d.work_id AND f.class_id = d.scope_id AND f.direction <> 'журнал' WHERE d.scope = 'class' AND f.school_id IN ({OfMunicipality})");
        var flags = (await Read<FlagRow>(
                // The level inside the key: as a condition of its own it makes DuckDB compare every flag with every class (5 s instead of 0.1 s for a region).
                // A class whose ВПР could not be judged has no evidence; its letter is in the results.
                "SELECT f.flag_id AS FlagId, f.level AS Level, f.list AS List, f.work_id AS WorkId, f.school_id AS SchoolId, f.class_id AS ClassId, coalesce(e.class_label, g.class_label) AS ClassLabel, f.direction AS Direction, "
                + "f.mechanism AS Mechanism, f.posterior AS Posterior, e.posterior_alone AS PosteriorAlone, f.q_value AS QValue, e.conformal_p AS ConformalP, f.n AS N, e.tier AS Tier, e.mean_score AS MeanScore, f.effect_marks AS EffectMarks, "
                + "f.explanation_ru AS Explanation, f.against_ru AS Against, f.academic_year AS AcademicYear, f.status AS Status, f.status_reason AS StatusReason FROM anomaly.flags AS f "
                + "LEFT JOIN anomaly.class_evidence AS e ON e.work_id = CASE WHEN f.level = 'класс × работа' THEN f.work_id END AND e.school_id = f.school_id AND e.class_id IS NOT DISTINCT FROM f.class_id "
                + "LEFT JOIN (SELECT r.work_id, r.class_id, any_value(r.class_label ORDER BY r.class_label) AS class_label FROM core.int_result_group AS r WHERE r.class_id IS NOT NULL GROUP BY r.work_id, r.class_id) AS g "
                + "ON g.work_id = f.work_id AND g.class_id = f.class_id "
                + $"WHERE f.school_id IN ({OfMunicipality})")).ToLookup(f => f.Direction == JournalSigns.Direction);
        return new ObjectivityRecords
        {
            Flags = [.. flags[false]],
            JournalFlags = [.. flags[true]],
            Subjects = await Read<SubjectYearRow>(
                "SELECT e.school_id AS SchoolId, w.year AS Year, w.subject AS Subject, CAST(count(*) AS INTEGER) AS Units, sum(e.posterior ORDER BY e.work_id, e.class_id) AS Expected FROM anomaly.class_evidence AS e "
                + $"JOIN core.dim_work AS w ON w.work_id = e.work_id WHERE e.school_id IN ({OfMunicipality}) GROUP BY e.school_id, w.year, w.subject"),
            Refusals = await Read<RefusalRow>(
                "SELECT coalesce(w.year, 0) AS Year, r.school_id AS SchoolId, r.work_id AS WorkId, r.reason AS Reason, any_value(r.reason_ru ORDER BY r.reason_ru) AS Text, CAST(count(*) AS INTEGER) AS Count FROM anomaly.cannot_judge AS r "
                + $"LEFT JOIN core.dim_work AS w ON w.work_id = r.work_id WHERE (r.school_id IS NULL AND coalesce(r.municipality_id, $municipality) = $municipality) OR r.school_id IN ({OfMunicipality}) GROUP BY ALL"),
            Diagnostics = await Read<DiagnosticRow>("SELECT d.name AS Name, d.value AS Value, d.value_lo AS Low, d.value_hi AS High, d.n AS N, d.training_lo AS TrainingLow, d.training_hi AS TrainingHigh, d.in_training_range AS InRange, d.text_ru AS Text, d.model_version AS ModelVersion FROM anomaly.diagnostics AS d WHERE coalesce(d.municipality_id, $municipality) = $municipality"),
            Markers = await Read<MarkerRow>(
                "SELECT o.year AS Year, o.school_id AS SchoolId, string_agg(o.grade || ' ' || o.subject || ': ' || CASE o.marker WHEN 'mean' THEN 'средний балл' WHEN 'journal' THEN 'журнал' WHEN 'rise' THEN 'возрастание' ELSE 'падение' END, '; ' "
                + "ORDER BY o.marker_no) AS Markers, CAST(count(*) AS INTEGER) AS Fired FROM anomaly.official_markers AS o "
                + "WHERE o.municipality_id = $municipality AND o.rule_version = '2019/1' AND o.marker_no IS NOT NULL AND o.state = 'признак' GROUP BY o.year, o.school_id"),
            Baselines = await Read<BaselineRow>(
                "SELECT o.year AS Year, o.rule_version AS RuleVersion, o.marker AS Marker, any_value(o.marker_name) AS MarkerName, CAST(count(*) FILTER (WHERE o.state <> 'нельзя вычислить') AS INTEGER) AS Computed, "
                + "CAST(count(*) FILTER (WHERE o.state = 'признак') AS INTEGER) AS Fired FROM anomaly.official_markers AS o WHERE o.municipality_id = $municipality AND o.rule_version <> '2019/n10' "
                + "GROUP BY o.year, o.rule_version, o.marker"),
            Listed = await Read<ListedRow>(
                $"SELECT l.year AS Year, l.school_id AS SchoolId, l.works AS Works, l.document AS Document FROM marts.mart_official_list AS l WHERE l.list = 'bias' AND l.school_id IN ({OfMunicipality})"),
            Index = await Read<IndexRow>(
                "SELECT i.year AS Year, i.index_pct AS Index, i.index_lo AS Low, i.index_hi AS High, i.n_schools AS Schools, i.n_marked AS Marked FROM anomaly.official_index AS i "
                + "WHERE i.scope = 'municipality' AND i.scope_id = $municipality AND i.rule_version = '2019/1'"),
            Scores = scores.ToLookup(s => (s.WorkId, s.ClassId)),
            Pairs = pairs.ToLookup(p => (p.WorkId, p.ClassId)),
        };
    }
}
