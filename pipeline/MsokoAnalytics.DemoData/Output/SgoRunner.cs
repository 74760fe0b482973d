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
    private const int MostClasses = 10;

    /// <summary>The journals written, with the paths of their two files.</summary>
    public List<(string Progress, string Card, SgoJournal Journal)> Journals { get; } = [];

    public List<WrittenFile> Run(CancellationToken cancellation)
    {
        var plan = planner.LastPlan;
        var files = new List<WrittenFile>();
        var works = planner.Works.Where(w => w.Plan == plan).ToList();
        var factory = new SgoJournalFactory(region, plan, works);
        var schools = region.Schools.Where(s => s.Kind is SchoolKind.Town or SchoolKind.Gymnasium).DefaultIfEmpty(region.Schools[0]).ToArray();
        foreach (var (school, grade, group) in Candidates(schools, plan.SchoolYear).Take(region.Options.SgoClasses))
        {
            cancellation.ThrowIfCancellationRequested();
            var persons = Journals.Count % 2 == 1 && region.Options.DirtLevel > 0;
            var journal = factory.Create(school, grade, group, persons);
            var folder = FormattableString.Invariant($"Сетевой Город/{plan.SchoolYear}-{plan.SchoolYear + 1}/{school.Login(plan.LoginPrefix)}");
            var progress = $"{folder}/Отчет об успеваемости {journal.Class}.xlsx";
            var card = $"{folder}/Табель {journal.Class}.xlsx";
            files.Add(Write(progress, "sgo_progress", journal, ProgressReport.Write));
            files.Add(Write(card, "sgo_report_card", journal, ReportCard.Write));
            Journals.Add((progress, card, journal));
        }

        return files;
    }

    /// <summary>Classes in the order they are taken: one of every school, grades in turn; then the schools' next grades; then their second classes.</summary>
    private static IEnumerable<(School School, int Grade, ClassGroup Group)> Candidates(School[] schools, int schoolYear)
    {
        for (var classNumber = 0; classNumber < MostClasses; classNumber++)
            for (var shift = 0; shift < Grades; shift++)
                for (var i = 0; i < schools.Length; i++)
                {
                    var grade = LowestGrade + (i + shift) % Grades;
                    var parallel = Classes.Of(schools[i], schoolYear, grade);
                    if (classNumber < parallel.Length && schools[i].Exists(schoolYear)) yield return (schools[i], grade, parallel[classNumber]);
                }
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
