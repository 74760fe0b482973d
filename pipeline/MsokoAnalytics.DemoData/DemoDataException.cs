namespace MsokoAnalytics.DemoData;

/// <summary>The options cannot be met or the folder cannot be used; the message is Russian and meant for the user.</summary>
public sealed class DemoDataException(string message) : Exception(message);
