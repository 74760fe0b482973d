using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Simulation;

/// <summary>
/// The latent level of a pupil in a work: municipality + school + class + pupil, with variances that add up to 1 over the
/// region, the school's part being the work's ICC, and a correlation of about .6 between two subjects of a pupil.
/// </summary>
internal sealed class LatentModel
{
    private const double MunicipalityVariance = 0.01;
    private const double ClassVariance = 0.04;

    /// <summary>Part of the class variance that an analysis of variance by school ascribes to schools (most have one or two classes).</summary>
    private const double ClassSeenAsSchool = 0.016;

    private const double CommonSchoolShare = 0.6;
    private const double CorrelationOfSubjects = 0.62;
    private const double CommonClassShare = 0.7;
    private const double DayShare = 0.3;
    private const double DriftSd = 0.06;

    /// <summary>How the logit of absence falls with the level.</summary>
    public const double AbsenceSlope = -0.25;

    private readonly Work _work;
    private readonly int _subject;
    private readonly double _school;
    private readonly double _schoolSubject;
    private readonly double _class;
    private readonly double _general;
    private readonly double _specific;
    private readonly double _day;
    private readonly double _drift;
    private readonly double _listed;

    public LatentModel(Work work, ulong seed)
    {
        _work = work;
        _subject = Subjects.Number(work.Subject.Code);
        var school = Math.Max(0.02, work.Profile.Data.Icc - ClassSeenAsSchool - MunicipalityVariance);
        var within = 1 - school - ClassVariance - MunicipalityVariance;
        var general = Math.Clamp((CorrelationOfSubjects - CommonSchoolShare * school - CommonClassShare * ClassVariance - MunicipalityVariance) / within, 0, 0.95);
        _school = Math.Sqrt(school * CommonSchoolShare);
        _schoolSubject = Math.Sqrt(school * (1 - CommonSchoolShare));
        _class = Math.Sqrt(ClassVariance);
        _general = Math.Sqrt(within * general);
        _specific = Math.Sqrt(within * (1 - general) * (1 - DayShare));
        _day = Math.Sqrt(within * (1 - general) * DayShare);
        // The year the profile was measured in has no drift: there the generated world can be compared with the profile.
        _drift = work.Plan.Year == work.Profile.Data.Profile
            ? 0
            : DriftSd * KeyedRandom.Normal(KeyedRandom.Key(seed, Purpose.YearDrift, work.Plan.Year, _subject, work.Grade));
        // The profile describes writers; those on the list are a little weaker, since the weak stay away more often.
        _listed = _drift + AbsenceSlope * work.Profile.Data.AbsentPct / 100;
    }

    /// <summary>Mean level of the work over the region's writers.</summary>
    public double Drift => _drift;

    /// <summary>Level of a class of a school.</summary>
    public double ClassLevel(School school, ClassGroup group) =>
        _listed
        + school.Municipality.Level
        + _school * school.Common
        + _schoolSubject * school.SubjectLevel(_subject)
        + (_work.Plan.Year >= school.ImprovesFrom ? school.Improvement : 0)
        + _class * group.Level(_subject);

    /// <summary>Level of a pupil beside its class.</summary>
    public double PupilLevel(in Pupil pupil) =>
        _general * pupil.General + _specific * pupil.SubjectAbility(_subject) + _day * pupil.DayLuck(_work.Number);
}
