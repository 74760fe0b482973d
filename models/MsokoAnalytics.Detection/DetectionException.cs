namespace MsokoAnalytics.Detection;

/// <summary>The data cannot be used by a detector; the message is for the user, in Russian.</summary>
public sealed class DetectionException(string message) : Exception(message);
