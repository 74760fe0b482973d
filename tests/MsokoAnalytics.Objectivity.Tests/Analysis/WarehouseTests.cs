using System.Data.Common;
using Dapper;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Store;
using MsokoAnalytics.Objectivity.Worlds;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Objectivity.Tests.Analysis;

/// <summary>Generated worlds through a warehouse: the same answer as straight from the engine, and odd data always an answer or «нельзя судить».</summary>
public sealed class WarehouseTests : IDisposable
{
    private static readonly GeneratedWorld World = WorldGenerator.Generate(new WorldParameters { Schools = 14, Years = 2, Prone = .3 }, 21);
    private readonly WarehouseDatabase _warehouse = WarehouseDatabase.Open(new WarehouseOptions());

    private DbConnection Connection => _warehouse.Connection;

    public void Dispose() => _warehouse.Dispose();

    [Fact]
    public void The_warehouse_gives_the_posteriors_of_the_engine()
    {
        var data = TierMask.Apply(World.Data, DataTier.T2);
        var direct = ObjectivityAnalysis.Analyse(data, ModelSet.Default);
        Run(data);
        var stored = Connection.Query<(string Work, string School, string Label, double Posterior)>("SELECT work_id, school_id, class_label, posterior FROM anomaly.class_evidence").ToArray();
        Assert.Equal(direct.Units.Length, stored.Length);
        Assert.Equal(direct.Units.Select(u => u.Scored.Posterior).Order(), stored.Select(s => s.Posterior).Order(), (a, b) => Math.Abs(a - b) < 1e-12);
        var bySchool = direct.Units.GroupBy(u => (u.Scored.Unit.School, u.Scored.Unit.Subject, u.Scored.Unit.Grade, u.Scored.Unit.Year)).Select(g => g.Sum(u => u.Scored.Posterior)).Order();
        Assert.Equal(bySchool, stored.GroupBy(s => (s.School, s.Work)).Select(g => g.Sum(s => s.Posterior)).Order(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Every_school_has_its_years_and_its_works_and_flags_agree_with_them()
    {
        Run(World.Data);
        Assert.Equal(14, Whole("SELECT count(*) FROM anomaly.school_evidence WHERE scope = 'школа'"));
        Assert.Equal(28, Whole("SELECT count(*) FROM anomaly.school_evidence WHERE scope = 'школа × год' AND academic_year IS NOT NULL"));
        Assert.Equal(
            Whole("SELECT count(*) FROM (SELECT DISTINCT work_id, school_id FROM anomaly.class_evidence)"),
            Whole("SELECT count(*) FROM anomaly.school_evidence WHERE scope = 'школа × работа' AND academic_year IS NOT NULL"));
        // Classes, pupils and expected shares of the school levels are those of their classes.
        Assert.Equal(0, Whole(
            """
            SELECT count(*) FROM anomaly.school_evidence AS s JOIN (
              SELECT work_id, school_id, count(*) AS n, sum(n_participants) AS pupils, avg(posterior) AS share FROM anomaly.class_evidence GROUP BY ALL
            ) AS c ON c.work_id = s.work_id AND c.school_id = s.school_id
            WHERE s.n_classes <> c.n OR s.n_participants <> c.pupils OR abs(s.expected_share - c.share) > 1e-9 OR (s.q_value IS NULL) <> (c.n = 1)
            """));
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.flags AS f WHERE f.level LIKE 'школа%' AND NOT EXISTS (SELECT 1 FROM anomaly.school_evidence AS s WHERE s.scope = f.level AND s.school_id = f.school_id AND s.work_id IS NOT DISTINCT FROM f.work_id AND s.q_value = f.q_value AND s.posterior = f.posterior)"));
        foreach (var level in (string[])["класс × работа", "школа × работа", "школа × год", "школа"])
            Assert.True(Whole($"SELECT count(*) FROM anomaly.flags WHERE level = '{level}'") > 0, $"no flag of the level {level}");
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.flags WHERE against_ru NOT LIKE 'Против:%' OR NOT contains(explanation_ru, against_ru) OR explanation_ru LIKE '%{%' OR explanation_ru NOT LIKE '%не вывод о нарушении%' OR q_value > 0.1"));
        Assert.Equal(Whole("SELECT count(*) FROM anomaly.flags"), Whole("SELECT count(DISTINCT flag_id) FROM anomaly.flags"));
    }

    [Fact]
    public void Unusual_results_are_ranked_apart_from_the_lists()
    {
        Run(World.Data);
        var n = Whole("SELECT count(*) FROM anomaly.unusual_result");
        Assert.InRange(n, 1, Whole("SELECT count(*) FROM anomaly.class_evidence") / 20);
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.unusual_result AS u JOIN anomaly.flags AS f ON f.level = 'класс × работа' AND f.work_id = u.work_id AND f.school_id = u.school_id AND f.class_id IS NOT DISTINCT FROM u.class_id"));
        Assert.Equal(0, Whole("SELECT count(*) FROM (SELECT rank, score, lead(score) OVER (ORDER BY rank) AS next FROM anomaly.unusual_result) WHERE next > score"));
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.unusual_result WHERE explanation_ru NOT LIKE 'Необычно: %' OR explanation_ru LIKE '%{%' OR NOT isfinite(score)"));
        var lines = UnusualLine.Read(Connection, 3)!;
        Assert.Equal(Enumerable.Range(1, (int)Math.Min(3, n)), lines.Select(l => l.Rank));
    }

    [Fact]
    public void Every_column_of_the_answer_is_filled_where_the_data_give_it()
    {
        Run(World.Data);
        // Without observers, ОГЭ and a class that is a whole school the rest must be there.
        var without = new HashSet<string>(StringComparer.Ordinal)
        {
            "class_evidence.controlled_p", "class_evidence.z_gia", "flags.status_reason", "diagnostics.municipality_id",
        };
        foreach (var table in (string[])["class_evidence", "school_evidence", "flags", "diagnostics", "corrected_work_result"])
            foreach (var column in Connection.Query<string>("SELECT column_name FROM information_schema.columns WHERE table_schema = 'anomaly' AND table_name = $table", new { table }))
                Assert.True(without.Contains($"{table}.{column}") || Whole($"SELECT count({column}) FROM anomaly.{table}") > 0, $"{table}.{column} is empty");
        Assert.Equal(0, Whole(
            """
            SELECT count(*) FROM anomaly.flags
            WHERE (level IN ('класс × работа', 'школа × работа') AND (effect_points IS NULL OR mechanism IS NULL OR work_id IS NULL)) OR effect_marks IS NULL OR (level <> 'школа' AND academic_year IS NULL)
              OR explanation_ru = '' OR rule_version <> 'bayes-fdr-1' OR model_version = '' OR status <> 'новый' OR direction NOT IN ('впр', 'оба')
            """));
        Assert.True(Whole("SELECT count(*) FROM anomaly.flags WHERE level = 'класс × работа' AND persistence > 0") > 0);
        // Persistence of a school is the number of its other probable years.
        Assert.Equal(0, Whole(
            """
            SELECT count(*) FROM anomaly.flags AS f
            WHERE f.level = 'школа × год' AND f.persistence <> (
              SELECT count(*) FROM anomaly.school_evidence AS s WHERE s.scope = f.level AND s.school_id = f.school_id AND s.academic_year <> f.academic_year AND s.posterior > 0.5)
            """));
    }

    [Fact]
    public void Corrected_results_lie_where_the_weights_put_them()
    {
        Run(World.Data);
        // One work of one school by hand: every class weighs 1 − posterior.
        var (work, school) = Connection.QuerySingle<(string, string)>("SELECT work_id, school_id FROM anomaly.class_evidence GROUP BY ALL HAVING count(*) > 1 ORDER BY max(posterior) DESC, work_id LIMIT 1");
        double weights = 0, squares = 0, scores = 0, good = 0;
        foreach (var (label, posterior) in Connection.Query<(string, double)>("SELECT class_label, posterior FROM anomaly.class_evidence WHERE work_id = $work AND school_id = $school", new { work, school }))
        {
            foreach (var (score, mark) in Connection.Query<(short, sbyte)>("SELECT f.primary_score, f.mark FROM core.fct_participant_result AS f JOIN core.int_result_group AS g USING (group_no) WHERE f.is_writer AND f.work_id = $work AND f.school_id = $school AND g.class_label = $label", new { work, school, label }))
            {
                weights += 1 - posterior;
                squares += (1 - posterior) * (1 - posterior);
                scores += (1 - posterior) * score;
                if (mark >= 4) good += 1 - posterior;
            }
        }

        var row = Connection.QuerySingle<(double Effective, double Score, double Quality, double Low, double High)>(
            "SELECT n_effective, mean_score_corrected, quality_pct_corrected, quality_corrected_lo, quality_corrected_hi FROM anomaly.corrected_work_result WHERE scope = 'school' AND work_id = $work AND scope_id = $school", new { work, school });
        Assert.Equal(weights, row.Effective, 1e-9);
        Assert.Equal(scores / weights, row.Score, 1e-9);
        Assert.Equal(100 * good / weights, row.Quality, 1e-9);
        // Wilson with the effective number of pupils by Kish.
        double size = weights * weights / squares, p = good / weights, z = 1.959963984540054, scale = 1 + (z * z / size);
        var half = z * Math.Sqrt((p * (1 - p) / size) + (z * z / (4 * size * size))) / scale;
        Assert.Equal(100 * (((p + (z * z / (2 * size))) / scale) - half), row.Low, 1e-9);
        Assert.Equal(100 * (((p + (z * z / (2 * size))) / scale) + half), row.High, 1e-9);
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.corrected_work_result WHERE NOT (pass_pct_corrected BETWEEN pass_corrected_lo AND pass_corrected_hi) OR NOT (quality_corrected_hi BETWEEN 0 AND 100)"));
        Assert.True(Whole("SELECT count(*) FROM anomaly.corrected_work_result WHERE scope = 'municipality'") > 0);
    }

    [Fact]
    public void Works_of_which_only_summaries_are_loaded_cannot_be_judged()
    {
        Write(World.Data);
        var work = Connection.QuerySingle<string>("SELECT min(work_id) FROM core.dim_work");
        Connection.Execute(
            """
            INSERT INTO core.fct_official_marks VALUES ($work, 'school', '200001', 57), ($work, 'school', '100001', 30), ($work, 'municipality', '99_m002', 640), ($work, 'municipality', '99_m001', 500), ($work, 'country', 'РФ', 9000);
            """, new { work });
        Connection.Execute("INSERT INTO core.fct_aggregate_result VALUES ($work, 'ВПР', 'school', '200002', 41), ($work, 'МКР', 'school', '200003', 41)", new { work });
        ObjectivityRun.Execute(Connection, "test", ModelSet.Default);
        var rows = Connection.Query<(string?, string?, int, string)>("SELECT municipality_id, school_id, n, reason_ru FROM anomaly.cannot_judge WHERE reason = 'AggregatesOnly' ORDER BY n").ToArray();
        Assert.Equal([(null, "200002", 41), (null, "200001", 57), ("99_m002", null, 640)], rows.Select(r => (r.Item1, r.Item2, r.Item3)));
        Assert.All(rows, r => Assert.Contains(r.Item3.ToString(System.Globalization.CultureInfo.InvariantCulture), r.Item4, StringComparison.Ordinal));
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.flags WHERE school_id LIKE '2%'"));
    }

    [Fact]
    public void Controlled_classes_are_marked_and_their_p_counts_them()
    {
        Write(World.Data);
        Connection.Execute("INSERT INTO core.controlled_result SELECT DISTINCT 2021, school_id, 5, CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR) FROM core.fct_participant_result");
        Connection.Execute("INSERT INTO core.controlled_result VALUES (2022, '100001', 6, 'МА', NULL)");
        ObjectivityRun.Execute(Connection, "test", ModelSet.Default);
        Assert.Equal(
            Whole("SELECT count(*) FROM anomaly.class_evidence AS e JOIN core.dim_work AS w USING (work_id) WHERE (w.year = 2021 AND w.grade = 5) OR (w.year = 2022 AND w.grade = 6 AND w.subject = 'МА' AND e.school_id = '100001')"),
            Whole("SELECT count(*) FROM anomaly.class_evidence WHERE is_controlled"));
        Assert.Equal(Whole("SELECT count(*) FROM anomaly.class_evidence WHERE is_controlled"), Whole("SELECT value::BIGINT FROM anomaly.diagnostics WHERE name = 'controlled_classes'"));
        // (1 + controlled ones at least as high)/(1 + all), by SQL for a class that was not controlled.
        Assert.Equal(0, Whole(
            """
            SELECT count(*) FROM anomaly.class_evidence AS e
            WHERE NOT e.is_controlled AND abs(e.controlled_p - (
              SELECT (1 + count(*) FILTER (WHERE c.unit_log_odds >= e.unit_log_odds)) / (1 + count(*)) FROM anomaly.class_evidence AS c WHERE c.is_controlled)) > 1e-12
            """));
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.class_evidence WHERE controlled_p IS NULL OR controlled_p <= 0 OR controlled_p > 1"));
    }

    [Fact]
    public void Without_controlled_classes_there_is_no_such_share()
    {
        Run(World.Data);
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.class_evidence WHERE is_controlled OR controlled_p IS NOT NULL OR z_gia IS NOT NULL"));
    }

    [Fact]
    public void An_exam_lower_than_promised_is_told_and_one_that_confirms_speaks_against()
    {
        Write(World.Data);
        // The exam repeats the work of grade 8, but one class gets the lowest score for everybody.
        var (school, label) = Connection.QueryFirst<(string, string)>(
            "SELECT g.school_id, g.class_label FROM core.int_result_group AS g JOIN core.fct_participant_result AS f USING (group_no) WHERE g.work_id = 'ВПР-2021-spring-08-МА-base' GROUP BY ALL HAVING count(*) > 10 ORDER BY 1, 2");
        Connection.Execute(
            """
            INSERT INTO core.fct_gia_result
            SELECT 'ОГЭ-2022-' || w.subject, 'ОГЭ', 2022, w.subject, f.school_id, g.class_label, CASE WHEN f.school_id = $school AND g.class_label = $label THEN 0 ELSE f.primary_score END, TRUE
            FROM core.fct_participant_result AS f JOIN core.int_result_group AS g USING (group_no) JOIN core.dim_work AS w ON w.work_id = f.work_id
            WHERE f.is_writer AND w.grade = 8 AND w.year = 2021 AND w.subject = 'МА'
            """, new { school, label });
        ObjectivityRun.Execute(Connection, "test", ModelSet.Default);
        var z = Connection.Query<(string School, string Label, double Z)>("SELECT school_id, class_label, z_gia FROM anomaly.class_evidence WHERE z_gia IS NOT NULL AND work_id = 'ВПР-2021-spring-08-МА-base'").ToArray();
        Assert.True(z.Length >= 20, $"{z.Length} classes");
        Assert.Equal((school, label), z.OrderBy(r => r.Z).Select(r => (r.School, r.Label)).First());
        Assert.True(z.Min(r => r.Z) < -3);
    }

    [Fact]
    public void One_school_is_refused() => Refused(Only(row => row.School == 1), "FewSchools");

    [Fact]
    public void One_class_is_refused() => Refused(Only(row => row.Class == World.Data.Tests[0].Classes[0]), "FewSchools");

    [Fact]
    public void All_scores_equal_are_refused() =>
        Refused(Change((row, test) => row.Score is null ? row : row with { Score = 10, Items = Spread(test, 10) }), "NoSpread");

    [Fact]
    public void No_journal_is_judged_as_T3() => Judged(TierMask.Apply(World.Data, DataTier.T3), "T3");

    [Fact]
    public void No_items_is_judged_as_T4() => Judged(TierMask.Apply(World.Data, DataTier.T4), "T4");

    [Fact]
    public void One_work_only_is_judged_as_data_of_one_year() => Judged(World.Data with { Tests = [World.Data.Tests[0]] }, "T2/1");

    [Fact]
    public void One_year_only_is_judged_by_its_own_model() => Judged(World.Data with { Tests = [.. World.Data.Tests.Where(t => t.Year == 1)] }, "T2/1");

    [Fact]
    public void Levels_only_are_never_flagged()
    {
        Run(TierMask.Apply(World.Data, DataTier.T5));
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.class_evidence"));
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.flags"));
        Assert.True(Whole("SELECT count(*) FROM anomaly.cannot_judge WHERE reason = 'LevelsOnly' AND reason_ru LIKE '%T5%'") > 0);
        Assert.Equal(Whole("SELECT count(*) FROM anomaly.cannot_judge WHERE reason = 'LevelsOnly'"), Whole("SELECT value::BIGINT FROM anomaly.diagnostics WHERE name = 'units_T5'"));
    }

    [Fact]
    public void Classes_that_repeat_each_other_to_the_last_point_get_an_answer()
    {
        var test = World.Data.Tests[0];
        var source = Rows(test).Where(r => r.Class == test.Classes[0]).ToArray();
        var copies = test.Classes[1..4];
        var rows = Rows(test).Where(r => !copies.Contains(r.Class)).ToList();
        foreach (var c in copies)
        {
            var own = Rows(test).Where(r => r.Class == c).ToArray();
            rows.AddRange(own.Select((r, i) => source[i % source.Length] with { Class = c, Pupil = r.Pupil, School = r.School }));
        }

        Judged(World.Data with { Tests = [Rebuild(test, rows), .. World.Data.Tests.Skip(1)] }, "T2");
    }

    [Fact]
    public void An_empty_year_changes_nothing_but_is_told()
    {
        // No participant: the work does not exist for the warehouse's analysis.
        Judged(Change((row, test) => test.Year == 2 ? row with { Score = null, Items = null } : row), "T2/1");
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.class_evidence AS e JOIN core.dim_work AS w USING (work_id) WHERE w.year = 2022"));
    }

    [Fact]
    public void Nothing_at_all_is_refused()
    {
        Write(Only(row => false));
        ObjectivityRun.Execute(Connection, "test", ModelSet.Default);
        Assert.Equal("FewSchools", Connection.QuerySingle<string>("SELECT reason FROM anomaly.cannot_judge"));
    }

    [Theory]
    [InlineData("ordinals")]
    [InlineData("drawn")]
    [InlineData("variants")]
    [InlineData("totals")]
    [InlineData("real")]
    public void Real_files_limits_get_an_answer_and_honest_classes_are_left_alone(string scenario)
    {
        var world = WorldGenerator.Generate(Scenarios.Find(scenario)! with { Schools = 20, Years = 2 }, 41);
        var detected = WorldWarehouse.Detect(world, Scenarios.Find(scenario)!.ClassNames, ModelSet.Default);
        Assert.NotEmpty(detected.Scores.Units);
        Assert.All(detected.Scores.Units, u => Assert.InRange(u.Posterior, 0, 1));
        if (scenario is "ordinals" or "real") Assert.All(detected.Scores.Units, u => Assert.Equal(0, u.Context.OtherYears));
        var flags = BayesianFdr.Flag(Array.ConvertAll(detected.Scores.Units, u => u.Posterior), .05);
        var wrong = Enumerable.Range(0, flags.Length).Count(u => flags[u] && !detected.Truth[u].IsManipulated);
        // 5 % expected; a list of so few classes may hold two or three.
        Assert.InRange(wrong, 0, Math.Max(3, flags.Count(f => f) / 5));
    }

    [Fact]
    public void Groups_without_class_names_are_judged_up_to_a_class_and_refused_above()
    {
        var parameters = new WorldParameters { Schools = 60, Years = 1, RuralShare = .8, ClassNames = ClassNames.None };
        var world = WorldGenerator.Generate(parameters, 5);
        WorldWarehouse.Write(Connection, world.Data with { PreviousYear = null }, ClassNames.None);
        ObjectivityRun.Execute(Connection, "test", ModelSet.Default);
        Assert.True(Whole("SELECT count(*) FROM anomaly.class_evidence") > 0);
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.class_evidence WHERE class_label IS NOT NULL OR n_participants > 35"));
        Assert.True(Whole("SELECT count(*) FROM anomaly.cannot_judge WHERE reason = 'NoClass'") > 0);
    }

    private long Whole(string sql) => Connection.ExecuteScalar<long>(sql);

    private void Write(ObjectivityData data) => WorldWarehouse.Write(Connection, data, ClassNames.Letters);

    private void Run(ObjectivityData data)
    {
        Write(data);
        ObjectivityRun.Execute(Connection, "test", ModelSet.Default);
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.class_evidence WHERE NOT (posterior BETWEEN 0 AND 1) OR isnan(posterior) OR isnan(unit_log_odds) OR contributions LIKE '%NaN%' OR likelihood_ratios LIKE '%NaN%'"));
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.school_evidence WHERE NOT (posterior BETWEEN 0 AND 1) OR isnan(posterior) OR isnan(expected_share)"));
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.cannot_judge WHERE reason_ru = '' OR reason_ru LIKE '%{%'"));
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.flags WHERE explanation_ru LIKE '%NaN%' OR explanation_ru LIKE '%не число%'"));
    }

    private void Judged(ObjectivityData data, string model)
    {
        Run(data);
        Assert.Equal([model], Connection.Query<string>("SELECT DISTINCT model FROM anomaly.class_evidence"));
    }

    private void Refused(ObjectivityData data, string reason)
    {
        Run(data);
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.class_evidence"));
        Assert.Equal(0, Whole("SELECT count(*) FROM anomaly.flags"));
        Assert.Equal([reason], Connection.Query<string>("SELECT DISTINCT reason FROM anomaly.cannot_judge"));
    }

    private static ObjectivityData Only(Func<RosterRow, bool> keep) => Change((row, _) => keep(row) ? row : null);

    private static ObjectivityData Change(Func<RosterRow, AssessmentTest, RosterRow?> change) =>
        World.Data with { Tests = [.. World.Data.Tests.Select(t => Rebuild(t, [.. Rows(t).Select(r => change(r, t)).OfType<RosterRow>()]))] };

    private static List<RosterRow> Rows(AssessmentTest test) =>
        [.. Enumerable.Range(0, test.Rows).Select(i => new RosterRow(
            test.Pupil[i], test.Class(i), test.School[i], test.Score[i] < 0 ? null : test.Score[i], test.Journal[i] == 0 ? null : test.Journal[i],
            test.ItemTotal[i] < 0 ? null : test.Items.AsSpan(i * test.Maxima.Length, test.Maxima.Length).ToArray()))];

    private static AssessmentTest Rebuild(AssessmentTest test, List<RosterRow> rows) =>
        AssessmentTest.Create(test.Subject, test.Grade, test.Year, test.Maxima, test.MaxScore, test.Thresholds, rows);

    private static sbyte[] Spread(AssessmentTest test, int total)
    {
        var items = new sbyte[test.Maxima.Length];
        for (var j = 0; total > 0; j++)
        {
            items[j] = (sbyte)Math.Min(total, test.Maxima[j]);
            total -= items[j];
        }

        return items;
    }
}
