using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models.Contracts;

/// <summary>
/// Makes the model <c>core.…</c> of a source table with the corrections that count: what <c>corrected_as</c> of the table names. Models read it
/// in place of the table, so staging stays what the files say. Rows without a correction pass untouched; a corrected row is known by its place and its
/// cells, for one row of a file may be several of the table.
/// </summary>
internal static class CorrectedSource
{
    /// <summary>Corrections that count, one row per corrected row.</summary>
    public const string Corrections = "core.int_correction_value";

    private static readonly string[] Place = ["file_key", "sheet_no", "row_no"];

    public static ModelDefinition Of(SourceTable table, string name)
    {
        var body = Sql(table);
        IReadOnlyList<ColumnContract> columns = [.. table.Columns.Select(c => c with { Caption = c.Caption.Length > 0 ? c.Caption : c.Name, Description = c.Description.Length > 0 ? c.Description : "As in the source." })];
        var check = new CheckFile { Type = "not_null", Columns = [.. Place] };
        return new ModelDefinition
        {
            Schema = "core",
            Name = name,
            Materialization = Materialization.View,
            Caption = table.Caption + " (с исправлениями)",
            Description = $"Rows of {table.FullName} with the corrections of corrections.csv that count.",
            Grain = $"One row per row of {table.FullName}.",
            KnownBias = "A corrected value is not checked against the other cells of its row, which stay as in the file.",
            Columns = columns,
            SampleKeys = [.. Place],
            Checks = CheckReader.Read([check], columns, []),
            Body = body,
            ContractText = body,
            References = SqlReferences.Find(body),
        };
    }

    private static string Sql(SourceTable table)
    {
        string Same(string left) => string.Join(" AND ", Place.Select(p => $"c.{p} = {left}.{p}"));
        var values = table.Columns.Where(c => !Place.Contains(c.Name, StringComparer.Ordinal) && !c.Type.EndsWith("[]", StringComparison.Ordinal))
            .Select(c => $"    CASE WHEN list_contains(c.fields, '{c.Name}') THEN CAST(c.new_values[list_position(c.fields, '{c.Name}')] AS {c.Type}) ELSE s.{SqlText.Name(c.Name)} END AS {SqlText.Name(c.Name)}");
        return $"""
            -- Made by the loader of models from the contract of the source table.
            WITH place AS (
              SELECT DISTINCT v.file_key, v.sheet_no, v.row_no FROM {Corrections} AS v WHERE v.source_table = '{table.Name}'
            ),
            touched AS (
              SELECT t.*, CAST(to_json(t) AS VARCHAR) AS cells FROM {table.FullName} AS t SEMI JOIN place AS c ON {Same("t")}
            )
            SELECT t.* FROM {table.FullName} AS t ANTI JOIN place AS c ON {Same("t")}
            UNION ALL
            SELECT
              s.* EXCLUDE (cells) REPLACE (
            {string.Join(",\n", values)}
              )
            FROM touched AS s
            LEFT JOIN {Corrections} AS c ON c.source_table = '{table.Name}' AND {Same("s")} AND c.cells = s.cells
            """;
    }
}
