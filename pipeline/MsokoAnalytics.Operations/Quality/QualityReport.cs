using System.Data.Common;
using Dapper;

namespace MsokoAnalytics.Operations.Quality;

/// <summary>All that the warehouse knows about the quality of its data: checks of the last build, files and rows set aside, reviewed counts.</summary>
/// <param name="Findings">Failures first, then warnings, then the rest; within them in a fixed order.</param>
public sealed record QualityReport(IReadOnlyList<QualityFinding> Findings)
{
    /// <summary>A check of severity fail is broken.</summary>
    public bool HasBrokenChecks => Findings.Any(f => f is { Section: QualitySection.Checks, Level: QualityLevel.Fail, Passed: false });

    /// <summary>Files could not be used, or reviewed counts are not met.</summary>
    public bool HasInputProblems => Findings.Any(f => f is { Section: not QualitySection.Checks, Level: QualityLevel.Fail, Passed: false });

    /// <param name="connection">Open warehouse; only read.</param>
    /// <param name="expected">Reviewed counts; null = those the last load found beside the data.</param>
    public static QualityReport Read(DbConnection connection, IReadOnlyList<ExpectedLine>? expected)
    {
        var findings = new List<QualityFinding>();
        findings.AddRange(Checks(connection));
        if (Tables.Exists(connection, "ops", "source_file")) findings.AddRange(Files(connection));
        if (Tables.Exists(connection, "staging", "stg_sheet")) findings.AddRange(Rejects(connection));
        findings.AddRange(ExpectedRows.Compare(expected ?? ExpectedRows.Stored(connection), ExpectedRows.Loaded(connection)));
        return new QualityReport([.. findings.OrderBy(f => f.Passed).ThenBy(f => f.Level).ThenBy(f => f.Section)]);
    }

    /// <summary>
    /// Each check with the outcome of the last run that reached its model. A model that was skipped because nothing had changed keeps
    /// the outcome of the run that built it.
    /// </summary>
    private static IEnumerable<QualityFinding> Checks(DbConnection connection)
    {
        if (!Tables.Exists(connection, "ops", "check_definition"))
        {
            yield return new QualityFinding(QualitySection.Checks, QualityLevel.Info, false, "витрины", "build.none", "проверок ещё не было: витрины не рассчитаны", "до первого отчёта", "выполните msoko build", 1, null);
            yield break;
        }

        var rows = connection.Query<(string Model, string Name, string Severity, string What, string When, string Fix, string? Status, long? Failed, string? Sample, string? RunStatus)>(
            """
            WITH last AS (
                SELECT model, run_id, status
                FROM ops.model_run
                WHERE status IN ('built', 'failed', 'discarded')
                QUALIFY row_number() OVER (PARTITION BY model ORDER BY started_at DESC, run_id DESC) = 1
            )
            SELECT d.model, d.check_name, d.severity, d.what, d.matters_when, d.fix, c.status, c.failed_rows, c.sample, l.status
            FROM ops.check_definition AS d
            LEFT JOIN last AS l ON l.model = d.model
            LEFT JOIN ops.check_result AS c ON c.run_id = l.run_id AND c.model = d.model AND c.check_name = d.check_name
            ORDER BY d.model, d.check_name
            """);
        foreach (var r in rows)
        {
            if (r.Status is null)
            {
                yield return new QualityFinding(QualitySection.Checks, QualityLevel.Info, false, r.Model, r.Name, "проверка не выполнялась: до этой модели расчёт не дошёл", r.When, "исправьте то, что остановило расчёт, и выполните msoko build", 1, null);
                continue;
            }

            var unpublished = r.RunStatus == "built" ? "" : " (последний расчёт не опубликован: действуют прежние таблицы)";
            yield return new QualityFinding(QualitySection.Checks, r.Severity == "fail" ? QualityLevel.Fail : QualityLevel.Warn, r.Status == "passed", r.Model, r.Name, r.What + unpublished, r.When, r.Fix, r.Failed ?? 0, r.Sample);
        }

        foreach (var (model, message) in connection.Query<(string, string)>(
            """
            SELECT m.model, m.message
            FROM ops.model_run AS m
            WHERE m.run_id = (SELECT run_id FROM ops.model_run ORDER BY started_at DESC NULLS LAST LIMIT 1) AND m.status = 'failed'
                AND NOT EXISTS (SELECT 1 FROM ops.check_result AS c WHERE c.run_id = m.run_id AND c.model = m.model AND c.status = 'broken')
            """))
            yield return new QualityFinding(QualitySection.Checks, QualityLevel.Fail, false, model, "model.failed", message, "всегда: действуют прежние таблицы", "исправьте модель или сообщите разработчикам", 1, null);
    }

    private static IEnumerable<QualityFinding> Files(DbConnection connection)
    {
        foreach (var (path, status, rule, problem) in connection.Query<(string, string, string?, string?)>(
            "SELECT path, status, problem_rule, problem FROM ops.source_file WHERE status IN ('failed', 'unrecognised') ORDER BY path"))
            yield return new QualityFinding(QualitySection.Files, QualityLevel.Fail, false, path, rule ?? "file." + status, problem ?? (status == "failed" ? "файл не прочитан" : "форма файла не распознана"),
                "всегда: данных этого файла нет ни в одном показателе", "исправьте файл (подробности: msoko check) или уберите его из папки", 1, null);
        foreach (var (path, sheet, status, problem) in connection.Query<(string, string, string, string?)>(
            """
            SELECT f.path, s.sheet_name, s.status, s.problem
            FROM ops.source_sheet AS s JOIN ops.source_file AS f USING (file_key)
            WHERE f.status = 'loaded' AND s.status IN ('unrecognised', 'no_context')
            ORDER BY f.path, s.sheet_no
            """))
            yield return new QualityFinding(QualitySection.Files, QualityLevel.Fail, false, $"{path}, лист «{sheet}»", "sheet." + status, problem ?? "лист не распознан",
                "всегда: данных этого листа нет ни в одном показателе", "исправьте лист или добавьте недостающее в manifest.csv (подробности: msoko check)", 1, null);
    }

    private static IEnumerable<QualityFinding> Rejects(DbConnection connection)
    {
        foreach (var r in connection.Query<(string? Source, int? Year, string Rule, string Severity, string? Title, string? Expected, string? Advice, long Count, long Files, string Sample)>(
            """
            SELECT h.kind, coalesce(h.year, try_cast(left(h.academic_year, 4) AS INTEGER) + 1), r.rule, r.severity, any_value(u.title), any_value(u.expected), any_value(u.advice),
                count(*), count(DISTINCT r.file_key), array_to_string(list(DISTINCT f.path ORDER BY f.path)[1:3], '; ')
            FROM rejects.reject AS r
            JOIN ops.source_file AS f ON f.file_key = r.file_key AND f.status = 'loaded'
            LEFT JOIN staging.stg_sheet AS h ON h.file_key = r.file_key AND h.sheet_no = r.sheet_no
            LEFT JOIN rejects.rule AS u ON u.rule = r.rule
            GROUP BY 1, 2, 3, 4
            ORDER BY 4, 1, 2, 3
            """))
        {
            var (kind, when) = r.Severity switch
            {
                "row" => ("отклонено строк", "всегда: эти строки не вошли ни в один показатель"),
                "cell" => ("пустых вместо непрочитанных ячеек", "в показателях, которые считаются по этой ячейке"),
                _ => ("замечаний, загружено как есть", "при сверке с источником"),
            };
            yield return new QualityFinding(QualitySection.Rejects, r.Severity == "warning" ? QualityLevel.Info : QualityLevel.Warn, false,
                $"{r.Source ?? "не распознано"}, {(r.Year is { } y ? y.ToString(System.Globalization.CultureInfo.InvariantCulture) : "без года")}", r.Rule,
                $"{r.Title ?? r.Rule} ({kind}; файлов: {r.Files.ToString(System.Globalization.CultureInfo.InvariantCulture)})", when,
                r.Advice is null ? "посмотрите строки в rejects.reject" : $"ожидается: {r.Expected}; {r.Advice}", r.Count, r.Sample);
        }
    }
}
