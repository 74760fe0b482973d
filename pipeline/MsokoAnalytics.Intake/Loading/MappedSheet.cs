using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Mappings;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Types one sheet of a table that a mapping file describes. A sheet may hold several works (a column names the subject or the class): each
/// becomes a sheet of its own in staging, numbered work × 100000 + sheet, so that <c>sheet_no % 100000</c> is the sheet of the file.
/// </summary>
internal sealed class MappedSheet(IntakeSetup setup, DbConnection connection, TableMapping mapping, IReadOnlyDictionary<string, string> places)
{
    /// <summary>Distance between the numbers of the works of one sheet.</summary>
    public const int WorkStep = 100_000;

    private const int PreviewRows = 5;

    /// <summary>The attributes of the table: what the mapping says, then its mask, then the file and its name.</summary>
    /// <param name="missing">What is still unknown, in words for the user.</param>
    public WorkContext Context(BoundTable table, IReadOnlyList<string> titles, string sheetName, string path, IReadOnlyDictionary<string, string> manifest, out IReadOnlyList<string> missing)
    {
        var context = setup.Contexts.Resolve(titles, sheetName, path, manifest, table.Plan.Layout);
        foreach (var (key, value) in places)
            if (FromMask(key, value) is { } text) context.Set(key == "period" ? "wave" : key, text, "имя файла по маске");
        foreach (var (key, value) in mapping.Constants) context.Set(key, value, "сопоставление");
        if (context["academic_year"] is { } schoolYear && !mapping.Constants.ContainsKey("year") && !places.ContainsKey("year"))
            context.Set("year", (int.Parse(schoolYear.AsSpan(0, 4), CultureInfo.InvariantCulture) + (IsAutumn(context["wave"]) ? 0 : 1)).ToString(CultureInfo.InvariantCulture), "сопоставление");
        var unknown = new List<string>();
        if (context.Number("year") is null) unknown.Add("год («год: 2024» в описании)");
        if (context.Number("grade") is null && !Has(table, "grade_raw") && !Has(table, "class_raw") && !table.Measures.Any(m => m.Grade is not null)) unknown.Add("класс («класс: 7» или столбец «класс»)");
        if (context["subject"] is null && !Has(table, "subject_raw") && !table.Measures.Any(m => m.Subject is not null && m.Total is null)) unknown.Add("предмет («предмет: Математика» или столбец «предмет»)");
        if (places.TryGetValue("school", out var school) && FromMask("school", school) is null)
            unknown.Add($"школа: «{school}» из имени файла не логин и не названа в разделе «школы»");
        missing = unknown;
        return context;
    }

    /// <summary>Types the raw rows of the sheet.</summary>
    public (int Loaded, int Rejected, int NonData, IReadOnlyList<string> Preview) Type(long fileKey, int sheetNo, string sheetName, BoundTable table, WorkContext context, DateTime issuedAt)
    {
        var kind = setup.Library.KindSql[table.Plan.Layout.Kind];
        connection.Execute(setup.Library.KindSql["local_macros"]);
        var fields = kind.Split('\n').First(l => l.StartsWith("-- fields: ", StringComparison.Ordinal))["-- fields: ".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        CreateLists(table);
        CreateContext(fileKey, sheetNo, table, context);
        CreateColumns(table);
        CreateInput(fileKey, sheetNo, table, fields);
        return mapping.Aggregate ? Aggregate(kind, fileKey, sheetNo, sheetName, table, context, issuedAt) : Pupils(kind, fileKey, sheetNo, sheetName, table, context, issuedAt);
    }

    private (int, int, int, IReadOnlyList<string>) Aggregate(string kind, long fileKey, int sheetNo, string sheetName, BoundTable table, WorkContext context, DateTime issuedAt)
    {
        var (loaded, rejected, nonData) = Run(kind);
        // The work of an aggregate table stands in its rows: a sheet without a subject makes no work of pupils.
        SaveSheet(fileKey, sheetNo, sheetName, table, context, context.Number("grade"), null, null, issuedAt);
        var preview = connection.Query<string>(
            """
            SELECT format('строка {}: {}, {} класс, {}: участников {}, среднее {}{}', row_no, coalesce(school_code || coalesce(' ' || school_name, ''), school_name, municipality_name, 'итог таблицы'), grade, subject,
                coalesce(n::VARCHAR, '—'), coalesce(mean::VARCHAR, '—'), CASE WHEN is_total THEN ' (итог строки)' ELSE '' END)
            FROM staging.stg_local__aggregate WHERE file_key = $fileKey AND sheet_no = $sheetNo ORDER BY row_no, is_total, subject LIMIT $rows
            """, new { fileKey, sheetNo, rows = PreviewRows }).ToList();
        return (loaded, rejected, nonData, preview);
    }

    private (int, int, int, IReadOnlyList<string>) Pupils(string kind, long fileKey, int sheetNo, string sheetName, BoundTable table, WorkContext context, DateTime issuedAt)
    {
        var (_, rejected, nonData) = Run(kind);
        var works = connection.Query<(int Grade, string Subject, DateTime? Date)>("SELECT grade, subject, mode(work_date)::TIMESTAMP FROM local_row WHERE verdict IS NULL GROUP BY grade, subject ORDER BY grade, subject").ToList();
        var loaded = 0;
        if (works.Count > 0)
        {
            var contexts = new List<string>();
            var maxima = string.Join(", ", table.Plan.Tasks.Select(t => t.Max?.ToString(CultureInfo.InvariantCulture) ?? "NULL"));
            for (var i = 0; i < works.Count; i++)
            {
                var (grade, subject, date) = works[i];
                var number = i == 0 ? sheetNo : i * WorkStep + sheetNo;
                if (date is { } day && context["work_date"] is null) context.Set("work_date", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "столбец «дата»");
                SaveSheet(fileKey, number, sheetName, table, context, grade, subject, MaxOf(table, subject), issuedAt);
                SaveTasks(fileKey, number, table);
                contexts.Add(FormattableString.Invariant($"({i}, {fileKey}, {number}, {grade}, {Quote(subject)}, {MaxOf(table, subject)?.ToString(CultureInfo.InvariantCulture) ?? "NULL"})"));
            }

            // All works of the table are typed at once, as the sheets of a batch: planning the kind costs more than typing a class.
            connection.Execute(
                $"""
                CREATE OR REPLACE TEMP TABLE sheet_context AS
                SELECT sheet::INTEGER AS sheet, file_key::BIGINT AS file_key, sheet_no::INTEGER AS sheet_no, sheet::INTEGER AS work_no, max_score::INTEGER AS max_score, NULL::VARCHAR AS region_code,
                    $municipality::VARCHAR AS municipality_id, NULL::VARCHAR AS school_login, [{maxima}]::INTEGER[] AS task_max, true AS has_score_over_max, grade, subject
                FROM (VALUES {string.Join(", ", contexts)}) AS w(sheet, file_key, sheet_no, grade, subject, max_score)
                """,
                new { municipality = WorkKeys.From(context).MunicipalityId });
            ResultInput.Create(connection,
                """
                SELECT c.sheet, r.row_no, r.damage, r.login AS login_raw, r.region_raw, r.municipality_raw,
                    coalesce(r.name_raw, CASE WHEN msoko_login(r.school_raw) IS NULL AND NOT regexp_full_match(trim(r.school_raw), '[0-9]+') THEN r.school_raw END) AS school_raw,
                    r.code AS participant_code, r.label AS class_raw, r.variant_raw, NULL::VARCHAR AS variant2_raw, r.sex_raw, r.journal_raw, r.total_raw, r.mark_raw, r.tasks
                FROM local_row AS r JOIN sheet_context AS c ON c.grade = r.grade AND c.subject = r.subject WHERE r.verdict IS NULL
                """);
            connection.Execute("CREATE OR REPLACE TEMP TABLE sheet_column AS SELECT c.sheet, l.* FROM local_column AS l CROSS JOIN sheet_context AS c");
            var part = Run(setup.Library.KindSql["vpr_result"]);
            (loaded, rejected, nonData) = (part.Loaded, rejected + part.Rejected, nonData + part.NonData);
            connection.Execute("UPDATE rejects.reject SET sheet_no = $sheetNo WHERE file_key = $fileKey AND sheet_no <> $sheetNo AND sheet_no % $step = $sheetNo", new { fileKey, sheetNo, step = WorkStep });
        }

        if (works.Count == 0) SaveSheet(fileKey, sheetNo, sheetName, table, context, context.Number("grade"), null, null, issuedAt);
        var preview = connection.Query<string>(
            """
            SELECT format('строка {}: школа {}, {} класс{}, {}: {}{}', r.row_no, r.school_id, s.grade, coalesce(' «' || r.class_label || '»', ''), s.subject,
                CASE r.attendance WHEN 'absent' THEN 'отсутствовал' WHEN 'unknown' THEN 'итог не прочитан' ELSE 'итог ' || r.primary_score || coalesce(', отметка ' || r.mark_given, '') END,
                CASE WHEN len(r.task_score) > 0 AND r.attendance <> 'absent' THEN ', задания ' || array_to_string(list_transform(r.task_score, lambda v, i: CASE WHEN r.task_is_x[i] THEN 'X' ELSE coalesce(v::VARCHAR, '?') END), ' ') ELSE '' END)
            FROM staging.stg_vpr__result AS r JOIN staging.stg_sheet AS s USING (file_key, sheet_no)
            WHERE r.file_key = $fileKey AND r.sheet_no % 100000 = $sheetNo ORDER BY r.row_no LIMIT $rows
            """, new { fileKey, sheetNo, rows = PreviewRows }).ToList();
        return (loaded, rejected, nonData, preview);
    }

    private (int Loaded, int Rejected, int NonData) Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        do
        {
            // The account of a batch has a row for each of its sheets, which begins with the number of the sheet; here they are the works of one.
            var first = reader.FieldCount == 4 && reader.GetName(0) == "sheet" ? 1 : 0;
            if (reader.FieldCount != first + 3 || reader.GetName(first) != "loaded") continue;
            var (loaded, rejected, nonData) = (0, 0, 0);
            while (reader.Read())
                (loaded, rejected, nonData) = (loaded + checked((int)reader.GetInt64(first)), rejected + checked((int)reader.GetInt64(first + 1)), nonData + checked((int)reader.GetInt64(first + 2)));
            return (loaded, rejected, nonData);
        }
        while (reader.NextResult());
        throw new InvalidOperationException("the kind gave no account");
    }

    private int? MaxOf(BoundTable table, string subject)
    {
        if (mapping.MaxScores.TryGetValue(subject, out var own) || mapping.MaxScores.TryGetValue("", out own)) return own;
        var tasks = table.Plan.Tasks;
        return tasks.Count > 0 && tasks.All(t => t.Max is not null) ? tasks.Sum(t => t.Max!.Value) : null;
    }

    /// <summary>Dictionaries of the mapping as tables of the connection.</summary>
    private void CreateLists(BoundTable table)
    {
        var subjects = setup.Subjects.Entries.SelectMany(e => e.Aliases.Append(e.Name).Append(e.Code).Select(a => (Key: HeaderKey.Fold(a), e.Code)))
            .Concat(mapping.Subjects.Values.Select(v => (Key: HeaderKey.Fold(v), Code: v)))
            .Where(s => !mapping.Subjects.ContainsKey(s.Key)).Concat(mapping.Subjects.Select(s => (s.Key, Code: s.Value))).DistinctBy(s => s.Key);
        Table("local_subject", "key VARCHAR, subject VARCHAR", subjects.Select(s => $"({Quote(s.Key)}, {Quote(s.Code)})"));
        Table("local_school", "key VARCHAR, school_id VARCHAR", mapping.Schools.Select(s => $"({Quote(s.Key)}, {Quote(s.Value)})"));
        Table("local_skip", "beginning VARCHAR", mapping.SkippedRows.Concat(["итого", "всего", "в среднем", "средний балл", "средняя отметка", "максимальный балл"]).Except(mapping.TotalRows).Distinct().Select(s => $"({Quote(s)})"));
        Table("local_total_row", "beginning VARCHAR", mapping.TotalRows.Select(s => $"({Quote(s)})"));
        Table("local_max", "subject VARCHAR, max_score INTEGER", mapping.MaxScores.Where(s => s.Key.Length > 0).Select(s => Invariant($"({Quote(s.Key)}, {s.Value})")));
        var common = mapping.MaxScores.TryGetValue("", out var max) ? Invariant($"{max}") : "NULL";
        Table("local_measure", "cell_no INTEGER, measure VARCHAR, subject VARCHAR, grade INTEGER, max_score INTEGER, is_total BOOLEAN, is_shared BOOLEAN, parts VARCHAR[], except_parts VARCHAR[], column_no INTEGER, header VARCHAR",
            table.Measures.Select((m, i) => Invariant($"({i + 1}, {Quote(m.Measure)}, {Text(m.Subject)}, {(m.Grade is { } g ? Invariant($"{g}") : "NULL")}, {(m.Max is { } x ? Invariant($"{x}") : common)}, {m.Total is not null}, {table.Measures.Count(o => o.Column == m.Column) > 1}, {List(m.Total?.Parts)}, {List(m.Total?.Except)}, {m.Column + 1}, {Quote(table.Plan.Headers[m.Column])})")));
    }

    private void CreateContext(long fileKey, int sheetNo, BoundTable table, WorkContext context)
    {
        var login = context["school"];
        connection.Execute(
            """
            CREATE OR REPLACE TEMP TABLE local_context AS
            SELECT $fileKey::BIGINT AS file_key, $sheetNo::INTEGER AS sheet_no, $procedure::VARCHAR AS procedure, $year::INTEGER AS year, $academicYear::VARCHAR AS academic_year, $wave::VARCHAR AS wave,
                $grade::INTEGER AS grade, $subject::VARCHAR AS subject, $level::VARCHAR AS level, $ids::BOOLEAN AS codes_are_ids, $byMunicipality::BOOLEAN AS by_municipality, $login::VARCHAR AS school_login,
                $system::VARCHAR AS code_system, $municipality::VARCHAR AS municipality_text, $region::VARCHAR AS region_text, $unit::VARCHAR AS unit, $schoolField::VARCHAR AS school_field,
                $subjectInRows::BOOLEAN AS subject_in_rows, $tag::VARCHAR AS file_tag, $hasCode::BOOLEAN AS has_code, $hasTotal::BOOLEAN AS has_total
            """,
            new
            {
                fileKey, sheetNo, procedure = mapping.Procedure, year = context.Number("year"), academicYear = AcademicYear(context), wave = context["wave"] ?? "spring",
                // A column of the table wins over what names of files happen to say; the mapping itself wins over the column.
                grade = Has(table, "grade_raw") && !mapping.Constants.ContainsKey("grade") ? null : context.Number("grade"),
                subject = context["subject"], level = context["level"] ?? "base", ids = mapping.CodeSystem == "фисоко",
                byMunicipality = mapping.Aggregate && !Has(table, "school_raw") && !Has(table, "name_raw") && login is null, login, system = mapping.CodeSystem,
                municipality = mapping.Constants.GetValueOrDefault("municipality"), region = mapping.Constants.GetValueOrDefault("region"), unit = mapping.Unit,
                schoolField = Has(table, "school_raw") ? "school_raw" : Has(table, "name_raw") ? "name_raw" : "municipality_raw", subjectInRows = Has(table, "subject_raw"),
                tag = fileKey.ToString("x16", CultureInfo.InvariantCulture)[..8], hasCode = Has(table, "participant_code"), hasTotal = Has(table, "total_raw"),
            });
    }

    private void CreateColumns(BoundTable table) => Table("local_column", "field VARCHAR, task_no INTEGER, column_no INTEGER, header VARCHAR",
        table.Plan.Fields.Where(f => !f.Key.StartsWith("measure ", StringComparison.Ordinal)).Select(f => Invariant($"({Quote(f.Key)}, NULL, {f.Value + 1}, {Quote(table.Plan.Headers[f.Value])})"))
            .Concat(table.Plan.Tasks.Select((t, i) => Invariant($"(NULL, {i + 1}, {t.Column + 1}, {Quote(table.Plan.Headers[t.Column])})"))));

    /// <summary>
    /// The raw rows as named fields, with the values that the mapping translates. A cell that holds a line break and separators has swallowed the row
    /// behind it (a quote that closes too late): the figures that follow are of another object, so the row is damaged.
    /// </summary>
    private void CreateInput(long fileKey, int sheetNo, BoundTable table, IReadOnlyList<string> fields)
    {
        var sql = new StringBuilder("CREATE OR REPLACE TEMP TABLE local_input AS SELECT row_no, CASE WHEN row_class <> 'body' THEN row_class WHEN len(list_filter(cells, lambda c: regexp_matches(c, '[\\r\\n]') AND len(regexp_extract_all(c, '[;\\t|]')) >= 3)) > 0 THEN 'csv.quotes' END AS damage, list_filter(cells, lambda c: c <> '')[1] AS first_cell");
        foreach (var field in fields)
            sql.Append(table.Plan.Fields.TryGetValue(field, out var column) ? $", {Translate(field, Invariant($"nullif(cells[{column + 1}], '')"))} AS {field}" : $", NULL::VARCHAR AS {field}");
        if (mapping.Aggregate) sql.Append(", [").AppendJoin(", ", table.Measures.Select(m => Translate(null, Invariant($"nullif(cells[{m.Column + 1}], '')")))).Append("]::VARCHAR[] AS cells");
        else sql.Append(", [").AppendJoin(", ", table.Plan.Tasks.Select(t => Translate(null, Invariant($"nullif(cells[{t.Column + 1}], '')")))).Append("]::VARCHAR[] AS tasks");
        sql.Append(Invariant($" FROM raw.sheet_cell WHERE file_key = {fileKey} AND sheet_no = {sheetNo} AND row_class NOT IN ('title', 'header')"));
        connection.Execute(sql.ToString());
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

    private void SaveSheet(long fileKey, int sheetNo, string sheetName, BoundTable table, WorkContext context, int? grade, string? subject, int? max, DateTime issuedAt)
    {
        var keys = WorkKeys.From(context);
        connection.Execute(
            """
            INSERT INTO staging.stg_sheet (file_key, sheet_no, sheet_name, layout_id, kind, layout_priority, issued_at, procedure, year, academic_year, wave, grade, actual_grade, subject, level, max_score, work_date,
                region_code, municipality_id, school_id, context_source)
            VALUES ($fileKey, $sheetNo, $sheetName, $layout, $kind, $priority, $issuedAt, $procedure, $year, $academicYear, $wave, $grade, $grade, $subject, $level, $max, $date, $region, $municipality, $school, $source)
            """,
            new
            {
                fileKey, sheetNo, sheetName, layout = table.Plan.Layout.Id, kind = table.Plan.Layout.Kind, priority = table.Plan.Layout.Priority, issuedAt, procedure = mapping.Procedure,
                year = keys.Year, academicYear = AcademicYear(context), wave = context["wave"] ?? "spring", grade, subject, level = context["level"] ?? "base", max, date = keys.Date,
                region = keys.RegionCode, municipality = keys.MunicipalityId, school = keys.SchoolLogin?[^6..], source = context.Describe(),
            });
        if (mapping.Scale is { } scale && subject is not null)
            connection.Execute("INSERT INTO staging.stg_local__scale VALUES ($fileKey, $sheetNo, $three, $four, $five, $source)",
                new { fileKey, sheetNo, three = scale.Three, four = scale.Four, five = scale.Five, source = $"шкала описания {mapping.Name}" });
    }

    private void SaveTasks(long fileKey, int sheetNo, BoundTable table)
    {
        if (table.Plan.Tasks.Count == 0) return;
        connection.Execute("INSERT INTO staging.stg_sheet_task VALUES "
            + string.Join(", ", table.Plan.Tasks.Select((t, i) => Invariant($"({fileKey}, {sheetNo}, {i + 1}, {Quote(t.Label)}, {(t.Max is { } max ? Invariant($"{max}") : "NULL")}, NULL)"))));
    }

    private string? FromMask(string key, string value) => key switch
    {
        "subject" => MappingReader.SubjectOf(mapping, setup.Subjects, value.Replace('_', ' ').Trim()),
        "school" => MappingReader.SchoolLogin(value) ?? (mapping.Schools.GetValueOrDefault(HeaderKey.Fold(value.Replace('_', ' '))) is { } id ? "loc" + id : null),
        "period" => MappingWords.Periods.GetValueOrDefault(value.Trim().ToLowerInvariant()),
        _ => value,
    };

    private static string? AcademicYear(WorkContext context) => context["academic_year"] ?? (context.Number("year") is { } y
        ? IsAutumn(context["wave"]) ? Invariant($"{y}/{(y + 1) % 100:00}") : Invariant($"{y - 1}/{y % 100:00}")
        : null);

    private static bool IsAutumn(string? wave) => MappingWords.AutumnWaves.Contains(wave, StringComparer.Ordinal);

    private static bool Has(BoundTable table, string field) => table.Plan.Fields.ContainsKey(field);

    private void Table(string name, string columns, IEnumerable<string> rows)
    {
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {name} ({columns})");
        var values = string.Join(", ", rows);
        if (values.Length > 0) connection.Execute($"INSERT INTO {name} VALUES {values}");
    }

    private static string Text(string? text) => text is null ? "NULL" : Quote(text);

    private static string List(IReadOnlyList<string>? items) => items is null or { Count: 0 } ? "NULL" : $"[{string.Join(", ", items.Select(Quote))}]";

    private static string Quote(string text) => $"'{HeaderText.OneLine(text).Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
