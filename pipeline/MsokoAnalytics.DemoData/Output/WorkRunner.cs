using MsokoAnalytics.DemoData.Aggregates;
using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Layouts;
using MsokoAnalytics.DemoData.Plan;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Output;

/// <summary>Simulates one work and writes all its files. Only one municipality is kept in memory at a time.</summary>
internal sealed class WorkRunner(Region region, OutputFolder output)
{
    private const int DaysToResults = 45;
    private const int DaysToCorrection = 20;

    public WorkOutcome Run(WorkJob job, CancellationToken cancellation)
    {
        var work = job.Work;
        var simulator = new Simulator(region, work);
        var figures = new WorkFigures(region, work, simulator.Drift);
        var manipulations = new List<(School School, PlantedManipulation What)>();
        var files = new List<WrittenFile>();
        var layout = PupilLayoutInfo.Of(work.Plan.Pupils);
        var listed = Listed(work, job.Forms);
        var issued = work.Day.AddDays(DaysToResults);
        using (var truth = new ResultsTruth(output.TruthFile($"results/{work.Id}.csv"), work))
        {
            using var first = job.FirstIssue is { } file ? Open(file, layout, job, "superseded", listed) : null;
            using var main = Open(job.Pupils, layout, job, "loaded", listed);
            foreach (var municipality in region.Municipalities)
            {
                cancellation.ThrowIfCancellationRequested();
                figures.BeginMunicipality(municipality);
                var units = municipality.Schools.Select(simulator.Simulate).OfType<Unit>().ToList();
                foreach (var unit in units)
                {
                    figures.Add(unit);
                    truth.Write(unit);
                    manipulations.AddRange(unit.Manipulations.Select(m => (unit.School, m)));
                }

                var inFile = units.Where(u => !job.Forms.ContainsKey(u.School)).ToList();
                main.WriteMunicipality(municipality, inFile, UnitDirt);
                first?.WriteMunicipality(municipality, inFile.ConvertAll(u => FirstIssue.Of(u, region.Seed)), UnitDirt);
                foreach (var unit in units.Where(u => job.Forms.ContainsKey(u.School)))
                {
                    using var form = Open(job.Forms[unit.School], PupilLayoutInfo.CollectionForm, job, "loaded", []);
                    form.WriteMunicipality(municipality, [unit], UnitDirt);
                    files.Add(form.Close(output, issued, FileDirt(work, 3)));
                }
            }

            files.Add(main.Close(output, first is null ? issued : issued.AddDays(DaysToCorrection), FileDirt(work, 1)));
            if (first is not null) files.Add(first.Close(output, issued, FileDirt(work, 1)));
        }

        files.Add(Official(job.Marks, job, "mark_statistics", "vpr_f3_mark_statistics", 7, issued, (table, report) => OfficialReports.WriteMarks(table, report, work, figures)));
        files.Add(work.Plan.Journal == JournalLayout.Wide
            ? Official(job.Journal, job, "journal_comparison", "vpr_journal_wide", 8, issued, (table, report) => OfficialReports.WriteJournalWide(table, report, work, figures, FileDirt(work, 2)))
            : Official(job.Journal, job, "journal_comparison", "vpr_journal_long", 3, issued, (table, report) => OfficialReports.WriteJournalLong(table, report, work, figures, FileDirt(work, 2))));
        return new WorkOutcome(work, [.. figures.All()], files, manipulations);
    }

    private OpenPupilFile Open(PlannedFile file, PupilLayoutInfo layout, WorkJob job, string expected, List<(School School, IReadOnlyList<ClassGroup> Classes)> listed)
    {
        var work = job.Work;
        var report = new FileReport
        {
            Path = file.Path, Kind = "vpr_results", Layout = layout.Name, WorkId = work.Id, Format = file.Dialect?.Name ?? "xlsx", Expected = expected,
        };
        if (job.NoContext) report.Dirt.Add(new PlantedDirt(0, 0, 0, DirtKind.NoContext, Path.GetFileName(file.Path), work.Title));
        var table = output.Table(file, layout.Width(work), layout.InlineStrings);
        var writer = layout.Create(work, table, report);
        writer.Begin(FileDirt(work, 0), listed);
        return new OpenPupilFile(table, report, writer);
    }

    private WrittenFile Official(PlannedFile file, WorkJob job, string kind, string layout, int width, DateOnly day, Action<TableWriter, FileReport> write)
    {
        var report = new FileReport { Path = file.Path, Kind = kind, Layout = layout, WorkId = job.Work.Id, Format = file.Dialect?.Name ?? "xlsx" };
        using (var table = output.Table(file, width, inlineStrings: false))
        {
            write(table, report);
            report.Cells = table.Cells;
        }

        var (bytes, hash) = output.Seal(file.Path, day);
        return new WrittenFile(report, bytes, hash);
    }

    private static List<(School School, IReadOnlyList<ClassGroup> Classes)> Listed(Work work, IReadOnlyDictionary<School, PlannedFile> forms, Region region) =>
    [
        .. region.Schools
            .Where(s => s.Exists(work.Plan.SchoolYear) && !forms.ContainsKey(s))
            .Select(s => (s, (IReadOnlyList<ClassGroup>)[.. Classes.Of(s, work.Plan.SchoolYear, work.GradePlan.ActualGrade).Where(c => SubjectDraw.Writes(c, work))])),
    ];

    private List<(School School, IReadOnlyList<ClassGroup> Classes)> Listed(Work work, IReadOnlyDictionary<School, PlannedFile> forms) =>
        work.Plan.Pupils == PupilLayout.Protocol2022 ? Listed(work, forms, region) : [];

    private DirtSource UnitDirt(Unit unit) =>
        new(region.Options.DirtLevel, KeyedRandom.Key(unit.School.Key, Purpose.DirtUnit, unit.Work.Number));

    private DirtSource FileDirt(Work work, int which) =>
        new(region.Options.DirtLevel, KeyedRandom.Key(region.Seed, Purpose.DirtFile, work.Number, which));
}
