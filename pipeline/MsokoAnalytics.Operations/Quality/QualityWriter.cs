using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MsokoAnalytics.Operations.Quality;

/// <summary>The quality report as CSV for a spreadsheet and as JSON for another program.</summary>
public static class QualityWriter
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>«;» between fields, as Russian spreadsheets expect.</summary>
    public static void Csv(QualityReport report, TextWriter output)
    {
        output.Write("раздел;степень;итог;где;проверка;что это значит;когда важно;что делать;количество;примеры\n");
        foreach (var f in report.Findings)
            output.Write(string.Join(';', ((string[])[SectionName(f.Section), LevelName(f.Level), f.Passed ? "пройдена" : "нарушена", f.Where, f.Name, f.What, f.When, f.Fix,
                f.Count.ToString(CultureInfo.InvariantCulture), f.Sample ?? ""]).Select(Quote)) + "\n");
    }

    public static void Json(QualityReport report, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        report.Findings.Select(f => new
        {
            section = Code(f.Section.ToString()), level = Code(f.Level.ToString()), passed = f.Passed, where = f.Where, check = f.Name, what = f.What, when = f.When, fix = f.Fix, count = f.Count, sample = f.Sample,
        }), Options));

    public static string SectionName(QualitySection section) => section switch
    {
        QualitySection.Checks => "проверки таблиц",
        QualitySection.Files => "файлы",
        QualitySection.Rejects => "строки и ячейки",
        _ => "ожидаемые числа",
    };

    public static string LevelName(QualityLevel level) => level switch
    {
        QualityLevel.Fail => "ошибка",
        QualityLevel.Warn => "предупреждение",
        _ => "сведения",
    };

    private static string Code(string name) => name.ToLower(CultureInfo.InvariantCulture);

    private static string Quote(string text) => text.AsSpan().IndexOfAny(";\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
