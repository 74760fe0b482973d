namespace MsokoAnalytics.Intake;

/// <summary>A fault of the user's file, in words for the user: what is wrong, what was expected, what to do.</summary>
public sealed class IntakeException(string rule, string message, string advice, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable code of the fault, for tests and for <c>rejects</c>: <c>file.empty</c>, <c>file.password</c>, …</summary>
    public string Rule { get; } = rule;

    /// <summary>What the user should do.</summary>
    public string Advice { get; } = advice;
}
