using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Gia;

/// <summary>The marts of ГИА against a plain recomputation, on generated protocols.</summary>
public sealed class GiaOracleTests
{
    private static readonly ModelProject Project = Part();

    /// <summary>The models of ГИА; schools come as given tables.</summary>
    private static ModelProject Part()
    {
        var whole = Infrastructure.Models.Project;
        string[] given = ["core.map_school_external", "core.map_school_year", "core.map_school_now", "core.dim_school", "core.int_correction_value"];
        var models = whole.Models.Where(m => m.Name.Contains("gia", StringComparison.Ordinal) || m.FullName == "core.seed_subject").ToList();
        return new ModelProject(models, [.. whole.Sources, .. whole.Models.Where(m => given.Contains(m.FullName)).Select(m => new SourceTable(m.Schema, m.Name, m.Caption, m.Description, m.Columns))], whole.Macros);
    }

    [Fact]
    public void Marts_agree_with_a_plain_recomputation() =>
        Check.One(Properties.Cases(12).WithStartSize(20).WithEndSize(120), Prop.ForAll(GiaWorld.Worlds, Compare));

    private static void Compare(GiaWorld world)
    {
        using var database = new TestDatabase(Project);
        world.Load(database);
        database.MustBuild(Project, new RunContext("gia"));
        var oracle = new GiaOracle(world);
        Same(oracle.Results(), database.Query(
            "SELECT concat_ws('|', exam_id, period, scope, scope_id), n_rows, n_participants, n_absent, n_void, n_below_threshold, mean_primary, sd_primary, mean_result, sd_result, n2, n3, n4, n5, n70plus, n100 FROM marts.mart_gia_results"));
        RolledUp(oracle.Results(), database.Query(
            "SELECT concat_ws('|', exam_id, period, scope, scope_id), n_rows, n_participants, n_absent, n_void, n_below_threshold, NULL, NULL, NULL, NULL, n2, n3, n4, n5, n70plus, n100 FROM marts.mart_gia_results_now WHERE scope = 'school'"));
        Same(oracle.Graduates(), database.Query(
            "SELECT concat_ws('|', year, grade_level, state, scope, scope_id), n_graduates, n_passed_all, n_persons_below, n_all_70_100, n_results_100, n_persons_100, n_no_certificate, n_medal_1_scores, n_medal_2_scores FROM marts.mart_gia_graduates"));
    }

    /// <summary>The second school has joined the first (GiaWorld.Load): its counts are added to those of the first, and it has none of its own.</summary>
    private static void RolledUp(Dictionary<string, double?[]> asWas, List<string[]> now)
    {
        var expected = new Dictionary<string, double?[]>(StringComparer.Ordinal);
        foreach (var (key, counts) in asWas.Where(p => p.Key.Contains("|school|", StringComparison.Ordinal)))
        {
            var parts = counts.Select((v, i) => i is >= 5 and <= 8 ? null : v).ToArray();
            var joined = key.Replace("|880002", "|880001", StringComparison.Ordinal);
            expected[joined] = expected.TryGetValue(joined, out var other) ? [.. other.Zip(parts, (a, b) => a + b)] : parts;
        }

        Same(expected, now);
    }

    private static void Same(Dictionary<string, double?[]> expected, List<string[]> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Select(a => a[0]).Order(StringComparer.Ordinal));
        foreach (var row in actual)
        {
            var wanted = expected[row[0]];
            for (var i = 0; i < wanted.Length; i++)
            {
                var got = row[i + 1].Length == 0 ? (double?)null : double.Parse(row[i + 1], CultureInfo.InvariantCulture);
                Assert.True(got is null == wanted[i] is null && (got is null || Math.Abs(got.Value - wanted[i]!.Value) <= 1e-9 * Math.Max(1, Math.Abs(got.Value))), $"{row[0]}, column {i + 1}: {got} ≠ {wanted[i]}");
            }
        }
    }

    private static TestDatabase Build(params ProtocolRow[] rows)
    {
        var database = new TestDatabase(Project);
        new GiaWorld(rows).Load(database);
        database.MustBuild(Project, new RunContext("gia"));
        return database;
    }

    private static ProtocolRow Oge(string subject, int person, int primary, int mark, string date = "06-02", string outcome = "-") => new("ОГЭ", null, subject, 2026, date, null, "0101", person, "present", primary, null, mark, outcome);

    [Fact]
    public void A_granted_appeal_replaces_the_result_and_keeps_the_difference()
    {
        using var database = Build(Oge("МА", 1, 7, 2), Oge("МА", 1, 9, 3, outcome: "granted"), Oge("МА", 2, 10, 3), Oge("МА", 2, 8, 2, outcome: "declined"));
        Assert.Equal(
            ["9|3|7|2|true|2|1|false", "10|3|10|3|false|||false"],
            database.Query("SELECT concat_ws('|', primary_score, result, primary_before, result_before, is_appealed, coalesce(CAST(appeal_primary_change AS VARCHAR), ''), coalesce(CAST(appeal_result_change AS VARCHAR), ''), is_below) FROM core.fct_gia_result ORDER BY person_no").Select(r => r[0]));
    }

    [Fact]
    public void A_resit_in_september_changes_the_final_state_only()
    {
        using var database = Build(Oge("РУ", 1, 20, 3), Oge("МА", 1, 5, 2), Oge("МА", 1, 9, 3, "09-10"));
        Assert.Equal(
            ["final|1|1|0|0|true", "preliminary|1|0|1|1|true"],
            database.Query("SELECT concat_ws('|', state, n_graduates, n_passed_all, n_persons_below, n_no_certificate, has_additional_period) FROM marts.mart_gia_graduates WHERE scope = 'school' ORDER BY state").Select(r => r[0]));
    }

    [Fact]
    public void Who_did_not_come_keeps_the_result_of_before()
    {
        using var database = Build(Oge("МА", 1, 9, 3), Oge("МА", 1, 0, 2, "06-25") with { Status = "absent", Primary = null, Mark = null });
        Assert.Equal("1", database.Scalar("SELECT attempt_no FROM core.fct_gia_result WHERE is_final"));
    }

    [Fact]
    public void Without_the_protocols_of_a_mandatory_subject_certificates_are_not_known()
    {
        using var database = Build(Oge("МА", 1, 9, 3));
        Assert.Equal("", database.Scalar("SELECT n_no_certificate FROM marts.mart_gia_graduates WHERE scope = 'school' AND state = 'final'"));
    }

    [Fact]
    public void Codes_of_schools_nobody_knows_are_listed_and_counted()
    {
        using var database = Build(Oge("МА", 1, 9, 3) with { School = "0303" });
        Assert.Equal("огэ-0303|none|88_m010", string.Join('|', database.Query("SELECT school_id, match, municipality_id FROM core.int_gia_school")[0]));
        Assert.Equal("1", database.Scalar("SELECT n_participants FROM marts.mart_gia_results WHERE scope = 'school' AND scope_id = 'огэ-0303' AND period = 'all'"));
    }

    [Fact]
    public void A_merged_school_counts_into_its_successor_in_the_view_of_today()
    {
        using var database = new TestDatabase(Project);
        new GiaWorld([Oge("МА", 1, 9, 3), Oge("МА", 2, 20, 4) with { School = "0202" }, Oge("МА", 3, 5, 2) with { School = "0202" }]).Load(database);
        database.MustBuild(Project, new RunContext("gia"));
        const string Sql = "SELECT concat_ws('|', scope_id, municipality_id, n_participants, n_below_threshold, mean_primary) FROM marts.mart_gia_results{0} WHERE scope = 'school' AND period = 'all' ORDER BY 1";
        Assert.Equal(["880001|88_m010|1|0|9.0", "880002|88_m020|2|1|12.5"], database.Query(string.Format(CultureInfo.InvariantCulture, Sql, "")).Select(r => r[0]));
        Assert.Equal(["880001|88_m010|3|1|11.333333333333334"], database.Query(string.Format(CultureInfo.InvariantCulture, Sql, "_now")).Select(r => r[0]));
        Assert.Equal("3", database.Scalar("SELECT n_graduates FROM marts.mart_gia_graduates_now WHERE scope = 'school' AND state = 'final'"));
    }

    [Theory]
    // Of 2023: «4» from 23 points with ГК1–ГК4 (criteria 8–11) of at least 4, «5» from 29 with at least 6.
    [InlineData(28, "2,2,2,2,2,2,2,1,1,1,1", "4")]
    [InlineData(28, "2,2,2,2,2,2,2,1,1,1,0", "3")]
    [InlineData(29, "2,2,2,2,2,2,2,2,2,1,1", "5")]
    [InlineData(29, "2,2,2,2,2,2,2,1,1,1,1", "4")]
    [InlineData(14, "2,2,2,2,2,2,2,2,2,2,2", "2")]
    [InlineData(29, "2,2,2", "")]
    public void The_mark_by_scale_heeds_the_side_conditions(int primary, string criteria, string expected)
    {
        using var database = new TestDatabase(Project);
        new GiaWorld([Oge("РУ", 1, primary, 4) with { Year = 2023 }]).Load(database);
        database.Execute($"UPDATE staging.stg_gia__result SET long_score = [{criteria}]");
        database.MustBuild(Project, new RunContext("gia"));
        Assert.Equal(expected, database.Scalar("SELECT mark_by_scale FROM core.fct_gia_result"));
    }

    [Fact]
    public void A_threshold_of_another_year_is_marked_assumed()
    {
        ProtocolRow Ege(int year) => new("ЕГЭ", "12", "ОБ", year, "06-02", null, "0101", 1, "present", 30, 41, null);
        using var database = Build(Ege(2022), Ege(2026));
        Assert.Equal(["ЕГЭ-2022-ОБ|42|assumed", "ЕГЭ-2026-ОБ|42|secondary"], database.Query("SELECT concat_ws('|', exam_id, threshold, threshold_status) FROM core.dim_gia_exam ORDER BY exam_id").Select(r => r[0]));
    }
}
