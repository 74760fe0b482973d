using System.Data.Common;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Sections;
using MsokoAnalytics.Reports.Tests.Samples;

namespace MsokoAnalytics.Reports.Tests.Sections;

/// <summary>A section read from a warehouse and made for one report.</summary>
internal static class SectionRun
{
    internal static async Task<SectionContent?> BuildAsync(this IReportSection section, DbConnection warehouse, HandMade hand, Func<MunicipalityData, BuildContext> report)
    {
        var data = hand.Data();
        var context = report(data);
        var target = new ReportTarget(data.Municipality, context.Wave, [.. data.Schools.Select(s => (s, context.Wave))]);
        var loaded = await section.LoadAsync(new WarehouseReader(warehouse), target, data, CancellationToken.None);
        return loaded.Build(context);
    }

    internal static Func<MunicipalityData, BuildContext> School(string id, WaveKey wave) => d => BuildContext.ForSchool(d, d.Schools.Single(s => s.SchoolId == id), wave);

    internal static Func<MunicipalityData, BuildContext> Municipality(WaveKey wave) => d => BuildContext.ForMunicipality(d, wave);
}
