namespace MsokoAnalytics.Intake.Context;

/// <summary>
/// What is known of a sheet's work outside its data columns, with the place each value came from.
/// Keys: year, wave, grade, subject, level, max_score, work_date, school, municipality, class_label, issued, stage, state,
/// document, document_number, document_date.
/// </summary>
public sealed class WorkContext
{
    private readonly SortedDictionary<string, (string Value, string Source)> _values = new(StringComparer.Ordinal);

    public string? this[string key] => _values.TryGetValue(key, out var v) ? v.Value : null;

    public int? Number(string key) => int.TryParse(this[key], out var n) ? n : null;

    /// <summary>Keeps the first value given for a key: sources are asked in order of trust.</summary>
    public void Offer(string key, string? value, string source)
    {
        if (!string.IsNullOrWhiteSpace(value)) _values.TryAdd(key, (value, source));
    }

    /// <summary>Keeps a value whatever was there: a person wrote it for this very table.</summary>
    public void Set(string key, string value, string source) => _values[key] = (value, source);

    /// <summary>Gives a value that is already there another form; where it came from stays.</summary>
    public void Replace(string key, string value) => _values[key] = (value, _values[key].Source);

    /// <summary>Where each value came from: «год 2022 — название файла; предмет МА — заголовок».</summary>
    public string Describe() => string.Join("; ", _values.Where(p => Names.ContainsKey(p.Key)).Select(p => $"{Names[p.Key]} {p.Value.Value} — {p.Value.Source}"));

    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["year"] = "год",
        ["wave"] = "волна",
        ["grade"] = "класс",
        ["subject"] = "предмет",
        ["level"] = "уровень",
        ["max_score"] = "максимум",
        ["work_date"] = "дата",
        ["school"] = "школа",
        ["municipality"] = "муниципалитет",
        ["academic_year"] = "учебный год",
        ["stage"] = "этап",
        ["state"] = "состояние",
        ["document"] = "документ",
        ["document_number"] = "номер документа",
        ["document_date"] = "дата документа",
    };
}
