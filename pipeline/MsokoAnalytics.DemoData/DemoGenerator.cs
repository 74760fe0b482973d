using MsokoAnalytics.DemoData.Calibration;
using MsokoAnalytics.DemoData.Gia;
using MsokoAnalytics.DemoData.LocalWorks;
using MsokoAnalytics.DemoData.Output;
using MsokoAnalytics.DemoData.Performance;
using MsokoAnalytics.DemoData.Plan;
using MsokoAnalytics.DemoData.Registry;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.Wide;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData;

/// <summary>Writes a realistic municipality or region as the files a methodology centre keeps, with the truth beside them.</summary>
public static class DemoGenerator
{
    /// <summary>Generates everything the options ask for.</summary>
    /// <param name="options">What and where.</param>
    /// <param name="progress">Gets a Russian line now and then, from any thread.</param>
    /// <param name="cancellation">Stops between schools; files written so far stay.</param>
    /// <exception cref="DemoDataException">An option is out of range or the folder cannot be used.</exception>
    public static DemoSummary Generate(DemoOptions options, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        options.Validate();
        try
        {
            return Run(options, progress, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DemoDataException($"Не удалось записать демонстрационные данные: {e.Message}");
        }
    }

    private static DemoSummary Run(DemoOptions options, IProgress<string>? progress, CancellationToken cancellation)
    {
        var output = new OutputFolder(options.OutDir, options.Overwrite);
        var profiles = new WorkProfiles(CalibrationFile.Load());
        if (options.PerformanceSet is { } set) return PerformanceRunner.Run(options, set, output, profiles, progress, cancellation);
        var region = new Region(options);
        var planner = new Planner(region, profiles);
        var outcomes = RunWorks(options, planner, new WorkRunner(region, output), progress, cancellation);
        var files = outcomes.SelectMany(o => o.Files).ToList();
        var sgo = new SgoRunner(region, output, planner);
        files.AddRange(sgo.Run(cancellation));
        files.AddRange(WideFiles.Write(region, output, cancellation));
        files.AddRange(SpecificationFiles.Write(planner.Works, LocalWorkRunner.SchoolYears(region), output));
        files.AddRange(new LocalWorkRunner(region, output).Run(cancellation));
        files.AddRange(RegistryFiles.Write(region, output, planner.LastPlan));
        files.AddRange(GiaRunner.Write(region, output, cancellation));
        files.AddRange(ManifestFiles.Write(planner.Manifest, output));
        if (planner.CsvNamedXlsx is { } renamed) SpecialFiles.MarkRenamed(files, renamed);
        if (options.DirtLevel > 0) files.AddRange(SpecialFiles.Write(files, planner.LastPlan, output, region.Seed));
        progress?.Report("Записывается истина: результаты, показатели, посаженные манипуляции и загрязнения.");
        TruthFiles.Write(output, region, outcomes, files, sgo.Journals);
        RegistryTruth.Write(output, region);
        var municipalities = outcomes.SelectMany(o => o.Municipalities).ToList();
        return new DemoSummary
        {
            DataDir = output.Data,
            TruthDir = output.Truth,
            Files = files.Count,
            Bytes = files.Sum(f => f.Bytes),
            Cells = files.Sum(f => f.Report.Cells),
            Works = outcomes.Length,
            Enrolled = municipalities.Sum(f => (long)f.Enrolled),
            Results = municipalities.Sum(f => (long)f.Writers),
            Manipulations = outcomes.Sum(o => o.Manipulations.Count),
            Dirt = files.Sum(f => f.Report.Dirt.Count),
        };
    }

    private static WorkOutcome[] RunWorks(DemoOptions options, Planner planner, WorkRunner runner, IProgress<string>? progress, CancellationToken cancellation)
    {
        var outcomes = new WorkOutcome[planner.Jobs.Count];
        var done = 0;
        ParallelWork.For(outcomes.Length, options.Threads, i =>
        {
            outcomes[i] = runner.Run(planner.Jobs[i], cancellation);
            var number = Interlocked.Increment(ref done);
            progress?.Report(FormattableString.Invariant($"{outcomes[i].Work.Title}: {outcomes[i].Municipalities.Sum(m => m.Writers)} результатов (работа {number} из {outcomes.Length})"));
        }, cancellation);
        return outcomes;
    }
}
