using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using MsokoAnalytics.Intake.Mappings;
using static MsokoAnalytics.Intake.Loading.SqlValue;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Sheets of one mapping as temporary tables: the dictionaries of the mapping, what is known of each sheet, its columns, its rows by field.</summary>
internal sealed class MappedInput(IntakeSetup setup, DbConnection connection, TableMapping mapping, IReadOnlyList<MappedSheet> sheets)
{
    private static readonly string[] TextFields = ["school_raw", "name_raw", "municipality_raw", "region_raw", "town_raw", "kind_raw", "subject_raw", "participant_code", "date_raw"];

    /// <summary>Makes all tables that the SQL of the kind reads.</summary>
    /// <param name="fields">The fields that the kind knows.</param>
    public void Create(string[] fields)
    {
        CreateLists();
        CreateContext();
        CreateColumns();
        if (mapping.Aggregate) CreateMeasures(sheets.Single().Table);
        CreateInput(fields);
    }

    /// <summary>Dictionaries of the mapping as tables of the connection.</summary>
    private void CreateLists()
    {
        var subjects = setup.Subjects.Entries.SelectMany(e => e.Aliases.Append(e.Name).Append(e.Code).Select(a => (Key: HeaderKey.Fold(a), e.Code)))
            .Concat(mapping.Subjects.Values.Select(v => (Key: HeaderKey.Fold(v), Code: v)))
            .Where(s => !mapping.Subjects.ContainsKey(s.Key)).Concat(mapping.Subjects.Select(s => (s.Key, Code: s.Value))).DistinctBy(s => s.Key);
        Table("local_subject", "key VARCHAR, subject VARCHAR", subjects.Select(s => $"({Quote(s.Key)}, {Quote(s.Code)})"));
        Table("local_school", "key VARCHAR, school_id VARCHAR", mapping.Schools.Select(s => $"({Quote(s.Key)}, {Quote(s.Value)})"));
        Table("local_skip", "beginning VARCHAR", mapping.SkippedRows.Concat(["итого", "всего", "в среднем", "средний балл", "средняя отметка", "максимальный балл"]).Except(mapping.TotalRows).Distinct().Select(s => $"({Quote(s)})"));
        Table("local_total_row", "beginning VARCHAR", mapping.TotalRows.Select(s => $"({Quote(s)})"));
        Table("local_max", "subject VARCHAR, max_score INTEGER", mapping.MaxScores.Where(s => s.Key.Length > 0).Select(s => Invariant($"({Quote(s.Key)}, {s.Value})")));
    }

    /// <summary>What the columns of a table by schools hold.</summary>
    private void CreateMeasures(BoundTable table)
    {
        var common = mapping.MaxScores.TryGetValue("", out var max) ? Invariant($"{max}") : "NULL";
        Table("local_measure", "cell_no INTEGER, measure VARCHAR, subject VARCHAR, grade INTEGER, max_score INTEGER, is_total BOOLEAN, is_shared BOOLEAN, parts VARCHAR[], except_parts VARCHAR[], column_no INTEGER, header VARCHAR",
            table.Measures.Select((m, i) => Invariant($"({i + 1}, {Quote(m.Measure)}, {Text(m.Subject)}, {(m.Grade is { } g ? Invariant($"{g}") : "NULL")}, {(m.Max is { } x ? Invariant($"{x}") : common)}, {m.Total is not null}, {table.Measures.Count(o => o.Column == m.Column) > 1}, {List(m.Total?.Parts)}, {List(m.Total?.Except)}, {m.Column + 1}, {Quote(table.Plan.Headers[m.Column])})")));
    }

    private void CreateContext() => connection.Execute(
        $"""
        CREATE OR REPLACE TEMP TABLE local_context (sheet INTEGER, file_key BIGINT, sheet_no INTEGER, procedure VARCHAR, year INTEGER, academic_year VARCHAR, wave VARCHAR, grade INTEGER, subject VARCHAR, level VARCHAR,
            codes_are_ids BOOLEAN, by_municipality BOOLEAN, school_login VARCHAR, code_system VARCHAR, municipality_text VARCHAR, region_text VARCHAR, unit VARCHAR, school_field VARCHAR, subject_in_rows BOOLEAN,
            file_tag VARCHAR, has_code BOOLEAN, has_total BOOLEAN);
        INSERT INTO local_context VALUES {string.Join(", ", sheets.Select(ContextRow))}
        """);

    private string ContextRow(MappedSheet sheet, int number)
    {
        var (context, login) = (sheet.Context, sheet.Context["school"]);
        // A column of the table wins over what names of files happen to say; the mapping itself wins over the column.
        var grade = sheet.Has("grade_raw") && !mapping.Constants.ContainsKey("grade") ? null : context.Number("grade");
        var byMunicipality = mapping.Aggregate && !sheet.Has("school_raw") && !sheet.Has("name_raw") && login is null;
        var schoolField = sheet.Has("school_raw") ? "school_raw" : sheet.Has("name_raw") ? "name_raw" : "municipality_raw";
        var tag = sheet.FileKey.ToString("x16", CultureInfo.InvariantCulture)[..8];
        return Invariant($"({number}, {sheet.FileKey}, {sheet.SheetNo}, {Text(mapping.Procedure)}, {Number(context.Number("year"))}, {Text(sheet.AcademicYear)}, {Text(context["wave"] ?? "spring")}, {Number(grade)}, {Text(context["subject"])}, {Text(context["level"] ?? "base")}, ")
            + Invariant($"{mapping.CodeSystem == "фисоко"}, {byMunicipality}, {Text(login)}, {Text(mapping.CodeSystem)}, {Text(mapping.Constants.GetValueOrDefault("municipality"))}, {Text(mapping.Constants.GetValueOrDefault("region"))}, {Text(mapping.Unit)}, {Text(schoolField)}, {sheet.Has("subject_raw")}, ")
            + Invariant($"{Text(tag)}, {sheet.Has("participant_code")}, {sheet.Has("total_raw")})");
    }

    private void CreateColumns() => Table("local_column", "sheet INTEGER, field VARCHAR, task_no INTEGER, column_no INTEGER, header VARCHAR", sheets.SelectMany((s, n) =>
        s.Table.Plan.Fields.Where(f => !f.Key.StartsWith("measure ", StringComparison.Ordinal)).Select(f => Invariant($"({n}, {Quote(f.Key)}, NULL, {f.Value + 1}, {Quote(s.Table.Plan.Headers[f.Value])})"))
            .Concat(s.Table.Plan.Tasks.Select((t, i) => Invariant($"({n}, NULL, {i + 1}, {t.Column + 1}, {Quote(s.Table.Plan.Headers[t.Column])})")))));

    /// <summary>
    /// The raw rows as named fields, with the values that the mapping translates. A cell that holds a line break and separators has swallowed the row
    /// behind it (a quote that closes too late): the figures that follow are of another object, so the row is damaged.
    /// </summary>
    private void CreateInput(string[] fields)
    {
        // Sheets with the same columns are read by one query.
        var parts = sheets.Select((s, n) => (Cells: Cells(s.Table, fields), Sheet: s, Number: n)).GroupBy(s => s.Cells, StringComparer.Ordinal).Select(same =>
            $"SELECT s.sheet, {same.Key} FROM raw.sheet_cell AS r JOIN (VALUES {string.Join(", ", same.Select(s => Invariant($"({s.Number}, {s.Sheet.FileKey}, {s.Sheet.SheetNo})")))}) AS s(sheet, file_key, sheet_no) ON r.file_key = s.file_key AND r.sheet_no = s.sheet_no "
            + $"WHERE r.file_key IN ({string.Join(", ", same.Select(s => Invariant($"{s.Sheet.FileKey}")).Distinct())}) AND r.row_class NOT IN ('title', 'header')");
        connection.Execute("CREATE OR REPLACE TEMP TABLE local_input AS " + string.Join(" UNION ALL ", parts));
    }

    private string Cells(BoundTable table, string[] fields)
    {
        var sql = new StringBuilder("r.row_no, CASE WHEN r.row_class <> 'body' THEN r.row_class WHEN len(list_filter(cells, lambda c: regexp_matches(c, '[\\r\\n]') AND len(regexp_extract_all(c, '[;\\t|]')) >= 3)) > 0 THEN 'csv.quotes' END AS damage, list_filter(cells, lambda c: c <> '')[1] AS first_cell");
        foreach (var field in fields)
            sql.Append(table.Plan.Fields.TryGetValue(field, out var column) ? $", {Translate(field, Invariant($"nullif(cells[{column + 1}], '')"))} AS {field}" : $", NULL::VARCHAR AS {field}");
        var (columns, name) = mapping.Aggregate ? (table.Measures.Select(m => m.Column), "cells") : (table.Plan.Tasks.Select(t => t.Column), "tasks");
        return sql.Append(", [").AppendJoin(", ", columns.Select(c => Translate(null, Invariant($"nullif(cells[{c + 1}], '')")))).Append("]::VARCHAR[] AS ").Append(name).ToString();
    }

    private string Translate(string? field, string cell)
    {
        // Translations for all columns are about figures: «н» in a name is a letter of the name.
        var values = mapping.Values.Where(v => v.Field == field || (v.Field is null && (field is null || !TextFields.Contains(field, StringComparer.Ordinal)))).ToList();
        if (values.Count == 0) return cell;
        var cases = values.Select(v => $"WHEN {Quote(v.From)} THEN {v.To switch { "пусто" => "NULL", "отсутствует" when field is null => "NULL", "отсутствует" => "'отсутствует'", "не приступал" => "'X'", _ => Quote(v.To) }}");
        return $"CASE lower(trim({cell})) {string.Join(' ', cases)} ELSE {cell} END";
    }

    private void Table(string name, string columns, IEnumerable<string> rows)
    {
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {name} ({columns})");
        var values = string.Join(", ", rows);
        if (values.Length > 0) connection.Execute($"INSERT INTO {name} VALUES {values}");
    }
}
