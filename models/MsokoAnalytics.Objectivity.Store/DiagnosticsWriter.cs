using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using MsokoAnalytics.Objectivity.Benchmarking;
using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Explanations;
using MsokoAnalytics.Statistics.Proportions;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary><c>anomaly.diagnostics</c>: on what the lists rest, how far they can be trusted here, and what every other rule would list.</summary>
internal sealed class DiagnosticsWriter(DbConnection connection, string runId, string modelVersion, WarehouseInputs inputs, ObjectivityReport report, ControlledClasses controlled)
{
    private static readonly ExplanationTexts Texts = ExplanationTexts.Default;
    private static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru-RU");

    public void Write()
    {
        // Read before the appender holds the connection.
        var official = OfficialShares();
        var spared = SparedNames();
        using var writer = new RowWriter(connection, "anomaly", "diagnostics");
        Data(writer);
        Heaping(writer);
        Range(writer);
        Calibration(writer);
        Shares(writer, official, spared);
        foreach (var check in report.Range.Where(c => c.IsOutside))
            Row(writer, "warning_" + check.Kind, null, Texts.Fill("warning." + check.Kind) + " " + Texts.Fill("warning.tail"));
        writer.Complete();
    }

    private void Data(RowWriter writer)
    {
        Row(writer, "rho", report.Nuisance.Rho, "Фоновое округление до порога по всем данным (доля работ на балл ниже порога)");
        Row(writer, "tau_absence", report.Nuisance.TauAbsence, "Разброс пропусков между классами (стандартное отклонение логита)");
        Row(writer, "prevalence", report.Prevalence, "Оценка доли необъективных результатов класс × работа");
        Row(writer, "units", report.Units.Length, "Оценено результатов класс × работа");
        foreach (var tier in report.Units.GroupBy(u => u.Scored.Unit.Tier).OrderBy(g => g.Key))
            Row(writer, "units_" + tier.Key, tier.Count(), $"Из них по данным уровня {tier.Key}");
        if (report.Refusals.Count(r => r.Reason == RefusalReason.LevelsOnly) is > 0 and var levels) Row(writer, "units_T5", levels, "Классов × работ уровня данных T5: описаны, но не оценены");
    }

    /// <summary>Heaping before the bound of ρ: of all data and of each municipality, with the interval of a median over schools.</summary>
    private void Heaping(RowWriter writer)
    {
        const string text = "Фоновое округление до порога без ограничения: медиана по школам; в расчёт идёт не более ";
        var limit = Percent(NuisanceParameters.RhoMax);
        var (share, low, high, schools) = SchoolHeaping.Median(report.Nuisance.Schools);
        if (schools > 0) Row(writer, "rho_unbounded", share, text + limit, low: low, high: high, n: schools);
        foreach (var municipality in report.Nuisance.Schools.Select((h, s) => (Heaping: h, inputs.Schools[s].MunicipalityId)).Where(s => s.MunicipalityId is not null && s.Heaping.Expected > 0)
            .GroupBy(s => s.MunicipalityId!, s => s.Heaping).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            (share, low, high, schools) = SchoolHeaping.Median(municipality);
            Row(writer, "rho_municipality", share, "Фоновое округление до порога по муниципалитету: медиана по его школам", municipality.Key, low, high, schools);
        }
    }

    private void Range(RowWriter writer)
    {
        if (report.Range.Length == 0) return;
        foreach (var check in report.Range)
        {
            Row(writer, "range_" + check.Kind, check.Value, Texts.Fill("range." + check.Kind) + ": " + (check.IsOutside ? "вне обучающего диапазона" : "в обучающем диапазоне"),
                trainingLow: check.Low, trainingHigh: check.High, inRange: double.IsNaN(check.Value) ? null : !check.IsOutside);
        }

        var outside = report.Range.Count(c => c.IsOutside);
        Row(writer, "training_range", outside, outside == 0
            ? "Данные в обучающем диапазоне по всем проверкам"
            : $"Данные вне обучающего диапазона: {string.Join(", ", report.Range.Where(c => c.IsOutside).Select(c => Texts.Fill("range." + c.Kind).ToLower(Russian)))}",
            n: report.Range.Length, inRange: outside == 0);
    }

    private void Calibration(RowWriter writer)
    {
        if (report.Units.Length > 0)
        {
            Row(writer, "mean_posterior", report.Units.Average(u => u.Scored.Posterior), "Средняя вероятность: должна быть близка к оценке доли необъективных результатов", n: report.Units.Length);
            Share(writer, "conformal_below_5", report.Units.Count(u => u.ConformalP <= 0.05), report.Units.Length, "Доля классов × работ, сильнее которых по одному классу менее 5 % честных классов обучения: без вмешательств около 5 %");
        }

        Row(writer, "controlled_classes", controlled.Count, "Классов × работ, писавших под независимым наблюдением");
        if (controlled.Count > 0) Share(writer, "controlled_flagged_share", controlled.Flagged, controlled.Count, "Доля их в обоих списках: у честных она должна быть близка к нулю");
    }

    /// <summary>What every rule lists of the same data. Rules of schools × works stand beside our list of schools × works.</summary>
    private void Shares(RowWriter writer, IReadOnlyList<(string Rule, int Flagged, int Units)> official, Regex? spared)
    {
        if (report.Units.Length > 0)
        {
            Share(writer, "flagged_ours_5", report.Units.Count(u => u.QValue <= ObjectivityRun.CheckList), report.Units.Length, "Наш список для проверки: доля классов × работ");
            Share(writer, "flagged_ours_10", report.Units.Count(u => u.QValue <= ObjectivityRun.AttentionList), report.Units.Length, "Наш список для проверки и зона внимания: доля классов × работ");
            var schools = report.Units.GroupBy(u => (u.Scored.Unit.Test, u.Scored.Unit.School)).ToArray();
            Share(writer, "flagged_ours_school_work_10", schools.Count(g => g.Any(u => u.QValue <= ObjectivityRun.AttentionList)), schools.Length, "Доля школ × работ, где в наших списках есть хоть один класс");
        }

        foreach (var rule in RuleShare.Of(report, s => spared?.IsMatch(inputs.Schools[s].Name) == true))
            Share(writer, "flagged_" + rule.Key, rule.Flagged, rule.Units, $"Отметило бы правило «{rule.Name}»: доля классов × работ");
        foreach (var (rule, flagged, units) in official)
            Share(writer, "flagged_official_" + rule, flagged, units, $"Отметили бы признаки «{rule}»: доля школ × работ, где признаки вычислены");
    }

    /// <summary>By version of the rule: schools × works with any computed marker, and with any that fires. Empty where the markers are not built.</summary>
    private List<(string Rule, int Flagged, int Units)> OfficialShares()
    {
        if (!WarehouseInputs.HasTable(connection, "anomaly", "official_markers")) return [];
        return [.. connection.Query<(string, int, int)>(
            """
            SELECT u.rule_version, CAST(count(*) FILTER (WHERE u.is_marked) AS INTEGER), CAST(count(*) AS INTEGER)
            FROM (
              SELECT m.rule_version, bool_or(m.state = 'признак') AS is_marked
              FROM anomaly.official_markers AS m
              WHERE m.state <> 'нельзя вычислить' AND m.procedure = 'ВПР'
              GROUP BY m.rule_version, m.work_id, m.school_id
            ) AS u
            GROUP BY u.rule_version
            ORDER BY u.rule_version
            """)];
    }

    private void Share(RowWriter writer, string name, int count, int n, string text)
    {
        if (n == 0) return;
        var (low, high) = WilsonInterval.Of(count, n);
        Row(writer, name, (double)count / n, text, low: low, high: high, n: n);
    }

    private void Row(
        RowWriter writer, string name, double? value, string text, string? municipality = null, double? low = null, double? high = null, int? n = null,
        double? trainingLow = null, double? trainingHigh = null, bool? inRange = null) =>
        writer.Text(name).Text(municipality).Number(value).Number(low).Number(high).Whole(n).Number(trainingLow).Number(trainingHigh).Flag(inRange).Text(text).Text(modelVersion).Text(runId).End();

    private static string Percent(double share) => (100 * share).ToString("0", Russian) + " %";

    /// <summary>Schools that the statements of 2018 spare, by name: the pattern of the newest rule that <c>core.int_marker_2018</c> uses; none without it.</summary>
    private Regex? SparedNames()
    {
        if (!WarehouseInputs.HasTable(connection, "core", "seed_marker_setting")) return null;
        var pattern = connection.QueryFirstOrDefault<string>(
            "SELECT value FROM core.seed_marker_setting WHERE rule_set = '2018' AND setting = 'exempt_name' ORDER BY rule_version DESC LIMIT 1");
        return pattern is null ? null : new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }
}
