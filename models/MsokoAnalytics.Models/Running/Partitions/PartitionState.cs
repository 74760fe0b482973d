namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>One partition of a table.</summary>
/// <param name="Input">Hash of the rule and of all the partition is made of; empty for a table built as a whole.</param>
/// <param name="Content">Fingerprint of its rows.</param>
/// <param name="Rows">Number of its rows.</param>
internal sealed record PartitionState(string Input, string Content, long Rows);
