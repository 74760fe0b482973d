using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Narrative;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Building;

/// <summary>Card of one school: all works of its wave, earlier waves beside them.</summary>
internal static class SchoolReportBuilder
{
    private const int HistogramColumns = 3;

    internal static ReportModel Build(
        MunicipalityData data, SchoolRow school, WaveKey wave, ReportTexts texts, Provenance? provenance)
    {
        var own = new ScopeRef(Scopes.School, school.SchoolId);
        var context = new BuildContext(
            data, own, wave,
            BuildContext.Available(data, own, wave, [Comparison.Municipality(data), Comparison.Region(data)]),
            ShowSmall: true);
        var marks = MarksSectionBuilder.Build(context);
        var histograms = HistogramSectionBuilder.Build(context, context.Works, HistogramColumns);
        var journal = JournalSectionBuilder.Build(context);
        var tasks = TaskSectionBuilder.Build(context, colourByDifference: true);
        var dynamics = DynamicsBuilder.Build(context);
        return new ReportModel
        {
            Kind = "school",
            Head = new ReportHead(
                SchoolNames.Tidy(school.Name),
                $"Результаты ВПР: {WaveNames.Nominative(wave)}",
                "Карточка школы",
                texts.SchoolRecipient,
                MunicipalityReportBuilder.PeriodOf(context),
                "Результаты ВПР из ФИС ОКО",
                texts.SchoolAudience,
                SchoolNames.Short(school.Name),
                $"ВПР, {WaveNames.Nominative(wave)} · карточка школы"),
            KeyFigures = MunicipalityReportBuilder.KeyFigures(context, schools: null),
            Conclusions = SchoolNarrative.Build(context, tasks),
            Marks = marks,
            Histograms = histograms,
            Journal = journal,
            Tasks = tasks,
            Dynamics = dynamics,
            Notes = NotesBuilder.Build(context, data.Files(own, wave), hasFunnels: false, dynamics is not null, journal is not null),
            Charts = context.Charts,
            Provenance = provenance,
        };
    }
}
