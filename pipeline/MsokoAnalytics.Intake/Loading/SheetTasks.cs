using System.Data.Common;
using System.Globalization;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>The task columns that a sheet really has, with their maxima.</summary>
internal static class SheetTasks
{
    /// <summary>Task columns in sheet order with their places among the columns of the plan; of a sparse form only those with scores.</summary>
    /// <param name="connection">A connection with the macros.</param>
    /// <param name="setup">Descriptions of the sources; maxima come from its catalogue where headers have none.</param>
    /// <param name="sheet">The sheet.</param>
    /// <param name="texts">A query for the task cells as texts: n (1-based place), c.</param>
    /// <param name="scores">By place: cells that are known to be a score or an X beside those texts.</param>
    public static IReadOnlyList<(TaskColumn Task, int Place)> Find(DbConnection connection, IntakeSetup setup, SheetTask sheet, string texts, Func<int, int> scores)
    {
        var (plan, context) = (sheet.Plan, sheet.Context);
        var tasks = plan.Tasks.Select((t, i) => (Task: t, Place: i)).ToList();
        if (plan.Layout.Tasks is { Sparse: true } && tasks.Count > 0)
        {
            var used = Used(connection, setup, plan, texts, scores);
            tasks.RemoveAll(t => !used.Contains(t.Place));
        }

        return tasks.TrueForAll(t => t.Task.Max is null) && context.Number("year") is { } year && context.Number("grade") is { } grade && context["subject"] is { } subject
            && setup.Catalogue.Find(year, grade, subject, tasks.Count) is { } maxima
            ? [.. tasks.Select((t, i) => (t.Task with { Max = maxima[i] }, t.Place))]
            : tasks;
    }

    /// <summary>Places of the task columns that have more scores than unreadable texts.</summary>
    private static HashSet<int> Used(DbConnection connection, IntakeSetup setup, SheetPlan plan, string texts, Func<int, int> scores)
    {
        // Distinct values of each column, then their classes: one short statement however many columns there are.
        using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT n, coalesce(sum(k) FILTER (WHERE msoko_score_code(c) >= -1), 0)::BIGINT, coalesce(sum(k) FILTER (WHERE msoko_score_code(c) = -3), 0)::BIGINT
            FROM (SELECT n, c, count(*) AS k FROM ({texts}) GROUP BY n, c)
            GROUP BY n
            """;
        setup.Macros.Ensure(connection, "msoko_score_code");
        var balance = Enumerable.Range(0, plan.Tasks.Count).Select(i => (long)scores(i)).ToArray();
        using var reader = command.ExecuteReader();
        while (reader.Read()) balance[Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture) - 1] += reader.GetInt64(1) - reader.GetInt64(2);
        return [.. Enumerable.Range(0, balance.Length).Where(i => balance[i] > 0)];
    }
}
