namespace MsokoAnalytics.Analysis.ValueAdded;

/// <summary>A later work with the one before it.</summary>
/// <param name="Transition">Procedure before → procedure after.</param>
/// <param name="Subject">Subject code.</param>
/// <param name="Level">base, advanced or profile.</param>
/// <param name="GradeFrom">Grade of the earlier work.</param>
/// <param name="GradeTo">Grade of the later work.</param>
/// <param name="YearTo">Spring of the academic year of the later work.</param>
/// <param name="WorkTo">Key of the later work.</param>
public sealed record WorkPair(string Transition, string Subject, string Level, int GradeFrom, int GradeTo, int YearTo, string WorkTo);

/// <summary>A cohort of a school in both works.</summary>
/// <param name="Work">The works.</param>
/// <param name="WorkFrom">Key of the earlier work.</param>
/// <param name="SchoolId">Key of the school.</param>
/// <param name="MunicipalityId">Its municipality, where known.</param>
/// <param name="NFrom">Pupils of the earlier work.</param>
/// <param name="NTo">Pupils of the later work, at least 1.</param>
/// <param name="From">Place before: mean score in standard deviations of all pupils.</param>
/// <param name="FromError">Its standard error, above 0.</param>
/// <param name="To">Place after.</param>
/// <param name="ToError">Its standard error s/√n; NaN for a single pupil.</param>
/// <param name="Context">Features of the school; NaN = unknown.</param>
public sealed record Cohort(
    WorkPair Work, string WorkFrom, string SchoolId, string? MunicipalityId, int NFrom, int NTo, double From, double FromError, double To, double ToError, double[] Context)
{
    /// <summary>Whether rows of the work are wanted, not of its stage alone.</summary>
    public bool IsShown { get; init; } = true;

    /// <summary>Last year of the stage that the work belongs to; null = none.</summary>
    public int? StageYear { get; init; }

    /// <summary>Σ of squared deviations of the pupils from their mean: (n − 1)·n·se².</summary>
    internal double SumOfSquares => NTo > 1 && double.IsFinite(ToError) ? (NTo - 1.0) * NTo * ToError * ToError : 0;
}

/// <summary>Numbers value added rests on (core.seed_analysis_setting).</summary>
/// <param name="Version">Version of the rule.</param>
/// <param name="MinSchools">Fewest schools of a model, at least 4.</param>
/// <param name="MinN">Fewest pupils in either work for a verdict.</param>
/// <param name="SchoolsPerPredictor">Schools per parameter; context is taken while there are enough.</param>
/// <param name="Years">Years of a stage.</param>
/// <param name="TestReliability">Share of true differences in the variance of the earlier work's scores, 0..1: the rest is error of measurement in the start.</param>
/// <param name="PupilCorrelation">Correlation of the same pupils' results in both works within a school, 0..1; 0 = as if other pupils wrote the later work.</param>
/// <param name="Fdr">Share of false discoveries.</param>
public sealed record ValueAddedRule(string Version, int MinSchools, int MinN, double SchoolsPerPredictor, int Years, double TestReliability, double PupilCorrelation, double Fdr);
