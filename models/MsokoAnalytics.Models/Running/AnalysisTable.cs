using System.Data.Common;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running;

/// <summary>A table filled by a program.</summary>
internal static class AnalysisTable
{
    /// <param name="session">Calls over the connection.</param>
    /// <param name="connection">Connection of the build, without a transaction.</param>
    /// <param name="analysis">The program.</param>
    /// <param name="model">Its model.</param>
    /// <param name="sql">What the program reads.</param>
    /// <param name="isInMemory">Whether the table is a temporary one (<see cref="Catalog.PartName"/>), else it lies beside the published one (<see cref="Catalog.NextName"/>).</param>
    /// <param name="token">Interrupts the engine.</param>
    public static async Task MakeAsync(Session session, DbConnection connection, IModelAnalysis analysis, ModelDefinition model, string sql, bool isInMemory, CancellationToken token)
    {
        var name = isInMemory ? Catalog.PartName(model) : Catalog.NextName(model);
        await session.ExecuteAsync($"CREATE {(isInMemory ? "TEMPORARY " : "")}TABLE {name} ({string.Join(", ", model.Columns.Select(c => $"{SqlText.Name(c.Name)} {c.Type}"))})", token);
        var published = (await Catalog.ColumnsAsync(session, model.Schema, model.Name, token)).Select(c => c.Name).ToList();
        var (schema, table) = isInMemory ? (null, model.FullName + SqlText.NextSuffix) : (model.Schema, model.Name + SqlText.NextSuffix);
        analysis.Fill(new AnalysisTask(connection, sql, model, schema, table, published, token));
    }
}
