using System.Data.Common;
using System.Globalization;
using Dapper;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Mappings;
using static MsokoAnalytics.Intake.Loading.SqlValue;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Types sheets of one mapping from their lines in <c>raw</c>, all at once: planning the SQL costs more than typing a class. A sheet may hold several works
/// (a column names the subject or the class): each becomes a sheet of its own in staging, numbered work × 100000 + sheet, so that
/// <c>sheet_no % 100000</c> is the sheet of the file.
/// </summary>
internal sealed class MappedKind(IntakeSetup setup, DbConnection connection, CombinationNumbers numbers, TableMapping mapping, IReadOnlyList<MappedSheet> sheets)
{
    /// <summary>Distance between the numbers of the works of one sheet.</summary>
    public const int WorkStep = 100_000;

    private const int PreviewRows = 5;

    private string FileKeys => string.Join(", ", sheets.Select(s => Invariant($"{s.FileKey}")).Distinct());

    /// <summary>Types the raw rows of the sheets; of a mapping of schools there may be one only.</summary>
    public IReadOnlyList<MappedOutcome> Type()
    {
        var kind = setup.Library.KindSql[mapping.Aggregate ? "local_aggregate" : "local_result"];
        setup.Macros.EnsureAll(connection);
        connection.Execute(setup.Library.KindSql["local_macros"]);
        var fields = kind.Split('\n').First(l => l.StartsWith("-- fields: ", StringComparison.Ordinal))["-- fields: ".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        new MappedInput(setup, connection, mapping, sheets).Create(fields);
        return mapping.Aggregate ? [Aggregate(kind, sheets.Single())] : Pupils(kind);
    }

    private MappedOutcome Aggregate(string kind, MappedSheet sheet)
    {
        var counts = KindAccount.Run(connection, kind)[0];
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
        var counts = KindAccount.Run(connection, kind);
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
        ResultInput.Create(connection, setup.Kinds["vpr_result"], numbers,
            """
            SELECT c.sheet, r.row_no, r.damage, r.login AS login_raw, r.region_raw, r.municipality_raw,
                coalesce(r.name_raw, CASE WHEN msoko_login(r.school_raw) IS NULL AND NOT regexp_full_match(trim(r.school_raw), '[0-9]+') THEN r.school_raw END) AS school_raw,
                r.code AS participant_code, r.label AS class_raw, r.variant_raw, NULL::VARCHAR AS variant2_raw, r.sex_raw, r.journal_raw, r.total_raw, r.mark_raw, r.tasks
            FROM local_row AS r JOIN sheet_context AS c ON c.local_sheet = r.sheet AND c.grade = r.grade AND c.subject = r.subject WHERE r.verdict IS NULL
            """);
        connection.Execute("CREATE OR REPLACE TEMP TABLE sheet_column AS SELECT c.sheet, l.* EXCLUDE (sheet) FROM local_column AS l JOIN sheet_context AS c ON c.local_sheet = l.sheet");
        var counts = KindAccount.Run(connection, setup.Library.KindSql["vpr_result"]);
        connection.Execute($"UPDATE rejects.reject SET sheet_no = sheet_no % {WorkStep} WHERE sheet_no >= {WorkStep} AND file_key IN ({FileKeys})");
        return counts;
    }

    private ILookup<(long FileKey, int SheetNo), string> Previews() => connection.Query<(long FileKey, int SheetNo, string Line)>(
        $$"""
        SELECT r.file_key, r.sheet_no % {{WorkStep}}, format('строка {}: школа {}, {} класс{}, {}: {}{}', r.row_no, r.school_id, s.grade, coalesce(' «' || r.class_label || '»', ''), s.subject,
            CASE r.attendance WHEN 'absent' THEN 'отсутствовал' WHEN 'unknown' THEN 'итог не прочитан' ELSE 'итог ' || r.primary_score || coalesce(', отметка ' || r.mark_given, '') END,
            CASE WHEN len(r.task_code) > 0 AND r.attendance <> 'absent' THEN ', задания ' || array_to_string(list_transform(r.task_code, lambda v: CASE WHEN v >= 0 THEN v::VARCHAR WHEN v = -1 THEN 'X' ELSE '?' END), ' ') ELSE '' END)
        FROM (
            SELECT * FROM staging.stg_vpr__result WHERE file_key IN ({{FileKeys}})
            QUALIFY row_number() OVER (PARTITION BY file_key, sheet_no % {{WorkStep}} ORDER BY row_no, sheet_no) <= {{PreviewRows}}
        ) AS r JOIN staging.stg_sheet AS s USING (file_key, sheet_no)
        ORDER BY r.file_key, r.row_no, r.sheet_no
        """).ToLookup(p => (p.FileKey, p.SheetNo), p => p.Line);

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
}

/// <summary>What became of a sheet of a mapping.</summary>
/// <param name="Sheet">The sheet.</param>
/// <param name="Counts">Of its body rows.</param>
/// <param name="Preview">How its first rows were understood.</param>
internal sealed record MappedOutcome(MappedSheet Sheet, RowCounts Counts, IReadOnlyList<string> Preview);
