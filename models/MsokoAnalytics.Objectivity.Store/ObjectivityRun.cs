using System.Data.Common;
using Dapper;
using MsokoAnalytics.Objectivity.Inference;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>What a run found, for one line to the user.</summary>
public sealed record ObjectivitySummary(int Units, int ToCheck, int Attention, int Schools, int Journal, int Refused, bool IsOutsideTraining);

/// <summary>Reads the warehouse, analyses, and writes the tables of <c>anomaly</c> in one transaction.</summary>
public static class ObjectivityRun
{
    /// <summary>Expected share of false entries in «список для проверки».</summary>
    public const double CheckList = 0.05;

    /// <summary>The same for «зона внимания».</summary>
    public const double AttentionList = 0.10;

    /// <summary>Version of the rule that makes the lists of ВПР: the longest with a mean of 1 − posterior up to 5 % and 10 %.</summary>
    internal const string ListRule = "bayes-fdr-1";

    /// <param name="connection">Writable warehouse with models built.</param>
    /// <param name="runId">Run in ops.run.</param>
    /// <param name="models">Trained models.</param>
    public static ObjectivitySummary Execute(DbConnection connection, string runId, ModelSet models) => Write(connection, runId, models).Summary;

    /// <summary>The same, giving what was read and found.</summary>
    internal static (WarehouseInputs Inputs, ObjectivityReport Report) Analyse(DbConnection connection, string runId, ModelSet models)
    {
        var (inputs, report, _) = Write(connection, runId, models);
        return (inputs, report);
    }

    /// <summary>Whether the tables are there and made by this model.</summary>
    public static bool IsCurrent(DbConnection connection, ModelSet models) =>
        FlagReview.HasFlags(connection)
        && connection.ExecuteScalar<long>("SELECT count(*) FROM anomaly.diagnostics WHERE model_version = $version", new { version = models.Version }) > 0;

    private static (WarehouseInputs Inputs, ObjectivityReport Report, ObjectivitySummary Summary) Write(DbConnection connection, string runId, ModelSet models)
    {
        var inputs = WarehouseInputs.Read(connection);
        var report = ObjectivityAnalysis.Analyse(inputs.Data, models);
        using var transaction = connection.BeginTransaction();
        connection.Execute(WarehouseInputs.Resource("Tables.sql"), transaction: transaction);
        connection.Execute(WarehouseInputs.Resource("Review.sql"), transaction: transaction);
        var writer = new ResultWriter(connection, runId, models.Version, inputs, report);
        writer.Evidence();
        var (toCheck, attention) = writer.Flags();
        writer.Unusual();
        var schools = writer.SchoolFlags();
        var journal = new JournalFlags(connection, runId, models.Version).Write();
        var refused = writer.Refusals();
        writer.Diagnostics();
        connection.Execute("DELETE FROM anomaly.corrected_work_result", transaction: transaction);
        connection.Execute(WarehouseInputs.Resource("Corrected.sql"), new { model_version = models.Version, run_id = runId }, transaction);
        connection.Execute($"UPDATE anomaly.flags SET status = r.status, status_reason = r.reason FROM {FlagReview.Newest} AS r WHERE r.flag_id = flags.flag_id", transaction: transaction);
        ReviewAgreement.Write(connection, transaction);
        transaction.Commit();
        return (inputs, report, new ObjectivitySummary(report.Units.Length, toCheck, attention, schools, journal, refused, report.Range.Any(c => c.IsOutside)));
    }
}
