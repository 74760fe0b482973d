using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Objectivity;

/// <summary>«Объективность» of a school's own card: its entries of the wave, its years, what can't be judged, published rules.</summary>
internal sealed class SchoolObjectivitySection : IReportSection
{
    // The section is one page: what does not fit is counted and found by msoko review.
    private const int MostEntries = 2;
    private const int MostBrief = 3;
    private const int MostJournal = 2;
    private const int MostRefusals = 3;

    public string Name => "objectivity-school";

    public IReadOnlyList<string> Tables => ObjectivityRecords.Tables;

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        var records = await reader.SharedAsync(target, () => ObjectivityRecords.LoadAsync(reader, target, cancellationToken));
        return new SectionData(c => c.OfSchool ? Build(c, records) : null);
    }

    internal static SectionContent? Build(BuildContext context, ObjectivityRecords records)
    {
        var school = context.Own.Id;
        var year = context.Wave.Year;
        var works = context.Data.WorksOf(context.Own).ToDictionary(w => w.WorkId, StringComparer.Ordinal);
        var own = records.Subjects.Where(s => s.SchoolId == school).ToList();
        var refusals = Refusals.OfSchool(records, year, school, works);
        if (own.Count == 0 && refusals.Count == 0) return null;
        var flags = records.Flags.Where(f => f.SchoolId == school && (f.WorkId is null ? f.Level == "школа" : f.Level == ObjectivityTexts.ClassLevel && works.TryGetValue(f.WorkId, out var w) && w.WaveKey == context.Wave))
            .OrderBy(f => f.WorkId is null ? 0 : 1).ThenByDescending(f => f.Posterior).ThenBy(f => f.FlagId, StringComparer.Ordinal).ToList();
        EntryModel Entry(FlagRow flag) => ObjectivityTexts.Entry(flag, string.Empty, flag.WorkId is null ? null : works[flag.WorkId], namesSchool: false);
        var open = flags.Where(f => f.Status != ObjectivityTexts.Cleared).ToList();
        var years = own.Select(s => s.Year).Distinct().Order().ToList();
        var subjects = own.Select(s => s.Subject).Distinct(StringComparer.Ordinal).OrderBy(WorkOrder.SubjectOrder).ThenBy(s => s, StringComparer.Ordinal).ToList();
        var official = records.Markers.FirstOrDefault(m => m.Year == year && m.SchoolId == school);
        var federal = records.Listed.FirstOrDefault(l => l.Year == year && l.SchoolId == school);
        var journal = JournalSigns.Widest(JournalSigns.OfWave(records.JournalFlags.Where(f => f.SchoolId == school), context.Wave, works));
        var entries = open.Count(f => f.WorkId is not null);
        return new SectionContent(new SchoolObjectivityModel(
            [.. open.Take(MostEntries).Select(Entry)], [.. open.Skip(MostEntries).Take(MostBrief).Select(Entry)], Math.Max(0, open.Count - MostEntries - MostBrief),
            ObjectivityTimeline.Build([(school, string.Empty)], records, works), [.. flags.Where(f => f.Status == ObjectivityTexts.Cleared).Take(1).Select(Entry)], years,
            own.Count == 0 ? null : ObjectivitySection.Heat(string.Empty, school, records, years, subjects), subjects,
            official is null ? "признаков нет" : official.Markers, federal is null ? "школы нет в загруженных перечнях года" : $"в перечне: {federal.Works ?? "работы не названы"}" + (federal.Document is { } d ? $" ({d})" : string.Empty),
            [.. refusals.Take(MostRefusals)], records.ModelVersion,
            [.. journal.Take(MostJournal).Select(f => JournalSigns.Sign(f, string.Empty, f.WorkId is null ? null : works[f.WorkId]))], Math.Max(0, journal.Count - MostJournal), DiagnosticTables.Outside(records)))
        {
            Conclusions = own.Count == 0 ? [] :
            [
                new Conclusion("Объективность", entries == 0
                    ? $"Из {RussianNumbers.Integer(own.Where(s => s.Year == year).Sum(s => s.Units))} оценённых результатов «класс × работа» ни один не даёт оснований для проверки."
                    : $"Основания для проверки дают {RussianNumbers.Integer(entries)} из {RussianNumbers.Integer(own.Where(s => s.Year == year).Sum(s => s.Units))} результатов «класс × работа»: признаки, требующие анализа, а не вывод о нарушении."),
            ],
            Notes =
            [
                new Conclusion("Объективность.", "Вероятность — по десяти признакам, другим годам класса, параллелям и школе; общее для всех школ округление учтено. Списки: доля ложных записей не выше 5\u00A0% и 10\u00A0%. "
                    + $"Модель версии {records.ModelVersion}, обучена на сгенерированных мирах. Официальные признаки (правило 2019/1) — для сравнения."),
            ],
        };
    }
}
