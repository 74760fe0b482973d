using MsokoAnalytics.DemoData.Calibration;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Simulation;

/// <summary>Computes the results of a school in a work. A pure function of the region, the work and the school.</summary>
internal sealed class Simulator
{
    /// <summary>Present pupils without a journal mark: 0.02…0.9 % in real files.</summary>
    private const double NoJournalShare = 0.003;

    private const double AbsenceClassSd = 0.5;

    private readonly Region _region;
    private readonly Work _work;
    private readonly WorkProfile _profile;
    private readonly LatentModel _latent;
    private readonly double _absenceLogit;

    public Simulator(Region region, Work work)
    {
        _region = region;
        _work = work;
        _profile = work.Profile;
        _latent = new LatentModel(work, region.Seed);
        var absent = _profile.Data.AbsentPct / 100;
        // The spread of the logit raises the mean of a small probability by about half its variance.
        _absenceLogit = Math.Log(absent / (1 - absent)) - 0.5 * (AbsenceClassSd * AbsenceClassSd + LatentModel.AbsenceSlope * LatentModel.AbsenceSlope) * (1 - 2 * absent);
    }

    /// <summary>Mean latent level of the work over the region.</summary>
    public double Drift => _latent.Drift;

    /// <returns>null when no class of the school writes the work.</returns>
    public Unit? Simulate(School school)
    {
        if (!school.Exists(_work.Plan.SchoolYear)) return null;
        var actual = _work.GradePlan.ActualGrade;
        var parallel = Classes.Of(school, _work.Plan.SchoolYear, actual);
        var unit = new Unit { School = school, Work = _work };
        foreach (var group in parallel)
            if (SubjectDraw.Writes(group, _work)) unit.Classes.Add(group);
        if (unit.Classes.Count == 0) return null;
        unit.Allocate(unit.Classes.Sum(c => c.Size));
        var codes = new ParticipantCodes(school, parallel, _work);
        var first = 0;
        for (var i = 0; i < unit.Classes.Count; i++)
        {
            SimulateClass(unit, i, first, codes);
            Manipulator.Apply(unit, i, first, _region);
            first += unit.Classes[i].Size;
        }

        Finish(unit);
        return unit;
    }

    private void SimulateClass(Unit unit, int classIndex, int first, ParticipantCodes codes)
    {
        var group = unit.Classes[classIndex];
        var school = unit.School;
        var workKey = KeyedRandom.Key(group.Key, Purpose.Tasks, _work.Number);
        var random = new KeyedRandom(workKey);
        var level = _latent.ClassLevel(school, group);
        var absence = _absenceLogit + AbsenceClassSd * KeyedRandom.Normal(KeyedRandom.Key(workKey, Purpose.ClassAbsence));
        var severity = Math.Sqrt(0.3) * school.Severity
            + Math.Sqrt(0.7) * KeyedRandom.Normal(KeyedRandom.Key(Teachers.KeyOf(school, group, _work), Purpose.TeacherSeverity));
        Span<double> tilt = stackalloc double[unit.Tasks];
        TaskTilt.Fill(tilt, school, group, _work);
        for (var place = 0; place < group.Size; place++)
        {
            var pupil = Pupil.At(group, place, _work.Plan.SchoolYear, _work.GradePlan.ActualGrade);
            ref var result = ref unit.Pupils[first + place];
            result.PupilKey = pupil.Key;
            result.ClassIndex = classIndex;
            result.IsBoy = pupil.IsBoy;
            result.Code = codes.Of(group, place);
            result.Variant = (byte)(1 + ((place + (random.Chance(0.1) ? 1 : 0)) & 1));
            result.Level = level + _latent.PupilLevel(pupil);
            result.Absent = random.Chance(1 / (1 + Math.Exp(-(absence + LatentModel.AbsenceSlope * result.Level))));
            result.HonestScore = result.Score = _profile.ScoreAt(result.Level);
            var mark = _profile.MarkOf(result.Score);
            result.HonestJournal = result.Journal = random.Chance(NoJournalShare)
                ? 0
                : _profile.JournalAt(mark, JournalLevel(result.Level, mark, severity, ref random));
            if (result.Absent) continue;
            var scores = unit.ScoresOf(first + place);
            _profile.Tasks.Draw(result.Score, ref random, scores);
            TaskTilt.Apply(scores, tilt, _profile.Tasks, result.Score, ref random);
            for (var j = 0; j < scores.Length; j++)
                if (scores[j] == 0 && random.Chance(_profile.XGivenZero[j])) scores[j] = Unit.X;
        }
    }

    /// <summary>Standard normal given the ВПР mark: the rank inside the mark, the teacher and chance.</summary>
    private double JournalLevel(double level, int mark, double severity, ref KeyedRandom random) =>
        0.45 * _profile.RankWithinMark(level, mark) - 0.35 * severity + 0.8213 * random.NextNormal();

    private void Finish(Unit unit)
    {
        for (var i = 0; i < unit.Pupils.Length; i++)
        {
            ref var result = ref unit.Pupils[i];
            if (result.Absent)
            {
                result.Mark = 0;
                result.Score = 0;
                unit.ScoresOf(i).Clear();
            }
            else
            {
                result.Mark = _profile.MarkOf(result.Score);
            }
        }
    }
}
