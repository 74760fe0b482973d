using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Narrative;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Building;

/// <summary>Summary of one wave of a municipality for the head of its education department.</summary>
internal static class MunicipalityReportBuilder
{
    private const int HistogramColumns = 2;

    internal static ReportModel Build(MunicipalityData data, WaveKey wave, ReportTexts texts, Provenance? provenance)
    {
        var own = data.MunicipalityScope;
        var context = new BuildContext(
            data, own, wave,
            BuildContext.Available(data, own, wave, [Comparison.Region(data), Comparison.Country]),
            ShowSmall: false);
        var schools = SchoolListBuilder.Order(context);
        var numbers = schools.Select((s, i) => (s.School.SchoolId, No: i + 1)).ToDictionary(s => s.SchoolId, s => s.No, StringComparer.Ordinal);
        var mainWorks = MainWorks.Of(context);
        var marks = MarksSectionBuilder.Build(context);
        var histograms = HistogramSectionBuilder.Build(context, mainWorks, HistogramColumns);
        var journal = JournalSectionBuilder.Build(context);
        var tasks = TaskSectionBuilder.Build(context, colourByDifference: false);
        var funnels = FunnelSectionBuilder.Build(context, mainWorks, numbers);
        var list = schools.Count == 0 ? null : SchoolListBuilder.Build(context, schools, mainWorks);
        return new ReportModel
        {
            Kind = "municipality",
            Head = Head(data, context, texts),
            KeyFigures = KeyFigures(context, schools.Count),
            Conclusions = MunicipalityNarrative.Build(context, Facts(context, schools, tasks)),
            Marks = marks,
            Histograms = histograms,
            Journal = journal,
            Tasks = tasks,
            Funnels = funnels,
            Schools = list,
            Notes = NotesBuilder.Build(context, data.Files(own, wave), funnels is not null, hasDynamics: false, journal is not null),
            Charts = context.Charts,
            Provenance = provenance,
        };
    }

    private static ReportHead Head(MunicipalityData data, BuildContext context, ReportTexts texts) => new(
        data.Municipality.Name,
        $"Результаты ВПР: {WaveNames.Nominative(context.Wave)}",
        "Сводка по муниципалитету",
        texts.MunicipalityRecipient,
        PeriodOf(context),
        "Результаты ВПР из ФИС ОКО",
        texts.MunicipalityAudience,
        data.Municipality.Name,
        $"ВПР, {WaveNames.Nominative(context.Wave)} · сводка");

    internal static string PeriodOf(BuildContext context)
    {
        var years = context.Works.Select(w => w.AcademicYear).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var wave = WaveNames.Nominative(context.Wave);
        return years.Count == 0 ? wave : $"{wave} ({string.Join(", ", years)} учебный год)";
    }

    internal static List<KeyFigure> KeyFigures(BuildContext context, int? schools)
    {
        var totals = context.OwnTotals;
        var figures = new List<KeyFigure>();
        if (schools is { } count) figures.Add(new KeyFigure("Школ", RussianNumbers.Integer(count), null));
        figures.Add(new KeyFigure("Работ", RussianNumbers.Integer(context.Works.Count), null));
        figures.Add(new KeyFigure("Результатов", RussianNumbers.Integer(totals.Writers), null));
        figures.Add(new KeyFigure("Явка", totals.Attendance is { } attendance ? RussianNumbers.Percent(attendance) : "—", null));
        var small = totals.Small;
        figures.Add(new KeyFigure("Успеваемость", small ? "—" : RussianNumbers.Percent(100.0 * totals.Passed / totals.Marked), "по всем работам"));
        figures.Add(new KeyFigure("Качество", small ? "—" : RussianNumbers.Percent(100.0 * totals.Quality / totals.Marked), "по всем работам"));
        return figures;
    }

    private static MunicipalityFacts Facts(BuildContext context, IReadOnlyList<(SchoolRow School, string Name)> schools, TaskSection? tasks)
    {
        var pairs = 0;
        var small = 0;
        foreach (var (school, _) in schools)
        {
            foreach (var work in context.Works)
            {
                if (context.Data.Result(work, new ScopeRef(Scopes.School, school.SchoolId)) is not { Marked: > 0 } row) continue;
                pairs++;
                if (SmallGroup.Is(row.Marked)) small++;
            }
        }

        var funnels = context.Charts.Values.OfType<FunnelChart>().ToList();
        var points = funnels.SelectMany(f => f.Points).ToList();
        var outside = points.Where(p => p.Zone == 2).ToList();
        return new MunicipalityFacts(
            schools.Count, pairs, small, funnels.Count, points.Count, outside.Count, outside.Select(p => p.No).Distinct().Count(), tasks);
    }
}
