using System.Data.Common;
using Dapper;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>The table <c>plain_count</c>: how many rows of a combination have been taken before the others are judged.</summary>
internal static class PlainCounts
{
    /// <param name="connection">The worker's connection.</param>
    /// <param name="kind">The kind, whose first group the combinations are of.</param>
    /// <param name="counts">By number of the combination: all rows, and those with a task cell.</param>
    public static void Save(DbConnection connection, SheetKind kind, IReadOnlyDictionary<int, (int All, int Filled)> counts)
    {
        connection.Execute($"CREATE OR REPLACE TEMP TABLE plain_count ({kind.Repeated[0].Name}_no INTEGER, n BIGINT, n_filled BIGINT)");
        if (counts.Count == 0) return;
        using var table = WarehouseDatabase.CreateTemporaryAppender(connection, "plain_count");
        foreach (var (number, (all, filled)) in counts)
        {
            table.SetInt32(0, number);
            table.SetInt64(1, all);
            table.SetInt64(2, filled);
            table.EndRow();
        }

        table.Complete();
    }
}
