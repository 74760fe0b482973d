using System.Globalization;
using MsokoAnalytics.DemoData.Output;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Wide;

/// <summary>The sources beside the assessment procedures, for every year of the region: olympiads, talents, graduates, certificates, conditions, lists, journals.</summary>
internal static class WideFiles
{
    public static List<WrittenFile> Write(Region region, OutputFolder output, CancellationToken cancellation)
    {
        var files = new TableFiles(output);
        var truths = new List<MartTruth>();
        var corrections = new CorrectionFile();
        var activities = new ActivityFiles(files);
        var conditions = new ConditionFiles(files, corrections);
        var lists = new ListFiles(files);
        var summaries = new ClassSummaryFile(output);
        var journals = new JournalFiles(files, summaries);
        foreach (var year in region.Options.Years.Order())
        {
            cancellation.ThrowIfCancellationRequested();
            var schools = region.Schools.Where(s => s.LastYear >= year).ToList();
            activities.Write(region, year, schools);
            conditions.Write(region, year, schools);
            lists.Write(region, year, schools);
            journals.Write(year, schools, region.Options.DirtLevel > 0);
        }

        if (!corrections.Empty) corrections.Write(files, new DateOnly(region.Options.Years.Max(), 12, 31));
        truths.AddRange([.. activities.Truths, .. conditions.Truths, .. lists.Truths, .. journals.Truths]);
        foreach (var truth in truths) truth.Write(output);
        return [.. files.Written, .. summaries.Written];
    }

    /// <summary>«2023/24» of the school year that ends in the year.</summary>
    public static string AcademicYear(int year) => string.Create(CultureInfo.InvariantCulture, $"{year - 1}/{year % 100:00}");

    public static string Folder(int year) => string.Create(CultureInfo.InvariantCulture, $"Другие источники/{year - 1}-{year}");

    public static string Login(School school) => school.Login("edu");

    /// <summary>A stream of its own for one school, year and subject of chance.</summary>
    public static KeyedRandom Chance(School school, int year, int what) => new(KeyedRandom.Key(school.Key, Purpose.Wide, year, what));

    /// <summary>Successes of <paramref name="n"/> trials.</summary>
    public static int Binomial(ref KeyedRandom random, int n, double probability)
    {
        var successes = 0;
        for (var i = 0; i < n; i++)
            if (random.Chance(probability)) successes++;
        return successes;
    }
}
