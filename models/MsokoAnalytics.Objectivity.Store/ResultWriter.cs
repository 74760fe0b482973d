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
    private readonly UnitNaming _naming = new(inputs);
    private readonly ControlledClasses _controlled = ControlledClasses.Of(inputs, report);

    public void Evidence()
    {
        using var row = new RowWriter(connection, "anomaly", "class_evidence");
        foreach (var judged in report.Units)
        {
            var unit = judged.Scored.Unit;
            var work = _naming.Work(unit);
            var (classId, label) = _naming.Class(unit);
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
            row.Number(judged.Scored.Context.Network);
            row.Number(judged.Scored.Posterior);
            row.Number(judged.Scored.Alone);
            row.Number(judged.QValue);
            row.Number(judged.ConformalP);
            row.Text(ModelNames.Mechanisms[(int)judged.Scored.Mechanism]);
            row.Number(_naming.EffectPoints(unit));
            row.Number(_naming.EffectMarks(unit));
            row.Text(UnitNaming.Direction(unit));
            row.Flag(_controlled.Contains(judged));
            row.Number(_controlled.PValue(judged));
            row.Number(inputs.GiaResidual(work.WorkId, unit.Class));
            row.Text(judged.Model);
            row.Text(modelVersion);
            row.Text(runId);
            row.End();
        }

        row.Complete();
    }

    /// <returns>Entries of the two lists.</returns>
    public (int ToCheck, int Attention) Flags()
    {
        var years = report.Units.Where(u => u.Scored.Posterior > Strong).ToLookup(u => (u.Scored.Unit.Class, u.Scored.Unit.Subject), u => u.Scored.Unit);
        var shares = report.Schools.Where(s => s.Scored.Scope == SchoolScope.All).ToDictionary(s => s.Scored.School, s => s.Scored.MeanPosterior);
        var flags = report.Units.Where(u => u.QValue <= ObjectivityRun.AttentionList).OrderByDescending(u => u.Scored.Posterior).Select(u => Flag(u, years, shares)).ToArray();
        FlagTable.Append(connection, flags, modelVersion, runId);
        var toCheck = flags.Count(f => f.IsToCheck);
        return (toCheck, flags.Length - toCheck);
    }

    /// <summary>What no list names, most unusual first; apart from the flags.</summary>
    public void Unusual()
    {
        using var row = new RowWriter(connection, "anomaly", "unusual_result");
        var rank = 0;
        foreach (var result in UnusualResults.Rank(report, u => u.QValue <= ObjectivityRun.AttentionList))
        {
            var unit = report.Units[result.Unit].Scored.Unit;
            var (classId, label) = _naming.Class(unit);
            var text = Texts.Fill("unusual", ("list", string.Join("; ", result.Reasons.Select(r => Texts.Fill("unusual." + r)))));
            row.Whole(++rank).Text(_naming.Work(unit).WorkId).Text(inputs.Schools[unit.School].Id).Text(classId).Text(label).Whole(unit.Participants)
                .Number(result.Score).Text(text).Text(modelVersion).Text(runId).End();
        }

        row.Complete();
    }

    /// <returns>Flags of schools.</returns>
    public int SchoolFlags()
    {
        var schools = new SchoolWriter(connection, runId, modelVersion, _naming, report, _controlled.Contains);
        schools.Evidence();
        return schools.Flags();
    }

    private FlagRow Flag(JudgedUnit judged, ILookup<(int Class, int Subject), UnitRecord> years, Dictionary<int, double> shares)
    {
        var unit = judged.Scored.Unit;
        var work = _naming.Work(unit);
        var classId = _naming.Class(unit).ClassId;
        int[] others = [.. years[(unit.Class, unit.Subject)].Where(u => u.Year != unit.Year).Select(u => _naming.Work(u).Year).Distinct().Order()];
        var (id, name, _) = _naming.School(unit.School);
        var names = new UnitNames(name, _naming.ClassName(unit), work.Subject, work.Year, work.Thresholds, _naming.ScoreDeviation(unit), others, shares.GetValueOrDefault(unit.School))
        {
            GiaResidual = inputs.GiaResidual(work.WorkId, unit.Class),
            IsControlled = _controlled.Contains(judged),
        };
        var (text, against) = ExplanationWriter.Unit(judged, names, report.Nuisance.Rho, report.Prevalence, Texts);
        return new FlagRow
        {
            Id = $"class:{work.WorkId}:{classId ?? id}",
            Level = "класс × работа",
            WorkId = work.WorkId,
            AcademicYear = work.AcademicYear,
            SchoolId = id,
            ClassId = classId,
            Direction = UnitNaming.Direction(unit),
            Mechanism = ExplanationWriter.MechanismName(judged.Scored.Mechanism, Texts),
            Posterior = judged.Scored.Posterior,
            QValue = judged.QValue,
            N = unit.Participants,
            EffectPoints = _naming.EffectPoints(unit),
            EffectMarks = _naming.EffectMarks(unit),
            Persistence = others.Length,
            Text = text,
            Against = against,
        };
    }

    public int Refusals()
    {
        using var writer = new RowWriter(connection, "anomaly", "cannot_judge");
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

            Write(work?.WorkId, null, schoolId, classId, refusal.Reason.ToString(), refusal.Count);
        }

        foreach (var aside in inputs.SetAside) Write(aside.WorkId, aside.MunicipalityId, aside.SchoolId, null, aside.Reason, aside.Count);
        writer.Complete();
        return report.Refusals.Length + inputs.SetAside.Length;

        void Write(string? workId, string? municipalityId, string? schoolId, string? classId, string reason, int count) =>
            writer.Text(workId).Text(municipalityId).Text(schoolId).Text(classId).Text(reason)
                .Text(Texts.Fill("refusal." + reason, ("count", count.ToString(CultureInfo.InvariantCulture)))).Whole(count).Text(runId).End();
    }

    public void Diagnostics() => new DiagnosticsWriter(connection, runId, modelVersion, inputs, report, _controlled).Write();

    private static string Join(double[] values) => string.Join(' ', values.Select(v => v.ToString("0.###", CultureInfo.InvariantCulture)));
}
