using System.Text;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running;

/// <summary>
/// SELECT that gives the rows of a seed file (a header with the declared columns, empty = NULL). The rows go in as literals: seeds
/// are small, and the engine needs no access to files.
/// </summary>
internal static class SeedSql
{
    /// <exception cref="FormatException">The header or a row doesn't fit the contract (Russian message).</exception>
    public static string Select(ModelDefinition seed)
    {
        var rows = SeedCsv.Read(seed.Body).ToList();
        var header = seed.Columns.Select(c => c.Name).ToList();
        if (rows.Count == 0 || !rows[0].Fields.SequenceEqual(header, StringComparer.Ordinal))
            throw new FormatException("первая строка CSV должна быть: " + string.Join(';', header));
        var values = new StringBuilder();
        foreach (var (line, fields) in rows.Skip(1))
        {
            if (fields.Count != header.Count)
                throw new FormatException($"строка {line}: полей {fields.Count}, а столбцов {header.Count}");
            var cells = fields.Select(cell => SqlText.Literal(cell.Length == 0 ? null : cell));
            values.Append(values.Length == 0 ? "" : ", ").Append('(').AppendJoin(", ", cells).Append(')');
        }

        var typed = string.Join(", ", seed.Columns.Select(c => $"CAST({SqlText.Name(c.Name)} AS {c.Type}) AS {SqlText.Name(c.Name)}"));
        var isEmpty = values.Length == 0;
        if (isEmpty) values.Append('(').AppendJoin(", ", header.Select(_ => "NULL")).Append(')');
        return $"SELECT {typed} FROM (VALUES {values}) AS seed({SqlText.Names(header)}){(isEmpty ? " WHERE FALSE" : "")}";
    }
}
