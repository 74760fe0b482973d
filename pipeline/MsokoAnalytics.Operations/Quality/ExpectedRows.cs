using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using MsokoAnalytics.Models.Running;

namespace MsokoAnalytics.Operations.Quality;

/// <summary>A reviewed count of rows; empty grade or subject = all of them together.</summary>
public sealed record ExpectedLine(
    int LineNo, string Source, int? Year, int? Grade, string? Subject, long? MinRows, long? MaxRows, string? ReviewedBy, DateOnly? ReviewedOn);

/// <summary>Rows of a source in a year, as loaded.</summary>
public sealed record LoadedRows(string Source, int? Year, int? Grade, string? Subject, long Rows);

/// <summary>
/// The file «ожидается.csv»: how many rows each source must give for each year, reviewed by a person. Columns
/// <c>источник;год;класс;предмет;от;до;проверил;дата</c>.
/// </summary>
public static class ExpectedRows
{
    private static readonly string[] Header = ["источник", "год", "класс", "предмет", "от", "до", "проверил", "дата"];

    /// <exception cref="OperationsException">The file is missing or a line of it is wrong; every wrong line is named.</exception>
    public static IReadOnlyList<ExpectedLine> Read(string path)
    {
        if (!File.Exists(path)) throw new OperationsException($"Файла «{path}» нет. Предложение по загруженному: msoko quality --propose --out {Path.GetFileName(path)}");
        return Parse(File.ReadAllText(path), Path.GetFileName(path));
    }

    /// <inheritdoc cref="Read"/>
    internal static IReadOnlyList<ExpectedLine> Parse(string text, string name)
    {
        var problems = new List<string>();
        var lines = new List<ExpectedLine>();
        List<(int Line, IReadOnlyList<string> Fields)> rows;
        try
        {
            rows = [.. SeedCsv.Read(text.TrimStart('\uFEFF'))];
        }
        catch (FormatException e)
        {
            throw new OperationsException($"{name}: {e.Message}. Исправьте строку.");
        }

        if (rows.Count == 0 || !rows[0].Fields.Select(f => f.Trim()).SequenceEqual(Header, StringComparer.OrdinalIgnoreCase))
            throw new OperationsException($"{name}, строка 1: ожидались столбцы {string.Join(';', Header)}. Исправьте заголовок или возьмите образец: msoko quality --propose");
        foreach (var (line, fields) in rows.Skip(1))
        {
            if (fields.Count != Header.Length)
            {
                problems.Add($"строка {line}: полей {fields.Count}, а нужно {Header.Length}");
                continue;
            }

            var before = problems.Count;
            if (string.IsNullOrWhiteSpace(fields[0])) problems.Add($"строка {line}, столбец «источник»: пусто, ожидается вид источника, например vpr_result");
            var numbers = Enumerable.Range(0, 6).Select(i => i is 0 or 3 ? null : Number(fields[i], line, Header[i], problems)).ToArray();
            if (numbers[4] is null && numbers[5] is null) problems.Add($"строка {line}: не задано ни «от», ни «до»");
            if (numbers[4] > numbers[5]) problems.Add($"строка {line}: «от» больше «до»");
            var date = Text(fields[7]);
            if (date is not null && !DateOnly.TryParseExact(date, ["yyyy-MM-dd", "dd.MM.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                problems.Add($"строка {line}, столбец «дата»: «{date}», ожидается ГГГГ-ММ-ДД или ДД.ММ.ГГГГ");
            if (problems.Count > before) continue;
            lines.Add(new ExpectedLine(
                line, fields[0].Trim(), (int?)numbers[1], (int?)numbers[2], Text(fields[3]), numbers[4], numbers[5], Text(fields[6]),
                date is null ? null : DateOnly.ParseExact(date, ["yyyy-MM-dd", "dd.MM.yyyy"], CultureInfo.InvariantCulture)));
        }

        foreach (var twice in lines.GroupBy(l => (l.Source, l.Year, l.Grade, l.Subject)).Where(g => g.Count() > 1))
            problems.Add($"строки {string.Join(", ", twice.Select(l => l.LineNo))}: одно и то же описано дважды");
        if (problems.Count > 0) throw new OperationsException($"{name}: {string.Join("; ", problems)}. Исправьте эти строки.");
        return lines;
    }

    /// <summary>Keeps the lines in <c>ops.expected_rows</c> in place of the former ones.</summary>
    public static void Save(DbConnection connection, IReadOnlyList<ExpectedLine> lines)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("DELETE FROM ops.expected_rows");
        foreach (var l in lines)
            connection.Execute(
                "INSERT INTO ops.expected_rows VALUES ($line, $source, $year, $grade, $subject, $min, $max, $by, $on)",
                new { line = l.LineNo, source = l.Source, year = l.Year, grade = l.Grade, subject = l.Subject, min = l.MinRows, max = l.MaxRows, by = l.ReviewedBy, on = l.ReviewedOn?.ToDateTime(TimeOnly.MinValue) });
        transaction.Commit();
    }

    public static IReadOnlyList<ExpectedLine> Stored(DbConnection connection) => !Tables.Exists(connection, "ops", "expected_rows") ? [] :
    [
        .. connection.Query<(int Line, string Source, int? Year, int? Grade, string? Subject, long? Min, long? Max, string? By, DateTime? On)>(
                "SELECT line_no, source, year, grade, subject, min_rows, max_rows, reviewed_by, reviewed_on::TIMESTAMP FROM ops.expected_rows ORDER BY line_no")
            .Select(r => new ExpectedLine(r.Line, r.Source, r.Year, r.Grade, r.Subject, r.Min, r.Max, r.By, r.On is { } on ? DateOnly.FromDateTime(on) : null)),
    ];

    /// <summary>
    /// Rows loaded by source (kind of sheet), year, grade and subject. A sheet of several works (numbered work × 100000 + sheet in staging, one
    /// account in <c>ops</c>) is counted work by work.
    /// </summary>
    public static IReadOnlyList<LoadedRows> Loaded(DbConnection connection) => !Tables.Exists(connection, "staging", "stg_sheet") ? [] :
    [
        .. connection.Query<LoadedRows>(
            """
            WITH shared AS (
                SELECT DISTINCT file_key, sheet_no % 100000 AS sheet_no FROM staging.stg_sheet WHERE sheet_no > 100000
            ),
            work AS (
                SELECT r.file_key, r.sheet_no, count(*) AS n
                FROM staging.stg_vpr__result AS r
                JOIN shared AS w ON w.file_key = r.file_key AND w.sheet_no = r.sheet_no % 100000
                GROUP BY ALL
            )
            SELECT h.kind AS Source, coalesce(h.year, try_cast(left(h.academic_year, 4) AS INTEGER) + 1) AS Year, h.grade AS Grade, h.subject AS Subject,
                sum(coalesce(w.n, CASE WHEN m.file_key IS NULL THEN s.rows_loaded ELSE 0 END))::BIGINT AS Rows
            FROM staging.stg_sheet AS h
            JOIN ops.source_sheet AS s ON s.file_key = h.file_key AND s.sheet_no = h.sheet_no % 100000
            JOIN ops.source_file AS f ON f.file_key = h.file_key
            LEFT JOIN shared AS m ON m.file_key = h.file_key AND m.sheet_no = h.sheet_no % 100000
            LEFT JOIN work AS w ON w.file_key = h.file_key AND w.sheet_no = h.sheet_no
            WHERE f.status = 'loaded'
            GROUP BY ALL
            ORDER BY ALL
            """),
    ];

    /// <summary>The loaded counts by source and year in the form of the file, with «проверил» left empty for a person.</summary>
    public static string Propose(IReadOnlyList<LoadedRows> loaded)
    {
        var text = new StringBuilder(string.Join(';', Header)).Append('\n');
        foreach (var g in loaded.GroupBy(r => (r.Source, r.Year)))
            text.Append(CultureInfo.InvariantCulture, $"{g.Key.Source};{g.Key.Year};;;{g.Sum(r => r.Rows)};{g.Sum(r => r.Rows)};;\n");
        return text.ToString();
    }

    /// <summary>Every line against what is loaded, and what is loaded without a line.</summary>
    public static IEnumerable<QualityFinding> Compare(IReadOnlyList<ExpectedLine> expected, IReadOnlyList<LoadedRows> loaded)
    {
        if (loaded.Count > 0 && expected.Count == 0)
        {
            yield return new QualityFinding(QualitySection.Expected, QualityLevel.Info, false, "все источники", "expected.none", "ожидаемые числа строк не заданы, полноту загрузки сверить не с чем",
                "когда файлы приходят частями", "сохраните предложение (msoko quality --propose --out ожидается.csv), проверьте числа, впишите, кто проверил, и положите файл в загружаемую папку", loaded.Count, null);
            yield break;
        }

        foreach (var line in expected)
        {
            var rows = loaded.Where(l => Covers(line, l)).Sum(l => l.Rows);
            var (name, what) = rows < line.MinRows ? ("expected.missing", $"загружено {rows}, ожидалось не меньше {line.MinRows}: не хватает {line.MinRows - rows}")
                : rows > line.MaxRows ? ("expected.over", $"загружено {rows}, ожидалось не больше {line.MaxRows}: лишних {rows - line.MaxRows}")
                : ("expected.met", $"загружено {rows}, как ожидалось");
            yield return new QualityFinding(QualitySection.Expected, QualityLevel.Fail, name == "expected.met", Title(line.Source, line.Year, line.Grade, line.Subject), name, what,
                "всегда: неполная загрузка меняет все показатели года",
                name == "expected.over" ? "проверьте, нет ли в папке лишних или повторных файлов; если файлов стало больше, исправьте ожидаемое число" : "найдите недостающие файлы или отклонённые строки; если их и не должно быть, исправьте ожидаемое число",
                name == "expected.met" ? 0 : Math.Abs(rows - (name == "expected.missing" ? line.MinRows!.Value : line.MaxRows!.Value)), $"ожидается.csv, строка {line.LineNo}");
        }

        foreach (var line in expected.Where(l => l.ReviewedBy is null))
            yield return new QualityFinding(QualitySection.Expected, QualityLevel.Warn, false, Title(line.Source, line.Year, line.Grade, line.Subject), "expected.unreviewed", "ожидаемое число никем не проверено",
                "всегда: непроверенное предложение повторяет то, что загружено", "сверьте число с источником и впишите в столбцы «проверил» и «дата», кто и когда это сделал", 1, $"ожидается.csv, строка {line.LineNo}");
        foreach (var rest in loaded.Where(l => !expected.Any(e => Covers(e, l))))
            yield return new QualityFinding(QualitySection.Expected, QualityLevel.Warn, false, Title(rest.Source, rest.Year, rest.Grade, rest.Subject), "expected.unlisted", $"загружено {rest.Rows} строк, а в ожидаемом этого нет",
                "когда появляется новый источник или год", "добавьте строку в ожидается.csv или уберите лишний файл", rest.Rows, null);
    }

    private static bool Covers(ExpectedLine e, LoadedRows l) =>
        e.Source == l.Source && e.Year == l.Year && (e.Grade is null || e.Grade == l.Grade) && (e.Subject is null || e.Subject == l.Subject);

    private static string Title(string source, int? year, int? grade, string? subject) =>
        $"{source}, {(year is { } y ? y.ToString(CultureInfo.InvariantCulture) : "без года")}"
        + (grade is { } g ? $", {g.ToString(CultureInfo.InvariantCulture)} класс" : "") + (subject is null ? "" : $", {subject}");

    private static string? Text(string field) => string.IsNullOrWhiteSpace(field) ? null : field.Trim();

    private static long? Number(string field, int line, string column, List<string> problems)
    {
        if (Text(field)?.Replace(" ", "", StringComparison.Ordinal) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue) return number;
        problems.Add($"строка {line}, столбец «{column}»: «{field}», ожидается целое число");
        return null;
    }
}
