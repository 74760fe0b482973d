using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Context;

namespace MsokoAnalytics.Intake.Mappings;

/// <content>What the texts of the table mean: values, subjects, schools.</content>
internal sealed partial class MappingReader
{
    private static void ReadValues(TableMapping m, IReadOnlyList<MappingEntry>? section)
    {
        foreach (var (key, place, value) in section ?? [])
        {
            if (value.Entries is null)
            {
                Add(null, key, place, value);
                continue;
            }

            if (MappingWords.Columns.FirstOrDefault(c => Key(c.Key) == Key(key)) is not { Key: not null } column) Fault(m, place, $"значения столбца «{key}»: такого столбца нет", $"назовите один из: {string.Join(", ", MappingWords.Columns.Keys)}");
            else foreach (var inner in value.Entries) Add(column.Value, inner.Key, inner.Place, inner.Value);
        }

        void Add(string? field, string from, string place, MappingNode to)
        {
            var text = to.Text?.Trim() ?? "";
            if (MappingWords.Meanings.Contains(text.ToLowerInvariant(), StringComparer.Ordinal)) text = text.ToLowerInvariant();
            else if (text.Length == 0 || text.Any(char.IsLetter) && field is null)
            {
                Fault(m, place, $"значение «{from}» переведено в «{text}»", $"переводить можно в число, «{string.Join("», «", MappingWords.Meanings)}»");
                return;
            }

            m.Values.Add((field, from.Trim().ToLowerInvariant(), text));
        }
    }

    private void ReadSubjects(TableMapping m, IReadOnlyList<MappingEntry>? section)
    {
        foreach (var (key, place, value) in section ?? [])
        {
            if (value.Text is not { Length: > 0 } text) Fault(m, place, $"предмет «{key}» не назван", "напишите код или название предмета");
            else m.Subjects[HeaderKey.Fold(key)] = subjects.Find(text) ?? text.Trim();
        }
    }

    private static void ReadSchools(TableMapping m, IReadOnlyList<MappingEntry>? section)
    {
        foreach (var (key, place, value) in section ?? [])
        {
            if (value.Text is { } text && SchoolId(text) is { } id) m.Schools[HeaderKey.Fold(key)] = id;
            else Fault(m, value.Place, $"школа «{key}»: «{value.Text}» не логин", "напишите логин ФИС ОКО (edu220001) или его шесть цифр");
            _ = place;
        }
    }

    /// <summary>Code (or own name) of a subject by any spelling that the mapping or the catalogue knows; null when neither does.</summary>
    private string? SubjectOf(TableMapping m, string text) => SubjectOf(m, subjects, text);

    internal static string? SubjectOf(TableMapping m, SubjectCatalog catalogue, string text) =>
        m.Subjects.TryGetValue(HeaderKey.Fold(text), out var own) ? own
        : m.Subjects.ContainsValue(text.Trim()) ? text.Trim()
        : catalogue.Find(text);

    private static void UnknownSubject(TableMapping m, string place, string text) =>
        Fault(m, place, $"предмет «{text}» неизвестен", "напишите его название полностью или добавьте в раздел «предметы»: «как в таблице: название»");

    /// <summary>Six digits of a login or of its digits, or null.</summary>
    internal static string? SchoolId(string text)
    {
        var match = Login().Match(text.Trim().ToLowerInvariant());
        return match.Success ? match.Groups["id"].Value.PadLeft(6, '0') : null;
    }

    /// <summary>The login as written, or of bare digits one with the prefix «loc», which says nothing of the kind of school; null for anything else.</summary>
    internal static string? SchoolLogin(string text) => SchoolId(text) is not { } id ? null : text.Trim() is { Length: 9 } login ? login.ToLowerInvariant() : "loc" + id;

    [GeneratedRegex(@"^(sch|edu|ksh)?(?<id>\d{5,6})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Login();
}
