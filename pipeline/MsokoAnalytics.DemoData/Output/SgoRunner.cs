using MsokoAnalytics.DemoData.Plan;
using MsokoAnalytics.DemoData.Sgo;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Output;

/// <summary>Writes the «Сетевой Город» exports of a few classes of the last year.</summary>
internal sealed class SgoRunner(Region region, OutputFolder output, Planner planner)
{
    private const int LowestGrade = 5;
    private const int Grades = 4;

    /// <summary>The journals written, with the paths of their two files.</summary>
    public List<(string Progress, string Card, SgoJournal Journal)> Journals { get; } = [];

    public List<WrittenFile> Run(CancellationToken cancellation)
    {
        var plan = planner.LastPlan;
        var files = new List<WrittenFile>();
        var works = planner.Works.Where(w => w.Plan == plan).ToList();
        var factory = new SgoJournalFactory(region, plan, works);
        var schools = region.Schools.Where(s => s.Kind is SchoolKind.Town or SchoolKind.Gymnasium).DefaultIfEmpty(region.Schools[0]).ToArray();
        for (var i = 0; i < region.Options.SgoClasses; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var round = i / schools.Length;
            var school = schools[i % schools.Length];
            var grade = LowestGrade + (i + round) % Grades;
            var parallel = Classes.Of(school, plan.SchoolYear, grade);
            // A school is met again after all others with its next class; when it has no more classes, there are no more exports.
            if (round / Grades >= parallel.Length) continue;
            var journal = factory.Create(school, grade, parallel[round / Grades], persons: i % 2 == 1);
            var folder = FormattableString.Invariant($"Сетевой Город/{plan.SchoolYear}-{plan.SchoolYear + 1}/{school.Login(plan.LoginPrefix)}");
            var progress = $"{folder}/Отчет об успеваемости {journal.Class}.xlsx";
            var card = $"{folder}/Табель {journal.Class}.xlsx";
            files.Add(Write(progress, "sgo_progress", journal, ProgressReport.Write));
            files.Add(Write(card, "sgo_report_card", journal, ReportCard.Write));
            Journals.Add((progress, card, journal));
        }

        return files;
    }

    private WrittenFile Write(string path, string layout, SgoJournal journal, Action<XlsxWriter, FileReport, SgoJournal> write)
    {
        var report = new FileReport { Path = path, Kind = "sgo", Layout = layout, Format = "xlsx" };
        using (var table = (XlsxWriter)output.Table(new PlannedFile(path, null), 0, inlineStrings: false))
        {
            write(table, report, journal);
            report.Cells = table.Cells;
        }

        var (bytes, hash) = output.Seal(path, journal.To.AddDays(3));
        return new WrittenFile(report, bytes, hash);
    }
}
