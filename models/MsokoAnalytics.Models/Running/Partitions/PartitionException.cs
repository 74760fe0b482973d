namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>A table does not fall into the partitions its contract declares; the message is Russian.</summary>
internal sealed class PartitionException(string message) : Exception(message);
