using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Mappings;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Types sheets of one mapping from their lines in <c>raw</c>, all at once: planning the SQL costs more than typing a class. A sheet may hold several works
/// (a column names the subject or the class): each becomes a sheet of its own in staging, numbered work × 100000 + sheet, so that
/// <c>sheet_no % 100000</c> is the sheet of the file.
/// </summary>
internal sealed class MappedKind(IntakeSetup setup, DbConnection connection, TableMapping mapping, IReadOnlyList<MappedSheet> sheets)
{
    /// <summary>Distance between the numbers of the works of one sheet.</summary>
    public const int WorkStep = 100_000;

    private const int PreviewRows = 5;

    private string FileKeys => string.Join(", ", sheets.Select(s => Invariant($"{s.FileKey}")).Distinct());

    /// <summary>Types the raw rows of the sheets; of a mapping of schools there may be one only.</summary>
    public IReadOnlyList<MappedOutcome> Type()
    {
        var kind = setup.Library.KindSql[mapping.Aggregate ? "local_aggregate" : "local_result"];
        connection.Execute(setup.Library.KindSql["local_macros"]);
        var fields = kind.Split('\n').First(l => l.StartsWith("-- fields: ", StringComparison.Ordinal))["-- fields: ".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        CreateLists();
        CreateContext();
        CreateColumns();
        CreateInput(fields);
        return mapping.Aggregate ? [Aggregate(kind, sheets.Single())] : Pupils(kind);
    }

    private MappedOutcome Aggregate(string kind, MappedSheet sheet)
    {
        CreateMeasures(sheet.Table);
        var counts = Run(kind)[0];
        // The work of an aggregate table stands in its rows: a sheet without a subject makes no work of pupils.
        SaveSheet(sheet, sheet.SheetNo, sheet.Context.Number("grade"), null, null);
        var preview = connection.Query<string>(
            """
            SELECT format('строка {}: {}, {} класс, {}: участников {}, среднее {}{}', row_no, coalesce(school_code || coalesce(' ' || school_name, ''), school_name, municipality_name, 'итог таблицы'), grade, subject,
                coalesce(n::VARCHAR, '—'), coalesce(mean::VARCHAR, '—'), CASE WHEN is_total THEN ' (итог строки)' ELSE '' END)
            FROM staging.stg_local__aggregate WHERE file_key = $fileKey AND sheet_no = $sheetNo ORDER BY row_no, is_total, subject LIMIT $rows
            """, new { fileKey = sheet.FileKey, sheetNo = sheet.SheetNo, rows = PreviewRows }).ToList();
        return new MappedOutcome(sheet, counts, preview);
    }

    private List<MappedOutcome> Pupils(string kind)
    {
        var counts = Run(kind);
        var works = connection.Query<(int Sheet, int Grade, string Subject, DateTime? Date)>(
            "SELECT sheet, grade, subject, mode(work_date)::TIMESTAMP FROM local_row WHERE verdict IS NULL GROUP BY sheet, grade, subject ORDER BY sheet, grade, subject").ToLookup(w => w.Sheet);
        var contexts = new List<string>();
        var sheetOf = new List<int>();
        // The same work on two sheets of a file: a pupil may stand there once.
        var workNumbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var s = 0; s < sheets.Count; s++)
        {
            var sheet = sheets[s];
            var maxima = string.Join(", ", sheet.Table.Plan.Tasks.Select(t => Number(t.Max)));
            var i = 0;
            foreach (var (_, grade, subject, date) in works[s])
            {
                var (number, max) = ((i++ * WorkStep) + sheet.SheetNo, sheet.MaxOf(mapping, subject));
                if (date is { } day && sheet.Context["work_date"] is null) sheet.Context.Set("work_date", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "столбец «дата»");
                SaveSheet(sheet, number, grade, subject, max);
                SaveTasks(sheet, number);
                var keys = WorkKeys.From(sheet.Context);
                var work = Invariant($"{sheet.FileKey}|{keys.Year}|{sheet.Context["wave"]}|{grade}|{subject}|{keys.Level}");
                if (!workNumbers.TryGetValue(work, out var workNo)) workNumbers[work] = workNo = workNumbers.Count;
                contexts.Add(Invariant($"({contexts.Count}, {s}, {sheet.FileKey}, {number}, {workNo}, {grade}, {Quote(subject)}, {Number(max)}, [{maxima}]::INTEGER[], {Text(keys.MunicipalityId)})"));
                sheetOf.Add(s);
            }

            if (i == 0) SaveSheet(sheet, sheet.SheetNo, sheet.Context.Number("grade"), null, null);
        }

        if (contexts.Count > 0)
            foreach (var (work, part) in TypeWorks(contexts)) counts[sheetOf[work]] = counts[sheetOf[work]].Plus(part);
        var previews = Previews();
        return [.. sheets.Select((s, i) => new MappedOutcome(s, counts[i], [.. previews[(s.FileKey, s.SheetNo)]]))];
    }

    /// <summary>Types the works of all sheets as results.</summary>
    /// <param name="contexts">Rows of <c>sheet_context</c>, one for each work.</param>
    private Dictionary<int, RowCounts> TypeWorks(List<string> contexts)
    {
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE sheet_context AS
            SELECT sheet::INTEGER AS sheet, local_sheet::INTEGER AS local_sheet, file_key::BIGINT AS file_key, sheet_no::INTEGER AS sheet_no, work_no::INTEGER AS work_no, max_score::INTEGER AS max_score, NULL::VARCHAR AS region_code,
                municipality_id::VARCHAR AS municipality_id, NULL::VARCHAR AS school_login, task_max, true AS has_score_over_max, grade, subject
            FROM (VALUES {string.Join(", ", contexts)}) AS w(sheet, local_sheet, file_key, sheet_no, work_no, grade, subject, max_score, task_max, municipality_id)
            """);
        ResultInput.Create(connection,
            """
            SELECT c.sheet, r.row_no, r.damage, r.login AS login_raw, r.region_raw, r.municipality_raw,
                coalesce(r.name_raw, CASE WHEN msoko_login(r.school_raw) IS NULL AND NOT regexp_full_match(trim(r.school_raw), '[0-9]+') THEN r.school_raw END) AS school_raw,
                r.code AS participant_code, r.label AS class_raw, r.variant_raw, NULL::VARCHAR AS variant2_raw, r.sex_raw, r.journal_raw, r.total_raw, r.mark_raw, r.tasks
            FROM local_row AS r JOIN sheet_context AS c ON c.local_sheet = r.sheet AND c.grade = r.grade AND c.subject = r.subject WHERE r.verdict IS NULL
            """);
        connection.Execute("CREATE OR REPLACE TEMP TABLE sheet_column AS SELECT c.sheet, l.* EXCLUDE (sheet) FROM local_column AS l JOIN sheet_context AS c ON c.local_sheet = l.sheet");
        var counts = Run(setup.Library.KindSql["vpr_result"]);
        connection.Execute($"UPDATE rejects.reject SET sheet_no = sheet_no % {WorkStep} WHERE sheet_no >= {WorkStep} AND file_key IN ({FileKeys})");
        return counts;
    }

    private ILookup<(long FileKey, int SheetNo), string> Previews() => connection.Query<(long FileKey, int SheetNo, string Line)>(
        $$"""
        SELECT r.file_key, r.sheet_no % {{WorkStep}}, format('строка {}: школа {}, {} класс{}, {}: {}{}', r.row_no, r.school_id, s.grade, coalesce(' «' || r.class_label || '»', ''), s.subject,
            CASE r.attendance WHEN 'absent' THEN 'отсутствовал' WHEN 'unknown' THEN 'итог не прочитан' ELSE 'итог ' || r.primary_score || coalesce(', отметка ' || r.mark_given, '') END,
            CASE WHEN len(r.task_score) > 0 AND r.attendance <> 'absent' THEN ', задания ' || array_to_string(list_transform(r.task_score, lambda v, i: CASE WHEN r.task_is_x[i] THEN 'X' ELSE coalesce(v::VARCHAR, '?') END), ' ') ELSE '' END)
        FROM (
            SELECT * FROM staging.stg_vpr__result WHERE file_key IN ({{FileKeys}})
            QUALIFY row_number() OVER (PARTITION BY file_key, sheet_no % {{WorkStep}} ORDER BY row_no, sheet_no) <= {{PreviewRows}}
        ) AS r JOIN staging.stg_sheet AS s USING (file_key, sheet_no)
        ORDER BY r.file_key, r.row_no, r.sheet_no
        """).ToLookup(p => (p.FileKey, p.SheetNo), p => p.Line);

    /// <summary>Runs a kind; the account by the number of the sheet within its input.</summary>
    private Dictionary<int, RowCounts> Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var counts = new Dictionary<int, RowCounts>();
        do
        {
            // A kind that types one sheet only does not number it.
            var first = reader.FieldCount == 4 && reader.GetName(0) == "sheet" ? 1 : 0;
            if (reader.FieldCount != first + 3 || reader.GetName(first) != "loaded") continue;
            while (reader.Read()) counts[first == 1 ? reader.GetInt32(0) : 0] = RowCounts.Read(reader, first);
        }
        while (reader.NextResult());
        return counts.Count > 0 ? counts : throw new InvalidOperationException("the kind gave no account");
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

    private static readonly string[] TextFields = ["school_raw", "name_raw", "municipality_raw", "region_raw", "town_raw", "kind_raw", "subject_raw", "participant_code", "date_raw"];

    private string Translate(string? field, string cell)
    {
        // Translations for all columns are about figures: «н» in a name is a letter of the name.
        var values = mapping.Values.Where(v => v.Field == field || (v.Field is null && (field is null || !TextFields.Contains(field, StringComparer.Ordinal)))).ToList();
        if (values.Count == 0) return cell;
        var cases = values.Select(v => $"WHEN {Quote(v.From)} THEN {v.To switch { "пусто" => "NULL", "отсутствует" when field is null => "NULL", "отсутствует" => "'отсутствует'", "не приступал" => "'X'", _ => Quote(v.To) }}");
        return $"CASE lower(trim({cell})) {string.Join(' ', cases)} ELSE {cell} END";
    }

    private void SaveSheet(MappedSheet sheet, int sheetNo, int? grade, string? subject, int? max)
    {
        var (keys, layout, fileKey) = (WorkKeys.From(sheet.Context), sheet.Table.Plan.Layout, sheet.FileKey);
        connection.Execute(
            """
            INSERT INTO staging.stg_sheet (file_key, sheet_no, sheet_name, layout_id, kind, layout_priority, issued_at, procedure, year, academic_year, wave, grade, actual_grade, subject, level, max_score, work_date,
                region_code, municipality_id, school_id, context_source)
            VALUES ($fileKey, $sheetNo, $sheetName, $layout, $kind, $priority, $issuedAt, $procedure, $year, $academicYear, $wave, $grade, $grade, $subject, $level, $max, $date, $region, $municipality, $school, $source)
            """,
            new
            {
                fileKey, sheetNo, sheetName = sheet.SheetName, layout = layout.Id, kind = layout.Kind, priority = layout.Priority, issuedAt = sheet.IssuedAt, procedure = mapping.Procedure,
                year = keys.Year, academicYear = sheet.AcademicYear, wave = sheet.Context["wave"] ?? "spring", grade, subject, level = sheet.Context["level"] ?? "base", max, date = keys.Date,
                region = keys.RegionCode, municipality = keys.MunicipalityId, school = keys.SchoolLogin?[^6..], source = sheet.Context.Describe(),
            });
        if (mapping.Scale is { } scale && subject is not null)
            connection.Execute("INSERT INTO staging.stg_local__scale VALUES ($fileKey, $sheetNo, $three, $four, $five, $source)",
                new { fileKey, sheetNo, three = scale.Three, four = scale.Four, five = scale.Five, source = $"шкала описания {mapping.Name}" });
    }

    private void SaveTasks(MappedSheet sheet, int sheetNo)
    {
        if (sheet.Table.Plan.Tasks.Count == 0) return;
        connection.Execute("INSERT INTO staging.stg_sheet_task VALUES "
            + string.Join(", ", sheet.Table.Plan.Tasks.Select((t, i) => Invariant($"({sheet.FileKey}, {sheetNo}, {i + 1}, {Quote(t.Label)}, {(t.Max is { } max ? Invariant($"{max}") : "NULL")}, NULL)"))));
    }

    private void Table(string name, string columns, IEnumerable<string> rows)
    {
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {name} ({columns})");
        var values = string.Join(", ", rows);
        if (values.Length > 0) connection.Execute($"INSERT INTO {name} VALUES {values}");
    }

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "NULL";

    private static string Text(string? text) => text is null ? "NULL" : Quote(text);

    private static string List(IReadOnlyList<string>? items) => items is null or { Count: 0 } ? "NULL" : $"[{string.Join(", ", items.Select(Quote))}]";

    private static string Quote(string text) => $"'{HeaderText.OneLine(text).Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>What became of a sheet of a mapping.</summary>
/// <param name="Sheet">The sheet.</param>
/// <param name="Counts">Of its body rows.</param>
/// <param name="Preview">How its first rows were understood.</param>
internal sealed record MappedOutcome(MappedSheet Sheet, RowCounts Counts, IReadOnlyList<string> Preview);
