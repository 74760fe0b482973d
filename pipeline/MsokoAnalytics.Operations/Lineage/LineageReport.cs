namespace MsokoAnalytics.Operations.Lineage;

/// <summary>Where a table comes from: «откуда эта цифра?».</summary>
/// <param name="Table">Full name.</param>
/// <param name="Caption">Russian caption.</param>
/// <param name="RunId">Run that built the published table; null when it is not built.</param>
/// <param name="BuiltAt">When, UTC.</param>
/// <param name="AppVersion">Version of the program that built it.</param>
/// <param name="EngineVersion">Version of the database engine.</param>
/// <param name="ModelHash">Version of the rule: hash of SQL, contract and macros.</param>
/// <param name="InputHash">Hash of the rule and all its inputs.</param>
/// <param name="Upstream">Tables below it, the nearest first.</param>
/// <param name="Files">Files whose rows reach it (or the asked row).</param>
/// <param name="Row">The asked row; null when the whole table was asked for.</param>
/// <param name="Corrections">Corrections by hand among the source rows (or in the files of the table).</param>
public sealed record LineageReport(
    string Table, string Caption, string? RunId, DateTime? BuiltAt, string? AppVersion, string? EngineVersion, string? ModelHash, string? InputHash,
    IReadOnlyList<UpstreamTable> Upstream, IReadOnlyList<SourcePlace> Files, RowOrigin? Row, IReadOnlyList<AppliedCorrection> Corrections);

/// <summary>A table that another is made of.</summary>
/// <param name="Distance">1 = read by the table itself.</param>
/// <param name="IsSource">Filled by the intake.</param>
public sealed record UpstreamTable(string Name, string Caption, int Distance, bool IsSource, string? ModelHash);

/// <summary>Rows of one sheet of one file.</summary>
/// <param name="Sheet">Name of the sheet; null for a whole file.</param>
/// <param name="Rows">Number of source rows.</param>
/// <param name="RowRanges">Their numbers in the sheet, as <c>5–31, 40</c>; null where the table keeps no row numbers.</param>
/// <param name="Through">Table with these rows.</param>
public sealed record SourcePlace(string Path, string? Sheet, string Sha256, long Rows, string? RowRanges, string Through);

/// <summary>A value that a person set right, without the value itself: it may be a pupil's.</summary>
/// <param name="Path">Corrected file.</param>
/// <param name="Sheet">Its sheet.</param>
/// <param name="Row">Its row.</param>
/// <param name="Field">Corrected column of staging.</param>
/// <param name="Reason">Why.</param>
/// <param name="Author">Who answers for it.</param>
/// <param name="On">When.</param>
/// <param name="From">The corrections file and the row of it.</param>
public sealed record AppliedCorrection(string Path, string? Sheet, int Row, string Field, string Reason, string Author, DateOnly On, string From);

/// <summary>The asked row and whether the source rows give its number.</summary>
/// <param name="Values">Column → value of the row; personal columns are left out.</param>
/// <param name="Reason">Russian: why it leads to no source rows; null when it does.</param>
/// <param name="Counts">For each way down that has a count: the column, its value, and the rows found.</param>
public sealed record RowOrigin(IReadOnlyList<(string Column, string Caption, string? Value)> Values, string? Reason, IReadOnlyList<RowCount> Counts);

/// <summary>A number of the row against the rows counted.</summary>
public sealed record RowCount(string Column, string Caption, long? Stated, long Counted)
{
    public bool Agrees => Stated == Counted;
}
