using System.Runtime.InteropServices;

namespace MsokoAnalytics.DuckDb;

/// <summary>How far a running query is.</summary>
/// <param name="Percentage">0..100, or null when the engine can't tell (nothing runs, or the plan has no measure).</param>
/// <param name="RowsProcessed">Rows read so far.</param>
/// <param name="TotalRows">The engine's estimate of all rows to be read.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DuckDbQueryProgress(double? Percentage, ulong RowsProcessed, ulong TotalRows);
