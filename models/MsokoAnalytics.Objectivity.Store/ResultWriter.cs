using System.Data.Common;
using System.Globalization;
using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Explanations;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>Appends the rows of one analysis to the tables of <c>anomaly</c>.</summary>
internal sealed class ResultWriter(DbConnection connection, string runId, string modelVersion, WarehouseInputs inputs, ObjectivityReport report)
{
    private const double Strong = 0.5;
    private static readonly ExplanationTexts Texts = ExplanationTexts.Default;

    /// <summary>Index of the test in the inputs, by subject, grade and year of the unit.</summary>
    private readonly Dictionary<(int Subject, int Grade, int Year), int> _tests =
        inputs.Data.Tests.Select((t, i) => (t, i)).ToDictionary(x => (x.t.Subject, x.t.Grade, x.t.Year), x => x.i);

    public void Evidence()
    {
        using var appender = WarehouseDatabase.CreateAppender(connection, "anomaly", "class_evidence");
        foreach (var judged in report.Units)
        {
            var row = new Row(appender);
            var unit = judged.Scored.Unit;
            var (work, classId, label) = Names(unit);
            row.Text(work.WorkId);
            row.Text(inputs.Schools[unit.School].Id);
            row.Text(classId);
            row.Text(label);
            row.Whole(unit.Participants);
            row.Whole(unit.Roster);
            row.Text(unit.Tier.ToString());
            row.Number(unit.MeanScore);
            row.Number(unit[EvidenceKind.LevelOther]);
            row.Number(unit[EvidenceKind.LevelJournal]);
            row.Number(unit[EvidenceKind.JournalLevel]);
            row.Number(unit.JournalSideMean);
            row.Number(unit[EvidenceKind.Misfit]);
            row.Number(unit[EvidenceKind.HardItems]);
            row.Number(unit[EvidenceKind.Sharing]);
            row.Number(unit[EvidenceKind.Bump]);
            row.Number(unit[EvidenceKind.JournalCopy]);
            row.Number(unit[EvidenceKind.Absence]);
            row.Number(unit[EvidenceKind.Agreement]);
            var hasJournal = unit.Journal.Both > 0;
            row.Whole(hasJournal ? unit.Journal.Down : null);
            row.Whole(hasJournal ? unit.Journal.Same : null);
            row.Whole(hasJournal ? unit.Journal.Up : null);
            row.Number(hasJournal ? unit.Journal.ExpectedSame : double.NaN);
            row.Whole(unit.Thresholds.At);
            row.Number(unit.Thresholds.ExpectedAt);
            row.Text(Join(judged.Scored.Likelihoods));
            row.Text(Join(judged.Contributions));
            row.Number(judged.Scored.LogOdds);
            row.Number(judged.Scored.Context.Series);
            row.Number(judged.Scored.Context.Parallel);
            row.Number(judged.Scored.Context.School);
            row.Number(judged.Scored.Posterior);
            row.Number(judged.Scored.Alone);
            row.Number(judged.QValue);
            row.Number(judged.ConformalP);
            row.Text(ModelNames.Mechanisms[(int)judged.Scored.Mechanism]);
            row.Text(modelVersion);
            row.Text(runId);
            row.End();
        }

        appender.Complete();
    }

    /// <returns>Entries of the two lists.</returns>
    public (int ToCheck, int Attention) Flags()
    {
        var years = report.Units.Where(u => u.Scored.Posterior > Strong).ToLookup(u => (u.Scored.Unit.Class, u.Scored.Unit.Subject), u => u.Scored.Unit);
        var shares = report.Schools.ToDictionary(s => s.Scored.School, s => s.Scored.MeanPosterior);
        var deviations = inputs.Data.Tests.Select(Deviation).ToArray();
        int toCheck = 0, attention = 0;
        using var appender = WarehouseDatabase.CreateAppender(connection, "anomaly", "flags");
        foreach (var judged in report.Units.Where(u => u.QValue <= ObjectivityRun.AttentionList).OrderByDescending(u => u.Scored.Posterior))
        {
            var unit = judged.Scored.Unit;
            var (work, classId, label) = Names(unit);
            var deviation = deviations[_tests[(unit.Subject, unit.Grade, unit.Year)]];
            int[] others = [.. years[(unit.Class, unit.Subject)].Where(u => u.Year != unit.Year).Select(u => Names(u).Work.Year).Distinct().Order()];
            var names = new UnitNames(
                inputs.Schools[unit.School].Name, label is null ? $"{work.ActualGrade} класс" : $"{work.ActualGrade}{label}", work.Subject, work.Year, work.Thresholds,
                deviation, others, shares.GetValueOrDefault(unit.School));
            var (text, against) = ExplanationWriter.Unit(judged, names, report.Nuisance.Rho, report.Prevalence, Texts);
            var first = judged.QValue <= ObjectivityRun.CheckList;
            if (first) toCheck++;
            else attention++;
            var row = new Row(appender);
            row.Text($"class:{work.WorkId}:{classId ?? inputs.Schools[unit.School].Id}");
            row.Text("класс × работа");
            row.Text(work.WorkId);
            row.Text(inputs.Schools[unit.School].Id);
            row.Text(classId);
            row.Text(first ? "список для проверки" : "зона внимания");
            row.Text("впр");
            row.Text(ExplanationWriter.MechanismName(judged.Scored.Mechanism, Texts));
            row.Number(judged.Scored.Posterior);
            row.Number(judged.QValue);
            row.Whole(unit.Participants);
            row.Number(unit.OtherMean * deviation);
            row.Whole(others.Length);
            row.Text(text);
            row.Text(against);
            Tail(row);
        }

        appender.Complete();
        return (toCheck, attention);
    }

    public int SchoolFlags()
    {
        var strong = report.Units.Where(u => u.Scored.Posterior > Strong).CountBy(u => u.Scored.Unit.School).ToDictionary();
        var count = 0;
        using var appender = WarehouseDatabase.CreateAppender(connection, "anomaly", "flags");
        foreach (var school in report.Schools.Where(s => s.QValue <= ObjectivityRun.AttentionList).OrderByDescending(s => s.Scored.Posterior))
        {
            count++;
            var (id, name) = inputs.Schools[school.Scored.School];
            var (text, against) = ExplanationWriter.School(school, name, strong.GetValueOrDefault(school.Scored.School), Texts);
            var row = new Row(appender);
            row.Text($"school:{id}");
            row.Text("школа");
            row.Text(null);
            row.Text(id);
            row.Text(null);
            row.Text(school.QValue <= ObjectivityRun.CheckList ? "список для проверки" : "зона внимания");
            row.Text("впр");
            row.Text(null);
            row.Number(school.Scored.Posterior);
            row.Number(school.QValue);
            row.Whole(school.Scored.Units);
            row.Number(double.NaN);
            row.Whole(0);
            row.Text(text);
            row.Text(against);
            Tail(row);
        }

        appender.Complete();
        return count;
    }

    public int Refusals()
    {
        using var appender = WarehouseDatabase.CreateAppender(connection, "anomaly", "cannot_judge");
        foreach (var refusal in report.Refusals)
        {
            var work = refusal.Test < 0 ? null : inputs.Works[refusal.Test];
            string? classId = null, schoolId = null;
            if (work is not null && refusal.Class >= 0)
            {
                classId = inputs.Classes[(work.WorkId, refusal.Class)].ClassId;
                var test = inputs.Data.Tests[refusal.Test];
                schoolId = inputs.Schools[test.School[test.ClassStart[Array.IndexOf(test.Classes, refusal.Class)]]].Id;
            }

            Refusal(appender, work?.WorkId, schoolId, classId, refusal.Reason.ToString(), refusal.Count);
        }

        foreach (var aside in inputs.SetAside) Refusal(appender, aside.WorkId, aside.SchoolId, null, aside.Reason, aside.Count);
        appender.Complete();
        return report.Refusals.Length + inputs.SetAside.Length;
    }

    public void Diagnostics()
    {
        using var appender = WarehouseDatabase.CreateAppender(connection, "anomaly", "diagnostics");
        One("rho", report.Nuisance.Rho, "Фоновое округление до порога по всем данным (доля работ на балл ниже порога)");
        One("tau_absence", report.Nuisance.TauAbsence, "Разброс пропусков между классами (стандартное отклонение логита)");
        One("prevalence", report.Prevalence, "Оценка доли необъективных результатов класс × работа");
        One("units", report.Units.Length, "Оценено результатов класс × работа");
        foreach (var tier in report.Units.GroupBy(u => u.Scored.Unit.Tier).OrderBy(g => g.Key))
            One("units_" + tier.Key, tier.Count(), $"Из них по данным уровня {tier.Key}");
        foreach (var warning in report.Warnings) One("warning_" + warning, double.NaN, Texts.Fill("warning." + warning) + " " + Texts.Fill("warning.tail"));
        appender.Complete();

        void One(string name, double value, string text)
        {
            var row = new Row(appender);
            row.Text(name);
            row.Number(value);
            row.Text(text);
            row.Text(modelVersion);
            row.Text(runId);
            row.End();
        }
    }

    private void Refusal(ITableAppender appender, string? workId, string? schoolId, string? classId, string reason, int count)
    {
        var row = new Row(appender);
        row.Text(workId);
        row.Text(schoolId);
        row.Text(classId);
        row.Text(reason);
        row.Text(Texts.Fill("refusal." + reason, ("count", count.ToString(CultureInfo.InvariantCulture))));
        row.Whole(count);
        row.Text(runId);
        row.End();
    }

    private void Tail(Row row)
    {
        row.Text("новый");
        row.Text(null);
        row.Text(modelVersion);
        row.Text(runId);
        row.End();
    }

    private (WorkName Work, string? ClassId, string? Label) Names(UnitRecord unit)
    {
        var work = inputs.Works[_tests[(unit.Subject, unit.Grade, unit.Year)]];
        var (classId, label) = inputs.Classes[(work.WorkId, unit.Class)];
        return (work, classId, label);
    }

    private static double Deviation(AssessmentTest test)
    {
        var scores = test.Score.Where(s => s >= 0).Select(s => (double)s).ToArray();
        if (scores.Length < 2) return 0;
        var mean = scores.Average();
        return Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / (scores.Length - 1));
    }

    private static string Join(double[] values) => string.Join(' ', values.Select(v => v.ToString("0.###", CultureInfo.InvariantCulture)));

    /// <summary>Columns in order; NaN becomes NULL.</summary>
    private sealed class Row(ITableAppender appender)
    {
        private int _column;

        public void Text(string? value) => appender.SetString(_column++, value);

        public void Whole(int? value)
        {
            if (value is { } v) appender.SetInt32(_column++, v);
            else appender.SetNull(_column++);
        }

        public void Number(double value)
        {
            if (double.IsFinite(value)) appender.SetDouble(_column++, value);
            else appender.SetNull(_column++);
        }

        public void End() => appender.EndRow();
    }
}
