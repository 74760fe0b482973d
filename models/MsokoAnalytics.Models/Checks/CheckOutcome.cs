namespace MsokoAnalytics.Models.Checks;

/// <summary>What one check found.</summary>
/// <param name="Model">Full name of the model.</param>
/// <param name="Name">Name of the check, e.g. <c>unique(school_id)</c>.</param>
/// <param name="Severity">What a failure does.</param>
/// <param name="FailedRows">Rows (or keys) that break it; 0 = passed.</param>
/// <param name="Sample">A few keys of broken rows, or null; never a pupil's value.</param>
/// <param name="Message">Russian sentence for the user; null when passed.</param>
public sealed record CheckOutcome(
    string Model, string Name, CheckSeverity Severity, long FailedRows, string? Sample, string? Message)
{
    public bool Passed => FailedRows == 0;

    /// <summary>Whether this outcome stops the build.</summary>
    public bool IsFailure => !Passed && Severity == CheckSeverity.Fail;
}
