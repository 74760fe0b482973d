using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Analysis.ValueAdded;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Models.Tests.SqlCases;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Analysis;

/// <summary>Value added against lme4 1.1-31 and metafor 3.8-1 (tests/MsokoAnalytics.Statistics.Tests/oracles/r_reference.R, "Value added") and by hand.</summary>
public sealed class ValueAddedTests
{
    private static readonly ValueAddedRule Rule = new("value-added-1", MinSchools: 10, MinN: 10, SchoolsPerPredictor: 4, Years: 3, TestReliability: 0.8, PupilCorrelation: 0.6, Fdr: 0.05);
    private static readonly WorkPair Work = new("ВПР→ВПР", "МА", "base", 5, 6, 2023, "w");

    private static readonly int[] N = [6, 9, 12, 15, 18, 21, 24, 27, 30, 11, 13, 17, 19, 25];
    private static readonly double[] From = [-0.87, 1.03, 0.49, 0.91, -0.27, -0.01, 0.05, -0.52, 0.1, -0.3, 0.35, -0.56, -0.2, 0.4];
    private static readonly double[] FromError = [0.354, 0.302, 0.267, 0.243, 0.224, 0.209, 0.196, 0.186, 0.177, 0.277, 0.258, 0.229, 0.218, 0.192];
    private static readonly double[] Context = [2.03, 2.43, 2.68, 2.31, 1.9, 2.38, 1.93, 2.36, 1.77, 2.26, 2.31, 2.62, 1.74, 2.46];
    private static readonly double[] To =
    [
        -0.355, 1.693333333333333, 0.448333333333333, 0.527333333333333, -0.773888888888889, -0.927142857142857, 0.59875, -1.055185185185185, -0.200333333333333,
        -0.719090909090909, 0.408461538461538, -0.219411764705882, -0.244210526315789, 1.006,
    ];
    private static readonly double[] ToError =
    [
        0.304003837695075, 0.166774964814533, 0.204598029158038, 0.231856825005406, 0.213604513441717, 0.201638694861145, 0.231632761959623, 0.178773416867422, 0.173282364301096,
        0.40246615791202, 0.237159597225609, 0.203042067845259, 0.196038717666316, 0.202919524278304,
    ];

    [Fact]
    public void One_work_as_lme4_has_it()
    {
        var (models, rows) = ValueAddedCalculator.Calculate(Reference(), Rule);
        var model = Assert.Single(models);
        Assert.Null(model.Reason);
        Assert.Equal([0], model.Context);
        Near(-0.0492192133983049, model.Intercept);
        Near(1.1985148222818409, model.Slope);
        Near(0.3015211744940235, model.SlopeError);
        Near(0.2477717774502261, model.Between);
        Near(0.5670983485880734, model.Within);
        Near(1 - (0.2477717774502261 / 0.566309592892139), model.Explained, 2e-4);
        double[] u =
        [
            0.4852573009809305, 0.4437361729709413, -0.0967917282933049, -0.4181551450042165, -0.3344299540088366, -0.7981219275913134, 0.5676706099596895, -0.3814720580885115,
            -0.202433343728343, -0.2774144550315377, 0.0385268046928877, 0.3797196635303297, 0.0805648632464363, 0.5133431963648347,
        ];
        double[] pev =
        [
            0.1109073097792427, 0.1097371696225309, 0.0917368023032402, 0.092418053266685, 0.0653933291144926, 0.0466809749601836, 0.0570104659273388, 0.0692942265182709,
            0.0823533739962222, 0.0641906438122917, 0.0572997242063883, 0.1146008233783129, 0.0870241240487791, 0.0533245424353449,
        ];
        double[] p =
        [
            0.109661932717244406, 0.159613968057008032, 0.740452435097155082, 0.158836456766682288, 0.180079702286182919, 0.000149130352880153, 0.015621153862200882,
            0.142855898977362006, 0.477206435663498074, 0.244590169955244158, 0.865510348430343801, 0.254639161903232381, 0.781234591179201798, 0.023804399132294513,
        ];
        var works = rows.Where(r => r.Level == "work").ToList();
        for (var i = 0; i < 14; i++)
        {
            Near(u[i], works[i].Value);
            Near(Math.Sqrt(pev[i]), works[i].Error);
            // The two schools of fewer than ten pupils have no verdict.
            if (N[i] < 10) Assert.Equal("мало учеников", works[i].Verdict(Rule));
            else Near(p[i], works[i].P, 2e-4);
        }

        // Twelve schools tested: the smallest p times 12.
        Assert.Equal(12, works[5].Tests);
        Near(12 * 0.000149130352880153, works[5].Q, 2e-4);
        Assert.Equal("ниже ожидаемого", works[5].Verdict(Rule));
        Assert.Equal(1, works.Count(r => r.Verdict(Rule) is "ниже ожидаемого" or "выше ожидаемого"));
    }

    [Fact]
    public void Context_is_taken_while_there_are_schools_enough_and_what_repeats_is_left_out()
    {
        var twice = Reference().Select(c => c with { Context = [7, double.NaN, c.Context[0], 3 * c.Context[0], c.SchoolId.Length % 2] }).ToList();
        // 14 schools, 4 per parameter: intercept, start and one more; the constant and the unknown features are passed over.
        Assert.Equal([2], ValueAddedCalculator.Calculate(twice, Rule).Models[0].Context);
        Assert.Equal([2], ValueAddedCalculator.Calculate(twice, Rule with { SchoolsPerPredictor = 2 }).Models[0].Context);
        Assert.Empty(ValueAddedCalculator.Calculate(twice, Rule with { SchoolsPerPredictor = 5 }).Models[0].Context);
    }

    [Fact]
    public void Reasons_instead_of_a_model()
    {
        var (models, rows) = ValueAddedCalculator.Calculate(Reference().Take(9), Rule);
        Assert.Equal("мало школ с обеими работами: 9, а нужно 10", Assert.Single(models).Reason);
        Assert.Empty(rows);
        Assert.Equal("школы не различаются по ранней работе", ValueAddedCalculator.Calculate(Reference().Select(c => c with { From = 0.5 }), Rule).Models[0].Reason);
        Assert.Equal("результаты внутри школ не различаются", ValueAddedCalculator.Calculate(Reference().Select(c => c with { ToError = double.NaN }), Rule).Models[0].Reason);
    }

    /// <summary>
    /// Ten schools, two works; raw deviations are made by hand: ±d around the school's own value a, standard errors 0 all but. Then ω² = Σ 2·d²/10 per degree of freedom and
    /// the mean of a school has the variance ω²/2.
    /// </summary>
    [Fact]
    public void A_stage_by_hand()
    {
        double[] a = [.. Enumerable.Range(0, 10).Select(i => (i - 4.5) / 10)];
        ValueAddedRow Row(int school, string work, double raw) => new(Work with { WorkTo = work }, "work", "", school.ToString(CultureInfo.InvariantCulture), null, 20, 20, 1) { Raw = raw, RawError = 1e-6, HasContext = true };
        var rows = Stage.Rows([.. Enumerable.Range(0, 10).SelectMany(i => (ValueAddedRow[])[Row(i, "w1", a[i] + 0.1), Row(i, "w2", a[i] - 0.1)])], 2023, Rule).ToList();
        // Per school Σ (r − r̄)² = 2·0.01, one degree of freedom: ω² = 0.02, variance of the mean 0.01. Var a = 0.91667/10: REML of equal variances is the variance minus 0.01.
        var between = (a.Sum(v => v * v) / 9) - 0.01;
        for (var i = 0; i < 10; i++)
        {
            Near(a[i], rows[i].Raw, 1e-9);
            Near(0.1, rows[i].RawError, 1e-6);
            Near(between / (between + 0.01), rows[i].Reliability, 1e-6);
            Near(a[i] * between / (between + 0.01), rows[i].Value, 1e-6);
            Assert.Equal((40, 2), (rows[i].NTo, rows[i].Works));
        }
    }

    [Fact]
    public void A_stage_takes_the_last_years_only_and_needs_schools_with_two_works()
    {
        ValueAddedRow Row(int school, int year) => new(Work with { WorkTo = $"w{year}", YearTo = year }, "work", "", school.ToString(CultureInfo.InvariantCulture), null, 20, 20, 1) { Raw = school * 0.1 * (year % 2 == 0 ? 1 : -1), RawError = 0.1 };
        var rows = Enumerable.Range(0, 12).SelectMany(s => new[] { 2020, 2021, 2022, 2023 }.Select(y => Row(s, y))).ToList();
        Assert.All(Stage.Rows(rows, 2023, Rule), r => Assert.Equal((3, 2023), (r.Works, r.Work.YearTo)));
        Assert.Empty(Stage.Rows([.. rows.Where(r => r.Work.YearTo == 2023)], 2023, Rule));
        Assert.Empty(Stage.Rows([.. rows.Where(r => r.SchoolId.Length == 1 && r.SchoolId != "9")], 2023, Rule));
    }

    [Fact]
    public void A_year_alone_with_what_its_stage_is_made_of_is_the_year_among_all()
    {
        var all = Enumerable.Range(0, 4).SelectMany(w => Reference().Select(c => c with { Work = Work with { WorkTo = $"w{w}", YearTo = 2020 + w }, To = c.To + (w * c.From), StageYear = w > 0 ? 2023 : null })).ToList();
        var (models, rows) = ValueAddedCalculator.Calculate(all, Rule);
        Assert.Equal(14 * 5, rows.Count);
        var (lastModels, last) = ValueAddedCalculator.Calculate(all.Where(c => c.StageYear is not null).Select(c => c with { IsShown = c.Work.YearTo == 2023 }), Rule);
        Assert.Equal(Text(rows.Where(r => r.Work.YearTo == 2023)), Text(last));
        Assert.Equal(14, last.Count(r => r.Level == "stage" && r.Works == 3));
        Assert.Equal(models[^1].Slope, Assert.Single(lastModels).Slope);
        // A year that is not the last one has rows of its works alone.
        Assert.Equal(Text(rows.Where(r => r.Work.YearTo == 2022)), Text(ValueAddedCalculator.Calculate(all.Where(c => c.Work.YearTo == 2022).Select(c => c with { StageYear = null }), Rule).Rows));
    }

    [Fact]
    public void Order_of_the_cohorts_changes_nothing_and_a_school_that_gains_gains_in_value()
    {
        var any = Gen.Choose(0, 10_000).ToArbitrary();
        Check.One(Properties.Cases(25), Prop.ForAll(any, seed =>
        {
            var random = new Random(seed);
            var cohorts = Enumerable.Range(0, 2).SelectMany(w => Reference().Select(c => c with { Work = Work with { WorkTo = $"w{w}" }, To = c.To + random.NextDouble(), StageYear = 2023 })).ToList();
            var expected = Text(ValueAddedCalculator.Calculate(cohorts, Rule).Rows);
            Assert.Equal(expected, Text(ValueAddedCalculator.Calculate(cohorts.OrderBy(_ => random.Next()), Rule).Rows));
            var before = ValueAddedCalculator.Calculate(cohorts, Rule).Rows.Single(r => r.Level == "work" && r.SchoolId == "07" && r.Work.WorkTo == "w0");
            var after = ValueAddedCalculator.Calculate(cohorts.Select(c => c is { SchoolId: "07", Work.WorkTo: "w0" } ? c with { To = c.To + 3 } : c), Rule).Rows.Single(r => r.Level == "work" && r.SchoolId == "07" && r.Work.WorkTo == "w0");
            Assert.True(after.Raw > before.Raw && after.Value >= before.Value);
        }));
    }

    /// <summary>The warehouse's path: only the usual earlier work counts, the passport is the latest one not after the later work, and both marts are written.</summary>
    [Fact]
    public void From_the_tables_of_the_warehouse()
    {
        var whole = Infrastructure.Models.Project;
        string[] given = ["marts.mart_cohort", "core.cohort_link", "core.map_school_view", "core.fct_school_context", "core.fct_school_context_component"];
        var project = SqlCase.Part(whole, whole.Models.Single(m => m.Name == "mart_value_added"), given);
        using var database = new TestDatabase(project);
        for (var i = 0; i < 14; i++)
        {
            var id = (880001 + i).ToString(CultureInfo.InvariantCulture);
            // School 14 came from an earlier grade than the others.
            var (earlier, grade) = i == 13 ? ("early", 5) : ("w0", 6);
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"""
                INSERT INTO core.cohort_link (school_id, work_id, z_se) VALUES ('{id}', '{earlier}', {FromError[i]}), ('{id}', 'w', {ToError[i]});
                INSERT INTO marts.mart_cohort (school_id, subject, level, procedure_from, procedure_to, work_from, work_to, academic_year_from, academic_year_to, grade_from, grade_to, n_from, n_to, z_from, z_to)
                VALUES ('{id}', 'МА', 'base', 'ВПР', 'ОГЭ', '{earlier}', 'w', '2020/21', '2022/23', {grade}, 9, 20, {N[i]}, {From[i]}, {To[i]});
                INSERT INTO core.map_school_view (school_id, year, as_of, view_school_id, view_municipality_id) VALUES ('{id}', 2023, 'now', '{id}', '88_m010');
                INSERT INTO core.fct_school_context (academic_year, school_id, municipality_id, school_type, locality, enrolment) VALUES ('2021/22', '{id}', '88_m010', 'secondary', 'rural', 100), ('2023/24', '{id}', '88_m010', 'secondary', 'urban', 1000);
                """));
        }

        database.MustBuild(project, new RunContext("va") { SourceFingerprint = "1" });
        Assert.Equal("13", database.Scalar("SELECT count(*) FROM core.int_value_added_input"));
        Assert.Equal("2.0;;1.0;;;;", database.Scalar("SELECT DISTINCT context FROM core.int_value_added_input"));
        Assert.Equal([["ВПР→ОГЭ", "work", "МА", "6", "9", "2023", "w", "88_m010", "13"]],
            database.Query("SELECT transition, level, subject, grade_from, grade_to, year_to, work_to, municipality_id, count(*) FROM marts.mart_value_added GROUP BY ALL"));
        var expected = ValueAddedCalculator.Calculate(
            Reference().Take(13), Rule with { SchoolsPerPredictor = 10, PupilCorrelation = 0.58 }).Rows.Where(r => r.Level == "work").ToList();
        Assert.Equal(expected.Select(r => r.Value.ToString("R", CultureInfo.InvariantCulture)), database.Query("SELECT value_added FROM marts.mart_value_added ORDER BY school_id").Select(r => r[0]));
    }

    private static List<Cohort> Reference() =>
        [.. Enumerable.Range(0, 14).Select(i => new Cohort(Work, "w0", i.ToString("D2", CultureInfo.InvariantCulture), "88_m010", N[i], N[i], From[i], FromError[i], To[i], ToError[i], [Context[i]]))];

    private static List<string> Text(IEnumerable<ValueAddedRow> rows) =>
        [.. rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Level} {r.Work.WorkTo} {r.SchoolId} {r.Raw:R} {r.Value:R} {r.Error:R} {r.P:R} {r.Q:R}"))];

    private static void Near(double expected, double actual, double tolerance = 2e-5) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1e-3, Math.Abs(expected)), $"expected {expected:R}, got {actual:R}");
}
