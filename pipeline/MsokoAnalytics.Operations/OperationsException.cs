namespace MsokoAnalytics.Operations;

/// <summary>What the user asked for cannot be done; the message is Russian and says what to do.</summary>
public sealed class OperationsException(string message) : Exception(message);
