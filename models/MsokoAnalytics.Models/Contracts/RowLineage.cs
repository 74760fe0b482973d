namespace MsokoAnalytics.Models.Contracts;

/// <summary>
/// Which rows of another table a row of a model is made of, so that a figure can be followed down to files and rows. In the
/// conditions <c>t</c> is the row of the model and <c>f</c> the row of the other table.
/// </summary>
/// <param name="From">Full name of the other table: a fact with <c>file_key</c>, <c>sheet_no</c> (and <c>row_no</c>), or a model that itself tells its lineage.</param>
/// <param name="Match">SQL condition over <c>t</c> and <c>f</c>.</param>
/// <param name="When">SQL condition over <c>t</c>: rows of the model this is said of; null = all.</param>
/// <param name="CountColumn">Column of the model that must equal the number of matched rows; null = none does.</param>
/// <param name="Counted">SQL condition over <c>t</c> and <c>f</c>: matched rows that count for <see cref="CountColumn"/>; null = all.</param>
public sealed record RowLineage(string From, string Match, string? When, string? CountColumn, string? Counted);
