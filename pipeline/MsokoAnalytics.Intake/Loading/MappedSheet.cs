using System.Globalization;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Mappings;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>A sheet of a table that a mapping file describes, with its rows in <c>raw</c>.</summary>
/// <param name="FileKey">Key of the file.</param>
/// <param name="SheetNo">Number of the sheet within the file.</param>
/// <param name="SheetName">Its name.</param>
/// <param name="Table">The mapping with the columns that the sheet has.</param>
/// <param name="Context">What is known of the whole table.</param>
/// <param name="IssuedAt">When the file was issued.</param>
internal sealed record MappedSheet(long FileKey, int SheetNo, string SheetName, BoundTable Table, WorkContext Context, DateTime IssuedAt)
{
    public bool Has(string field) => Has(Table, field);

    public string? AcademicYear => Context["academic_year"] ?? (Context.Number("year") is { } y
        ? IsAutumn(Context["wave"]) ? FormattableString.Invariant($"{y}/{(y + 1) % 100:00}") : FormattableString.Invariant($"{y - 1}/{y % 100:00}")
        : null);

    /// <summary>Maximum score of a work of the sheet; null where neither the mapping nor the headers tell it.</summary>
    public int? MaxOf(TableMapping mapping, string subject)
    {
        if (mapping.MaxScores.TryGetValue(subject, out var own) || mapping.MaxScores.TryGetValue("", out own)) return own;
        var tasks = Table.Plan.Tasks;
        return tasks.Count > 0 && tasks.All(t => t.Max is not null) ? tasks.Sum(t => t.Max!.Value) : null;
    }

    /// <summary>The attributes of the table: what the mapping says, then its mask, then the file and its name.</summary>
    /// <param name="missing">What is still unknown, in words for the user.</param>
    public static WorkContext Resolve(IntakeSetup setup, TableMapping mapping, IReadOnlyDictionary<string, string> places, BoundTable table, IReadOnlyList<string> titles, string sheetName, string path, IReadOnlyDictionary<string, string> manifest, out IReadOnlyList<string> missing)
    {
        var context = setup.Contexts.Resolve(titles, sheetName, path, manifest, table.Plan.Layout);
        foreach (var (key, value) in places)
            if (FromMask(setup, mapping, key, value) is { } text) context.Set(key == "period" ? "wave" : key, text, "имя файла по маске");
        foreach (var (key, value) in mapping.Constants) context.Set(key, value, "сопоставление");
        if (context["academic_year"] is { } schoolYear && !mapping.Constants.ContainsKey("year") && !places.ContainsKey("year"))
            context.Set("year", (int.Parse(schoolYear.AsSpan(0, 4), CultureInfo.InvariantCulture) + (IsAutumn(context["wave"]) ? 0 : 1)).ToString(CultureInfo.InvariantCulture), "сопоставление");
        var unknown = new List<string>();
        if (context.Number("year") is null) unknown.Add("год («год: 2024» в описании)");
        if (context.Number("grade") is null && !Has(table, "grade_raw") && !Has(table, "class_raw") && !table.Measures.Any(m => m.Grade is not null)) unknown.Add("класс («класс: 7» или столбец «класс»)");
        if (context["subject"] is null && !Has(table, "subject_raw") && !table.Measures.Any(m => m.Subject is not null && m.Total is null)) unknown.Add("предмет («предмет: Математика» или столбец «предмет»)");
        if (places.TryGetValue("school", out var school) && FromMask(setup, mapping, "school", school) is null)
            unknown.Add($"школа: «{school}» из имени файла не логин и не названа в разделе «школы»");
        missing = unknown;
        return context;
    }

    private static string? FromMask(IntakeSetup setup, TableMapping mapping, string key, string value) => key switch
    {
        "subject" => MappingReader.SubjectOf(mapping, setup.Subjects, value.Replace('_', ' ').Trim()),
        "school" => MappingReader.SchoolLogin(value) ?? (mapping.Schools.GetValueOrDefault(HeaderKey.Fold(value.Replace('_', ' '))) is { } id ? "loc" + id : null),
        "period" => MappingWords.Periods.GetValueOrDefault(value.Trim().ToLowerInvariant()),
        _ => value,
    };

    private static bool IsAutumn(string? wave) => MappingWords.AutumnWaves.Contains(wave, StringComparer.Ordinal);

    private static bool Has(BoundTable table, string field) => table.Plan.Fields.ContainsKey(field);
}
