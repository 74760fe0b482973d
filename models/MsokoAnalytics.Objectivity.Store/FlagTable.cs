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

    /// <summary>How the list was made.</summary>
    public string RuleVersion { get; init; } = ObjectivityRun.ListRule;

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
        using var writer = new RowWriter(connection, "anomaly", "flags");
        foreach (var flag in flags)
        {
            writer.Text(flag.Id).Text(flag.Level).Text(flag.WorkId).Text(flag.AcademicYear).Text(flag.SchoolId).Text(flag.ClassId)
                .Text(flag.IsToCheck ? "список для проверки" : "зона внимания").Text(flag.Direction).Text(flag.Mechanism)
                .Number(flag.Posterior).Number(flag.QValue).Whole(flag.N).Number(flag.EffectPoints).Number(flag.EffectMarks).Whole(flag.Persistence)
                .Text(flag.Text).Text(flag.Against).Text(FlagReview.Statuses[0]).Text(null).Text(flag.RuleVersion).Text(modelVersion).Text(runId).End();
        }

        writer.Complete();
    }
}
