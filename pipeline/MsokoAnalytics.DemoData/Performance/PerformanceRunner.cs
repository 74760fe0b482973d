using MsokoAnalytics.DemoData.Calibration;
using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Layouts;
using MsokoAnalytics.DemoData.Output;
using MsokoAnalytics.DemoData.Plan;
using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Performance;

/// <summary>
/// Files for load benchmarks: as many works as asked, each with exactly the asked number of pupil rows, clean, in the layout of
/// 2022. The widest works of two years are taken, which gives 34 works about 33 columns a row on average.
/// </summary>
internal static class PerformanceRunner
{
    private static readonly int[] Years = [2022, 2023];

    public static DemoSummary Run(
        DemoOptions options, PerformanceSet set, OutputFolder output, WorkProfiles profiles, IProgress<string>? progress, CancellationToken cancellation)
    {
        // Enough schools that every work has the rows; a school brings ten pupils to a drawn work at the very least.
        var whole = options with
        {
            Schools = Math.Clamp(set.RowsPerWork / 3 + 200, options.Schools, 9999), Years = Years, DirtLevel = 0, Manipulations = 0, SizeFactor = Math.Max(options.SizeFactor, 1.6),
        };
        whole = whole with { Municipalities = Math.Min(71, whole.Schools) };
        var region = new Region(whole);
        var works = Years.Select(YearPlans.Get).SelectMany(p => Work.Of(p, profiles, region.Seed))
            .OrderByDescending(w => w.Profile.Tasks.Tasks).ThenBy(w => w.Number).Take(set.Works).ToArray();
        var files = new WrittenFile[works.Length];
        var done = 0;
        ParallelWork.For(works.Length, options.Threads, i =>
        {
            files[i] = Write(region, works[i], set, output, cancellation);
            progress?.Report(FormattableString.Invariant($"{works[i].Title}: {set.RowsPerWork} строк (файл {Interlocked.Increment(ref done)} из {works.Length})"));
        }, cancellation);
        TruthFiles.WriteFiles(output, [.. files]);
        var enrolled = files.Sum(f => (long)f.Report.Sheet.Rows(RowClass.Data));
        return new DemoSummary
        {
            DataDir = output.Data,
            TruthDir = output.Truth,
            Files = files.Length,
            Bytes = files.Sum(f => f.Bytes),
            Cells = files.Sum(f => f.Report.Cells),
            Works = works.Length,
            Enrolled = enrolled,
            Results = enrolled - files.Sum(f => (long)f.Report.Sheet.Absent),
            Manipulations = 0,
            Dirt = 0,
        };
    }

    private static WrittenFile Write(Region region, Work work, PerformanceSet set, OutputFolder output, CancellationToken cancellation)
    {
        var layout = PupilLayoutInfo.Of(work.Plan.Pupils);
        var dialect = set.Csv ? CsvDialect.Utf8WithBom : null;
        var path = FormattableString.Invariant($"{work.Plan.Folder}/{work.Grade} класс/{work.Subject.Name}/{layout.FileName(work)}{(set.Csv ? ".csv" : ".xlsx")}");
        var report = new FileReport { Path = path, Kind = "vpr_results", Layout = layout.Name, WorkId = work.Id, Format = dialect?.Name ?? "xlsx" };
        var clean = new DirtSource(0, 0);
        var simulator = new Simulator(region, work);
        using (var table = output.Table(new PlannedFile(path, dialect), layout.Width(work), layout.InlineStrings))
        {
            var writer = layout.Create(work, table, report);
            writer.Begin(clean, []);
            var left = set.RowsPerWork;
            foreach (var school in region.Schools)
            {
                cancellation.ThrowIfCancellationRequested();
                if (left == 0) break;
                if (simulator.Simulate(school) is not { } unit) continue;
                unit.Truncate(left);
                writer.WriteSchool(unit, clean);
                left -= unit.Pupils.Length;
            }

            if (left > 0) throw new DemoDataException(FormattableString.Invariant($"{work.Title}: не хватило {left} участников. Увеличьте число школ (сейчас {region.Schools.Count})."));
            report.Cells = table.Cells;
        }

        var (bytes, hash) = output.Seal(path, work.Day);
        return new WrittenFile(report, bytes, hash);
    }
}
