using System.Data.Common;
using Dapper;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Store;
using MsokoAnalytics.Objectivity.Worlds;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Objectivity.Tests.Analysis;

/// <summary><c>anomaly.diagnostics</c> and flags of direction «журнал» over generated worlds.</summary>
public sealed class DiagnosticsTests : IDisposable
{
    private readonly WarehouseDatabase _warehouse = WarehouseDatabase.Open(new WarehouseOptions());

    private DbConnection Connection => _warehouse.Connection;

    public void Dispose() => _warehouse.Dispose();

    [Fact]
    public void Heaping_is_told_for_all_data_and_for_each_municipality_and_recovers_the_planted_share()
    {
        Write(new WorldParameters { Schools = 16, Years = 2, Prone = 0, TeacherOther = 0, Benign = .15 }, 3);
        Connection.Execute("UPDATE core.int_result_group SET municipality_id = '99_m002' WHERE CAST(school_id AS INTEGER) % 2 = 0");
        ObjectivityRun.Execute(Connection, "test", ModelSet.Default);
        var rows = Connection.Query<(string? Municipality, double Value, double Low, double High, int N)>("SELECT municipality_id, value, value_lo, value_hi, n FROM anomaly.diagnostics WHERE name IN ('rho_unbounded', 'rho_municipality') ORDER BY municipality_id NULLS FIRST").ToArray();
        Assert.Equal([(null, 16), ("99_m001", 8), ("99_m002", 8)], rows.Select(r => (r.Municipality, r.N)));
        Assert.All(rows, r => Assert.True(r.Low <= r.Value && r.Value <= r.High));
        // reference/methods.md §4.1: a true .15 was recovered as .15–.16 with forty schools.
        Assert.InRange(rows[0].Value, .08, .22);
        Assert.Equal(rows[0].Value, Value("rho"), 1e-12);
    }

    [Fact]
    public void Heaping_beyond_the_bound_is_told_as_it_is_and_called_outside_the_training_range()
    {
        Write(new WorldParameters { Schools = 12, Years = 1, Benign = .7 }, 4);
        ObjectivityRun.Execute(Connection, "test", ModelSet.Default);
        Assert.Equal(.4, Value("rho"));
        Assert.InRange(Value("rho_unbounded"), .45, .9);
        Assert.False(Connection.ExecuteScalar<bool>("SELECT in_training_range FROM anomaly.diagnostics WHERE name = 'range_Rounding' AND value > training_hi AND text_ru LIKE '%вне обучающего диапазона%'"));
        Assert.False(Connection.ExecuteScalar<bool>("SELECT in_training_range FROM anomaly.diagnostics WHERE name = 'training_range' AND text_ru LIKE '%фоновое округление%'"));
        Assert.Equal(1, Count("SELECT count(*) FROM anomaly.diagnostics WHERE name = 'warning_Rounding'"));
        Assert.Equal(Value("training_range"), Count("SELECT count(*) FROM anomaly.diagnostics WHERE starts_with(name, 'range_') AND NOT in_training_range"));
    }

    [Fact]
    public void Every_rule_says_what_share_of_the_same_data_it_would_list()
    {
        Write(new WorldParameters { Schools = 14, Years = 2, Prone = .3 }, 21);
        var work = Connection.QuerySingle<string>("SELECT min(work_id) FROM core.dim_work");
        Connection.Execute("CREATE OR REPLACE TABLE anomaly.official_markers (rule_version VARCHAR, marker VARCHAR, procedure VARCHAR, work_id VARCHAR, school_id VARCHAR, state VARCHAR)");
        foreach (var (marker, school, state) in new[] { ("mean", "1", "признак"), ("journal", "1", "признак"), ("mean", "2", "нет признака"), ("journal", "2", "нельзя вычислить"), ("mean", "3", "нельзя вычислить"), ("journal", "4", "нет признака"), ("mean", "4", "признак"), ("mean", "5", "нет признака") })
            Connection.Execute("INSERT INTO anomaly.official_markers VALUES ('2019/1', $marker, 'ВПР', $work, $school, $state)", new { marker, work, school, state });
        ObjectivityRun.Execute(Connection, "test", ModelSet.Default);
        // Schools 1 and 4 of the four with a computed marker; Wilson by hand: 0.5 ± 1.959964·√(0.0625 + 0.0600228)/1.960365 = 0.5 ± 0.349961.
        var official = Connection.QuerySingle<(double, double, double, int)>("SELECT value, value_lo, value_hi, n FROM anomaly.diagnostics WHERE name = 'flagged_official_2019/1'");
        Assert.Equal((.5, 4), (official.Item1, official.Item4));
        Assert.Equal(.150039, official.Item2, 2e-6);
        Assert.Equal(.849961, official.Item3, 2e-6);
        Assert.Equal(Count("SELECT count(*) FROM anomaly.class_evidence WHERE q_value <= 0.05") / (double)Count("SELECT count(*) FROM anomaly.class_evidence"), Value("flagged_ours_5"), 1e-12);
        Assert.Equal(Count("SELECT count(DISTINCT work_id || school_id) FROM anomaly.class_evidence WHERE q_value <= 0.1") / (double)Count("SELECT count(DISTINCT work_id || school_id) FROM anomaly.class_evidence"), Value("flagged_ours_school_work_10"), 1e-12);
        // The reconstructed rules flag far more than the lists (reference/methods.md §6.4: 16 % of honest classes).
        Assert.InRange(Value("flagged_extended"), .05, .6);
        Assert.InRange(Value("flagged_fioko2018"), .005, .3);
        Assert.True(Value("flagged_fioko2018") < Value("flagged_extended"));
        Assert.Equal(0, Count("SELECT count(*) FROM anomaly.diagnostics WHERE isnan(value) OR text_ru = '' OR text_ru LIKE '%{%'"));
    }

    [Fact]
    public void Current_marks_above_expectation_are_flags_of_their_own_and_leave_those_of_the_work_alone()
    {
        Write(new WorldParameters { Schools = 14, Years = 2, Prone = .3 }, 21);
        ObjectivityRun.Execute(Connection, "test", ModelSet.Default);
        const string works = "SELECT flag_id, direction, posterior, q_value, persistence FROM anomaly.flags WHERE direction <> 'журнал' ORDER BY flag_id";
        var before = Connection.Query<(string, string, double, double, int)>(works).ToArray();
        Connection.Execute(
            """
            CREATE OR REPLACE TABLE marts.mart_journal_leniency (
              year INTEGER, scope VARCHAR, scope_id VARCHAR, work_id VARCHAR, n INTEGER, n_pupils INTEGER, journal_mean DOUBLE, expected_journal DOUBLE, leniency DOUBLE, leniency_lo DOUBLE,
              leniency_hi DOUBLE, spread DOUBLE, flag_level DOUBLE, probability DOUBLE, q DOUBLE, rule_version VARCHAR)
            """);
        var (now, then) = (WorldWarehouse.WorkId(1, 6, 2), WorldWarehouse.WorkId(1, 5, 1));
        var (classNow, label) = Connection.QuerySingle<(string, string)>("SELECT class_id, class_label FROM core.int_result_group WHERE work_id = $now AND school_id = '100001' ORDER BY class_label LIMIT 1", new { now });
        var classThen = Connection.QuerySingle<string>("SELECT class_id FROM core.int_result_group WHERE work_id = $then AND school_id = '100001' AND class_label = $label", new { then, label });
        var strong = Connection.QuerySingle<string>("SELECT class_id FROM anomaly.flags WHERE level = 'класс × работа' AND work_id = (SELECT work_id FROM anomaly.flags WHERE level = 'класс × работа' ORDER BY posterior DESC LIMIT 1) ORDER BY posterior DESC LIMIT 1");
        var strongWork = Connection.QuerySingle<string>("SELECT work_id FROM anomaly.flags WHERE class_id = $strong AND level = 'класс × работа' ORDER BY posterior DESC LIMIT 1", new { strong });
        Row(2022, "class", classNow, now, .62, .01, .99);
        Row(2021, "class", classThen, then, .40, .30, .80);
        Row(2022, "school", "100001", now, .45, .08, .9);
        Row(2022, "school", "100002", "", .20, .04, .93);
        Row(2022, "school", "100003", "", .15, .11, .7);
        Row(int.Parse(strongWork.AsSpan(4, 4), System.Globalization.CultureInfo.InvariantCulture), "class", strong, strongWork, .5, .02, .95);
        ObjectivityRun.Execute(Connection, "test", ModelSet.Default);
        Assert.Equal(before, Connection.Query<(string, string, double, double, int)>(works));
        var flags = Connection.Query<(string Id, string Level, string List, double Posterior, double Q, double Marks, int Persistence, string Text)>(
            "SELECT flag_id, level, list, posterior, q_value, effect_marks, persistence, explanation_ru FROM anomaly.flags WHERE direction = 'журнал' ORDER BY q_value").ToArray();
        Assert.Equal(
            [($"journal_class:{now}:{classNow}", "класс × работа", "список для проверки"), ($"journal_class:{strongWork}:{strong}", "класс × работа", "список для проверки"),
             ("journal_school_year:2022:100002", "школа × год", "список для проверки"), ($"journal_school_work:{now}:100001", "школа × работа", "зона внимания")],
            flags.Select(f => (f.Id, f.Level, f.List)));
        // The same class a year earlier was probable too, though not listed.
        Assert.Equal((.99, .62, 1), (flags[0].Posterior, flags[0].Marks, flags[0].Persistence));
        Assert.Contains("То же в другие годы: 2021", flags[0].Text, StringComparison.Ordinal);
        Assert.Contains("+0,62 отметки", flags[0].Text, StringComparison.Ordinal);
        Assert.Contains("признаки необъективности самой ВПР", flags[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("самой ВПР: они", flags[0].Text, StringComparison.Ordinal);
        Assert.All(flags, f => Assert.Contains("признаки завышения текущих отметок, требующие анализа", f.Text, StringComparison.Ordinal));
        Assert.Equal(0, Count("SELECT count(*) FROM anomaly.flags WHERE direction = 'журнал' AND (against_ru NOT LIKE 'Против:%' OR NOT contains(explanation_ru, against_ru) OR explanation_ru LIKE '%{%' OR rule_version <> 'leniency-2' OR academic_year NOT LIKE '20__/__' OR effect_points IS NOT NULL)"));
        Assert.Equal(0, Count("SELECT count(*) FROM anomaly.flags WHERE rule_version = ''"));

        void Row(int year, string scope, string id, string work, double leniency, double q, double probability) =>
            Connection.Execute(
                "INSERT INTO marts.mart_journal_leniency VALUES ($year, $scope, $id, $work, 24, 24, 4.1, 3.4, $leniency, $leniency - 0.2, $leniency + 0.2, 0.2, 0.2, $probability, $q, 'leniency-2')",
                new { year, scope, id, work, leniency, probability, q });
    }

    private void Write(WorldParameters parameters, int seed) => WorldWarehouse.Write(Connection, WorldGenerator.Generate(parameters, seed).Data, ClassNames.Letters);

    private double Value(string name) => Connection.QuerySingle<double>("SELECT value FROM anomaly.diagnostics WHERE name = $name", new { name });

    private long Count(string sql) => Connection.ExecuteScalar<long>(sql);
}
