using System.Data.Common;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models;

/// <summary>
/// Statistics that SQL can't say: makes the rows of a table from the rows of the model's SQL. Its result must depend on these rows, and for what must stay as it
/// was on the published table, alone: the runner skips it while the inputs are as they were.
/// </summary>
public interface IModelAnalysis
{
    /// <summary>Name with the version of the method, e.g. <c>trend-1</c>; models name it, so another version builds them anew.</summary>
    string Name { get; }

    /// <summary>Reads <see cref="AnalysisTask.InputSql"/> and appends the rows of the table, which exists and is empty.</summary>
    void Fill(AnalysisTask task);
}

/// <summary>One table to be made, or some partitions of it: then the SQL reads what these partitions see, and the rows must be theirs alone.</summary>
/// <param name="Connection">Connection of the build, without a transaction.</param>
/// <param name="InputSql">The model's SQL, reading the tables of this build.</param>
/// <param name="Model">Contract of the table: the columns in order.</param>
/// <param name="Schema">Schema of the table to fill; null = it is a temporary one.</param>
/// <param name="Table">Its name.</param>
/// <param name="PublishedColumns">Columns of the table as it was published last; empty when there is none.</param>
/// <param name="Token">Cancellation.</param>
public sealed record AnalysisTask(
    DbConnection Connection, string InputSql, ModelDefinition Model, string? Schema, string Table, IReadOnlyList<string> PublishedColumns, CancellationToken Token);
