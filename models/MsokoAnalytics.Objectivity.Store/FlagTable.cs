using System.Data.Common;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>One flag of any level.</summary>
internal sealed record FlagRow
{
    public required string Id { get; init; }

    public required string Level { get; init; }

    public string? WorkId { get; init; }

    public string? AcademicYear { get; init; }

    public required string SchoolId { get; init; }

    public string? ClassId { get; init; }

    public required string Direction { get; init; }

    public string? Mechanism { get; init; }

    public required double Posterior { get; init; }

    public required double QValue { get; init; }

    public required int N { get; init; }

    public double EffectPoints { get; init; } = double.NaN;

    public double EffectMarks { get; init; } = double.NaN;

    public int Persistence { get; init; }

    public required string Text { get; init; }

    public required string Against { get; init; }

    /// <summary>Whether the row is on the stricter of the two lists.</summary>
    public bool IsToCheck => QValue <= ObjectivityRun.CheckList;
}

/// <summary>Appends to <c>anomaly.flags</c>.</summary>
internal static class FlagTable
{
    public static void Append(DbConnection connection, IEnumerable<FlagRow> flags, string modelVersion, string runId)
    {
        using var appender = WarehouseDatabase.CreateAppender(connection, "anomaly", "flags");
        foreach (var flag in flags)
        {
            var row = new TableRow(appender);
            row.Text(flag.Id);
            row.Text(flag.Level);
            row.Text(flag.WorkId);
            row.Text(flag.AcademicYear);
            row.Text(flag.SchoolId);
            row.Text(flag.ClassId);
            row.Text(flag.IsToCheck ? "список для проверки" : "зона внимания");
            row.Text(flag.Direction);
            row.Text(flag.Mechanism);
            row.Number(flag.Posterior);
            row.Number(flag.QValue);
            row.Whole(flag.N);
            row.Number(flag.EffectPoints);
            row.Number(flag.EffectMarks);
            row.Whole(flag.Persistence);
            row.Text(flag.Text);
            row.Text(flag.Against);
            row.Text("новый");
            row.Text(null);
            row.Text(modelVersion);
            row.Text(runId);
            row.End();
        }

        appender.Complete();
    }
}
