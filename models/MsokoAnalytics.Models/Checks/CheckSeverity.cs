namespace MsokoAnalytics.Models.Checks;

/// <summary>What a failed check does.</summary>
public enum CheckSeverity
{
    /// <summary>Stops the build; the old tables stay.</summary>
    Fail,

    /// <summary>Is reported; the build goes on.</summary>
    Warn,
}
