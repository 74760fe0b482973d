namespace MsokoAnalytics.Operations;

/// <summary>What the user asked for cannot be done; the message is Russian and says what to do.</summary>
public class OperationsException(string message) : Exception(message);

/// <summary>The rules of disclosure are missing or wrong; nothing leaves the centre.</summary>
public sealed class DisclosurePolicyException(string message) : OperationsException(message);
