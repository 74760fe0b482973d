using System.Globalization;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Models.Tests.SqlCases;

namespace MsokoAnalytics.Models.Tests.Analysis;

/// <summary>marts.mart_trend from the tables of the warehouse: which series there are, above all across the redesign of 2025.</summary>
public sealed class TrendMartTests
{
    private const string Measure = "core.int_school_measure", Work = "core.dim_work", Cohort = "core.cohort_link", View = "core.map_school_view", Indicator = "marts.mart_indicator", School = "core.dim_school", Catalogue = "core.dim_indicator";

    [Fact]
    public void Across_the_redesign_only_marks_places_and_standardised_figures()
    {
        var rows = Build(["mean_mark", "pass_pct", "quality_pct", "percentile", "z", "mean_pct", "primary_mean"], [2022, 2023, 2024, 2025, 2026]);
        Assert.Equal(["mean_mark", "pass_pct", "percentile", "quality_pct", "z"], rows.Select(r => r[0]));
        Assert.All(rows, r => Assert.Equal(["2022, 2023, 2024, 2025, 2026", "1", "2022", "2026", "71_m015", "true"], r[1..]));
    }

    [Fact]
    public void Before_it_primary_scores_of_one_scale_too() => Assert.Equal(["mean_pct", "z"], Build(["mean_pct", "z"], [2021, 2022, 2023, 2024]).Select(r => r[0]));

    [Fact]
    public void Another_scale_breaks_a_series_of_primary_scores() => Assert.Equal(["z"], Build(["mean_pct", "z"], [2021, 2022, 2023], otherScaleIn: 2022).Select(r => r[0]));

    [Fact]
    public void Indicators_of_marks_go_on_over_2025_and_participation_does_not()
    {
        using var database = Database(out var project);
        foreach (var (indicator, family) in new[] { ("vpr_quality", "vpr"), ("vpr_participation", "vpr"), ("vpr_new_one", "vpr"), ("oge_quality", "gia") })
        {
            database.Execute($"INSERT INTO {Catalogue} (indicator, family) VALUES ('{indicator}', '{family}')");
            for (var year = 2022; year <= 2026; year++)
                database.Execute($"INSERT INTO {Indicator} (indicator, education_level, scope, scope_id, year, value, n, lo, hi, suppressed) VALUES ('{indicator}', 'all', 'school', '710001', {year}, {year % 100}, 30, 1, 99, {(year == 2022 ? "TRUE" : "FALSE")})");
        }

        database.MustBuild(project, new RunContext("trend") { SourceFingerprint = "1" });
        Assert.Equal(
            [["oge_quality", "2023, 2024, 2025, 2026", "1"], ["vpr_quality", "2023, 2024, 2025, 2026", "1"]],
            database.Query("SELECT measure, years, slope FROM marts.mart_trend ORDER BY measure"));
    }

    [Fact]
    public void A_series_that_ended_long_ago_keeps_its_years()
    {
        using var database = Database(out var project);
        database.Execute($"INSERT INTO {Catalogue} (indicator, family) VALUES ('oge_quality', 'gia')");
        for (var year = 2015; year <= 2026; year++)
        {
            database.Execute($"INSERT INTO {Work} (work_id, procedure, year, wave, grade, subject, level, max_score, min_3, min_4, min_5) VALUES ('{year}', 'ВПР', {year}, 'spring', 5, 'МА', 'base', 20, 7, 11, 15)");
            // One school is closed after 2019, one writes every year, one comes back in 2026 with a single year in the window.
            foreach (var school in new[] { "710001", "710002", "710003" })
            {
                if ((school == "710001" && year > 2019) || (school == "710003" && year is > 2021 and < 2026)) continue;
                database.Execute($"INSERT INTO {Measure} (work_id, scope, scope_id, measure, value, se, n) VALUES ('{year}', 'school', '{school}', 'z', {year}, 1, 30)");
                database.Execute($"INSERT INTO {Indicator} (indicator, education_level, scope, scope_id, year, value, n, lo, hi, suppressed) VALUES ('oge_quality', 'all', 'school', '{school}', {year}, {year % 100}, 30, 1, 99, FALSE)");
            }
        }

        database.MustBuild(project, new RunContext("trend") { SourceFingerprint = "1" });
        Assert.Equal(
            [
                ["oge_quality", "710001", "2015, 2016, 2017, 2018, 2019"], ["oge_quality", "710002", "2022, 2023, 2024, 2025, 2026"],
                ["z", "710001", "2015, 2016, 2017, 2018, 2019"], ["z", "710002", "2022, 2023, 2024, 2025, 2026"],
            ],
            database.Query("SELECT measure, scope_id, years FROM marts.mart_trend ORDER BY ALL"));
    }

    private static List<string[]> Build(string[] measures, int[] years, int? otherScaleIn = null)
    {
        using var database = Database(out var project);
        database.Execute($"INSERT INTO {View} (school_id, year, as_of, view_school_id, view_municipality_id) VALUES ('710001', 2022, 'now', '710001', '71_m015')");
        foreach (var year in years)
        {
            var id = year.ToString(CultureInfo.InvariantCulture);
            database.Execute($"INSERT INTO {Work} (work_id, procedure, year, wave, grade, subject, level, max_score, min_3, min_4, min_5) VALUES ('{id}', 'ВПР', {id}, 'spring', 5, 'МА', 'base', {(year == otherScaleIn ? 24 : 20)}, 7, 11, 15)");
            foreach (var measure in measures)
                database.Execute($"INSERT INTO {Measure} (work_id, scope, scope_id, measure, value, se, n) VALUES ('{id}', 'school', '710001', '{measure}', {id}, 1, 30)");
        }

        database.MustBuild(project, new RunContext("trend") { SourceFingerprint = "1" });
        return database.Query("SELECT measure, years, slope, value_first, value_last, municipality_id, lower(CAST(crosses_redesign AS VARCHAR)) FROM marts.mart_trend ORDER BY measure");
    }

    private static TestDatabase Database(out ModelProject project)
    {
        var whole = Infrastructure.Models.Project;
        project = SqlCase.Part(whole, whole.Models.Single(m => m.Name == "mart_trend"), [Measure, Work, Cohort, View, Indicator, School, Catalogue]);
        return new TestDatabase(project);
    }
}
