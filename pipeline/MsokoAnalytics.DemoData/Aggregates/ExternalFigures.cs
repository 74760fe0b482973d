using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Aggregates;

/// <summary>
/// Country and region as they would stand in an official report: the calibrated shares at the level of the year. The generated
/// municipality is only a part of that region, so nothing can be added up.
/// </summary>
internal static class ExternalFigures
{
    private const int SchoolsOfCountry = 35_600;
    private const int SchoolsOfRegion = 640;

    /// <summary>Pupils of the country for one of the source region.</summary>
    private const double CountryToRegion = 62;

    private const double CountryLevelSd = 0.12;

    public static ScopeFigures Country(Work work, double drift, ulong seed) => Fill(
        new ScopeFigures { Scope = "country", ScopeId = "РФ", Name = "Вся выборка", External = true },
        work,
        drift + CountryLevelSd * KeyedRandom.Normal(KeyedRandom.Key(seed, Purpose.CountryLevel, work.Number)),
        (int)(work.Profile.Data.Participants * CountryToRegion),
        SchoolsOfCountry);

    public static ScopeFigures Region(Work work, double drift, string code, string name) => Fill(
        new ScopeFigures { Scope = "region", ScopeId = code, Name = name, External = true }, work, drift, work.Profile.Data.Participants, SchoolsOfRegion);

    private static ScopeFigures Fill(ScopeFigures figures, Work work, double level, int writers, int schools)
    {
        var data = work.Profile.Data;
        double total = data.Histogram.Sum();
        var below = data.Min.Select(min => NormalDistribution.Cdf(NormalDistribution.Quantile(data.Histogram.Take(min).Sum() / total) - level)).ToArray();
        double[] shares = [below[0], below[1] - below[0], below[2] - below[1], 1 - below[2]];
        figures.Schools = schools;
        var rest = writers;
        for (var mark = 0; mark < 4; mark++)
        {
            var n = mark == 3 ? rest : (int)Math.Round(writers * shares[mark]);
            rest -= n;
            figures.Marks[mark] = n;
            var row = data.Journal[mark];
            double rowTotal = row.Sum();
            var lowered = (int)Math.Round(n * (row.Skip(mark + 1).Sum() / rowTotal));
            var raised = (int)Math.Round(n * (row.Take(mark).Sum() / rowTotal));
            figures.Lowered += lowered;
            figures.Raised += raised;
            figures.Confirmed += n - lowered - raised;
        }

        figures.Writers = writers;
        return figures;
    }
}
