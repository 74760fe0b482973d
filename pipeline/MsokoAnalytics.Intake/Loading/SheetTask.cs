using System.Data.Common;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>A sheet whose rows are to be typed: where it stands and what is known of it.</summary>
/// <param name="Fields">Fields of a simple table; empty for kinds that have SQL of their own.</param>
internal sealed record SheetTask(long FileKey, int SheetNo, string SheetName, SheetPlan Plan, WorkContext Context, IReadOnlyList<TableField> Fields, DateTime IssuedAt);

/// <summary>What became of the body rows of a sheet.</summary>
internal sealed record RowCounts(int Loaded, int Rejected, int NonData)
{
    /// <summary>Reads three columns from <paramref name="first"/> on.</summary>
    public static RowCounts Read(DbDataReader reader, int first) =>
        new(checked((int)reader.GetInt64(first)), checked((int)reader.GetInt64(first + 1)), checked((int)reader.GetInt64(first + 2)));

    public RowCounts Plus(RowCounts other) => new(Loaded + other.Loaded, Rejected + other.Rejected, NonData + other.NonData);
}
