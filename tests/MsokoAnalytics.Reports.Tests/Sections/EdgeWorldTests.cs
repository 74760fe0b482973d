using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Tests.Samples;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Sections;

/// <summary>Cards of worlds at the edge, printed: their sentences must be true where there is nobody to compare with.</summary>
public sealed class EdgeWorldTests
{
    private static readonly WaveKey Spring = new(2023, WaveKey.Spring);

    [PdfTextFact]
    public async Task The_only_school_of_the_region_two_years_of_it_and_no_clusters()
    {
        using var folder = new TempFolder();
        var region = new SampleRegion(schools: 1, otherMunicipalities: 0, waves: [new(2022, WaveKey.Spring), Spring]);
        var (school, municipality) = (region.Schools[0].SchoolId, SampleRegion.MunicipalityId);
        var work = region.Works.First(w => w is { Subject: "МА", Grade: 5, Year: 2023 }).WorkId;
        using var warehouse = SectionTables.Add(SampleDatabase.With(region))
            .Rows("marts.mart_dynamics", $"'same_grade', 'quality', 'ВПР', 'school', '{school}', '{municipality}', 'МА', 'base', 5, 5, 2022, 2023, 25, 24, 40, 50, -17, 36, NULL, NULL, NULL, NULL, 'без изменений', NULL, NULL, NULL")
            .Rows("marts.mart_skill_deficit", $"'{work}', 'ВПР', '{school}', '{municipality}', 'КТ', '1.1', 'Действия с дробями', '1, 2', 'официальный', 'region', 24, 500, 40, 60, -20, -38, -2, 'слабее', false, '2026-11'")
            .Rows("marts.mart_school_cluster", $"'2022/23', '{school}', '{municipality}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 5, 7, 'мало школ с социальным паспортом: 1, а нужно 20', 'cluster-1'");

        var results = await ReportRunner.RunAsync(warehouse, new ReportOptions { OutDir = folder.FullName, Workers = 1, SchoolIds = [school], Kinds = ["municipality", "school"] });

        Assert.Equal([null, null], results.Select(r => r.Error));
        var cards = 0;
        foreach (var file in Directory.GetFiles(folder.FullName, "*.pdf", SearchOption.AllDirectories))
        {
            var text = string.Join(' ', (await PdfText.OfAsync(file)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            Assert.Contains("а нужно 20", text, StringComparison.Ordinal);
            if (!text.Contains("Школа не отнесена к кластеру", StringComparison.Ordinal)) continue;
            cards++;
            // Nothing is shrunken, nothing is relative to anybody, and the skills are set against the region.
            Assert.Contains("Точка с отрезком", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Пустой кружок", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Относи-", text, StringComparison.Ordinal);
            Assert.Contains("против остальных школ региона", text, StringComparison.Ordinal);
            Assert.DoesNotContain("с такими же условиями", text, StringComparison.Ordinal);
        }

        Assert.Equal(1, cards);
    }
}
