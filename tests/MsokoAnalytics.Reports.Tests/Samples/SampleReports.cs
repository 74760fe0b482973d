using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Kinds;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Sections;

namespace MsokoAnalytics.Reports.Tests.Samples;

/// <summary>Models of the shipped kinds, from data in memory: only with the sections on one wave.</summary>
internal static class SampleReports
{
    internal static ReportModel Municipality(MunicipalityData data, WaveKey wave) =>
        ReportBuilder.Build(Kind("municipality"), BuildContext.ForMunicipality(data, wave), data.Municipality.Name, Sections(data), null, null)!;

    internal static ReportModel School(MunicipalityData data, SchoolRow school, WaveKey wave) =>
        ReportBuilder.Build(Kind("school"), BuildContext.ForSchool(data, school, wave), school.Name, Sections(data), null, null)!;

    internal static ReportKind Kind(string name) => KindCatalogue.Load(FakeAssets.Real).Single(k => k.Name == name);

    private static Dictionary<string, ISectionData> Sections(MunicipalityData data) => WaveSections.All.ToDictionary(
        s => s.Name, s => s.LoadAsync(null!, new ReportTarget(data.Municipality, null, []), data, CancellationToken.None).GetAwaiter().GetResult(), StringComparer.Ordinal);
}
