namespace MsokoAnalytics.Operations.Quality;

/// <summary>What a finding is about.</summary>
public enum QualitySection
{
    /// <summary>A check of a model.</summary>
    Checks,

    /// <summary>Files and sheets that could not be used.</summary>
    Files,

    /// <summary>Rows and cells set aside, by source, year and rule.</summary>
    Rejects,

    /// <summary>Loaded rows against the reviewed counts.</summary>
    Expected,
}

/// <summary>How much a finding weighs.</summary>
public enum QualityLevel
{
    /// <summary>Stops the build, or data are missing.</summary>
    Fail,

    /// <summary>To be looked at.</summary>
    Warn,

    /// <summary>For information.</summary>
    Info,
}

/// <summary>One line of the quality report; never holds a pupil's value.</summary>
/// <param name="Section">What it is about.</param>
/// <param name="Level">How much it weighs.</param>
/// <param name="Passed">A check that was passed, a count within its bounds.</param>
/// <param name="Where">Table, file or source with year.</param>
/// <param name="Name">Check or rule.</param>
/// <param name="What">Russian: what it means.</param>
/// <param name="When">Russian: when it matters.</param>
/// <param name="Fix">Russian: what to do.</param>
/// <param name="Count">Rows, keys, cells or files concerned; 0 when passed.</param>
/// <param name="Sample">Keys or places of a few of them.</param>
public sealed record QualityFinding(
    QualitySection Section, QualityLevel Level, bool Passed, string Where, string Name, string What, string When, string Fix, long Count, string? Sample);
