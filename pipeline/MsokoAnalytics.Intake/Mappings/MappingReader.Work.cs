using System.Globalization;
using System.Text.RegularExpressions;

namespace MsokoAnalytics.Intake.Mappings;

/// <content>What the table is: its files, sheets, work and maximum score.</content>
internal sealed partial class MappingReader
{
    private static void ReadTable(TableMapping m, MappingNode root)
    {
        m.Title = Text(root, "описание") ?? "";
        var files = Find(root, "файлы");
        if (files is null) Fault(m, root.Place, "нет ключа «файлы»: неизвестно, о каких файлах описание", "добавьте строку «файлы: МКР*.xlsx» (имя или маска со звёздочкой)");
        foreach (var value in files?.Values ?? [])
        {
            var mask = FileMask.Parse((value.Text ?? ""), out var unknown);
            if (unknown is not null) Fault(m, value.Place, $"в маске файлов неизвестное место {{{unknown}}}", "допускаются {год}, {класс}, {предмет}, {школа}, {период}, {любое}, знаки * и ?");
            if (mask.Text.Length > 0) m.Masks.Add(mask);
        }

        switch (Text(root, "таблица")?.ToLowerInvariant())
        {
            case null or "по ученикам": break;
            case "по школам" or "по муниципалитетам": m.Aggregate = true; break;
            case var other: Fault(m, Find(root, "таблица")!.Place, $"таблица: «{other}»", "напишите «по ученикам» или «по школам»"); break;
        }

        if (Number(m, root, "строк заголовка", 1, 10) is { } rows) m.HeaderRows = rows;
        foreach (var value in Find(root, "лист")?.Values ?? []) m.Sheets.Add(FileMask.Parse((value.Text ?? "").Trim(), out _));
        foreach (var value in Find(root, "пропустить листы")?.Values ?? []) m.SkippedSheets.Add(FileMask.Parse((value.Text ?? "").Trim(), out _));
        foreach (var value in Find(root, "пропустить строки")?.Values ?? []) m.SkippedRows.Add((value.Text ?? "").Trim().ToLowerInvariant());
        foreach (var value in Find(root, "строки итогов")?.Values ?? []) m.TotalRows.Add((value.Text ?? "").Trim().ToLowerInvariant());
        foreach (var value in Find(root, "лишние столбцы")?.Values ?? []) m.Ignored.Add(Pattern(m, value));
        if (Find(root, "коды школ") is { Text: { } system }) m.CodeSystem = system.Trim().ToLowerInvariant();
        if (Find(root, "единица") is { Text: { } unit } at)
        {
            if (MappingWords.Units.Contains(unit.Trim().ToLowerInvariant(), StringComparer.Ordinal)) m.Unit = unit.Trim().ToLowerInvariant();
            else Fault(m, at.Place, $"единица: «{unit}»", $"напишите одно из: {string.Join(", ", MappingWords.Units)}");
        }
    }

    private void ReadWork(TableMapping m, MappingNode root)
    {
        if (Find(root, "процедура") is { } procedure)
        {
            if (procedure.Text is { Length: > 0 and < 40 } text) m.Procedure = text.Trim();
            else Fault(m, procedure.Place, "процедура не названа", $"напишите, например, {string.Join(", ", MappingWords.Procedures[..2])}");
        }

        if (Number(m, root, "год", 2000, 2099) is { } year) m.Constants["year"] = year.ToString(CultureInfo.InvariantCulture);
        if (Number(m, root, "класс", 1, 12) is { } grade) m.Constants["grade"] = grade.ToString(CultureInfo.InvariantCulture);
        if (Find(root, "учебный год") is { Text: { } schoolYear } sy)
        {
            if (SchoolYear().Match(schoolYear.Trim()) is { Success: true } match && (int.Parse(match.Groups["a"].Value, CultureInfo.InvariantCulture) + 1) % 100 == int.Parse(match.Groups["b"].Value, CultureInfo.InvariantCulture))
                m.Constants["academic_year"] = $"{match.Groups["a"].Value}/{match.Groups["b"].Value}";
            else
                Fault(m, sy.Place, $"учебный год: «{schoolYear}»", "напишите, например, 2024/25");
        }

        if (Find(root, "период") is { Text: { } period } p)
        {
            if (MappingWords.Periods.TryGetValue(period.Trim().ToLowerInvariant(), out var wave)) m.Constants["wave"] = wave;
            else Fault(m, p.Place, $"период: «{period}»", $"напишите месяц или полугодие: {string.Join(", ", MappingWords.Periods.Keys)}");
        }

        if (Find(root, "дата") is { Text: { } date } d)
        {
            if (DateOnly.TryParseExact(date.Trim(), ["dd.MM.yyyy", "d.M.yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) m.Constants["work_date"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            else Fault(m, d.Place, $"дата: «{date}»", "напишите день, например 14.11.2024");
        }

        if (Find(root, "предмет") is { Text: { } subject } s)
        {
            if (SubjectOf(m, subject) is { } code) m.Constants["subject"] = code;
            else UnknownSubject(m, s.Place, subject);
        }

        if (Find(root, "школа") is { Text: { } school } sc)
        {
            if (SchoolLogin(school) is { } login) m.Constants["school"] = login;
            else Fault(m, sc.Place, "школа указана не логином", "напишите логин ФИС ОКО (edu220001) или его шесть цифр; названия школ переводит раздел «школы»");
        }

        if (Find(root, "муниципалитет") is { Text: { } municipality }) m.Constants["municipality"] = municipality.Trim();
        if (Find(root, "регион") is { Text: { } region }) m.Constants["region"] = region.Trim();
        if (Find(root, "уровень") is { Text: { } level } l)
        {
            if (level.Trim().ToLowerInvariant() is "базовый" or "углублённый" or "углубленный") m.Constants["level"] = level.Trim().StartsWith("баз", StringComparison.OrdinalIgnoreCase) ? "base" : "advanced";
            else Fault(m, l.Place, $"уровень: «{level}»", "напишите «базовый» или «углублённый»");
        }

        ReadMaxScore(m, Find(root, "максимальный балл"));
    }

    private void ReadMaxScore(TableMapping m, MappingNode? node)
    {
        if (node is null) return;
        if (node.Entries is null)
        {
            if (Number(m, node, "максимальный балл", 1, 1000) is { } max) m.MaxScores[""] = max;
            return;
        }

        foreach (var (key, place, value) in node.Entries)
        {
            if (SubjectOf(m, key) is not { } subject) UnknownSubject(m, place, key);
            else if (Number(m, value, $"максимальный балл, {key}", 1, 1000) is { } max) m.MaxScores[subject] = max;
        }
    }

    [GeneratedRegex(@"^(?<a>20\d\d)\s*[/\-–]\s*(20)?(?<b>\d\d)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SchoolYear();
}
