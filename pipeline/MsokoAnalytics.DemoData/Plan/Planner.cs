using MsokoAnalytics.DemoData.Calibration;
using MsokoAnalytics.DemoData.Layouts;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Plan;

/// <summary>Decides what files there will be, before any is written: names, folders, formats, special cases.</summary>
internal sealed class Planner
{
    private readonly Region _region;
    private int _csvFiles;

    public Planner(Region region, WorkProfiles profiles)
    {
        _region = region;
        var options = region.Options;
        var plans = options.Years.Order().Select(YearPlans.Get).ToArray();
        Works = [.. plans.SelectMany(p => Work.Of(p, profiles, region.Seed))];
        LastPlan = plans[^1];
        var special = options.DirtLevel > 0;
        var formWork = Works.FirstOrDefault(w => w.Plan == LastPlan && w.GradePlan.Common.Contains(w.Subject.Code) && w.Subject.Code is not ("РУ" or "МА")) ?? Works[0];
        var reissued = special ? Pick(w => w != formWork && w.Subject.Code == "МА" && (plans.Length == 1 || w.Plan != LastPlan), KeyedRandom.Key(region.Seed, Purpose.Reissue)) : null;
        var hidden = special ? PickHidden(plans, formWork, reissued) : [];
        foreach (var work in Works) Jobs.Add(Job(work, work == formWork, work == reissued, Array.IndexOf(hidden, work)));
        if (special) CsvNamedXlsx = RenameCsv();
    }

    public IReadOnlyList<Work> Works { get; }

    public YearPlan LastPlan { get; }

    public List<WorkJob> Jobs { get; } = [];

    public List<ManifestLine> Manifest { get; } = [];

    /// <summary>The file that is a CSV under the name of a workbook, or null.</summary>
    public string? CsvNamedXlsx { get; }

    private Work? Pick(Func<Work, bool> suits, ulong key)
    {
        var suitable = Works.Where(suits).ToArray();
        return suitable.Length == 0 ? null : new KeyedRandom(key).Pick<Work>(suitable);
    }

    /// <summary>One work of each wave whose layout does not name its work.</summary>
    private Work[] PickHidden(YearPlan[] plans, Work formWork, Work? reissued) =>
    [
        .. plans.Where(p => p.Pupils != PupilLayout.Individual2024)
            .Select((plan, i) => Pick(w => w.Plan == plan && w.Grade >= 6 && w != formWork && w != reissued, KeyedRandom.Key(_region.Seed, Purpose.DirtFile, i)))
            .OfType<Work>(),
    ];

    private WorkJob Job(Work work, bool hasForms, bool reissue, int hidden)
    {
        var layout = PupilLayoutInfo.Of(work.Plan.Pupils);
        var folder = FormattableString.Invariant($"{work.Plan.Folder}/{work.Grade} класс/{work.Subject.Name}");
        var name = $"{folder}/{layout.FileName(work)}";
        if (hidden >= 0)
        {
            const string hiddenFolder = "Разное/Выгрузки";
            name = FormattableString.Invariant($"{hiddenFolder}/export_{hidden + 1:00}");
        }

        // The first issue and its correction are of one format: the pair is about content.
        var pupils = reissue ? new PlannedFile($"{name} (исправлено).xlsx", null) : File(name, work, 0);
        if (hidden >= 0) Manifest.Add(new ManifestLine("Разное/Выгрузки", System.IO.Path.GetFileName(pupils.Path), "", work));
        var suffix = FormattableString.Invariant($"{work.Subject.Name}, {work.Grade} класс. ВПР {work.Plan.Year}");
        var f3 = work.Plan.Pupils == PupilLayout.Individual2024;
        return new WorkJob
        {
            Work = work,
            Pupils = pupils,
            FirstIssue = reissue ? new PlannedFile($"{name}.xlsx", null) : null,
            NoContext = hidden >= 0,
            Marks = File(f3 ? $"{folder}/Ф3_{OfficialReports.MarksName}" : $"{folder}/{OfficialReports.MarksName}. {suffix}", work, 1),
            Journal = File(f3 ? $"{folder}/{OfficialReports.JournalName}" : $"{folder}/{OfficialReports.JournalName}. {suffix}", work, 2),
            Forms = hasForms ? Forms(work) : new Dictionary<School, PlannedFile>(),
        };
    }

    private PlannedFile File(string pathWithoutExtension, Work work, int which)
    {
        if (KeyedRandom.Uniform(KeyedRandom.Key(_region.Seed, Purpose.Format, work.Number, which)) >= _region.Options.CsvShare)
            return new PlannedFile(pathWithoutExtension + ".xlsx", null);
        return new PlannedFile(pathWithoutExtension + ".csv", CsvDialect.All[_csvFiles++ % CsvDialect.All.Length]);
    }

    /// <summary>Forms lie in a folder a school: some named by the login, the others by a number, the login being in the manifest.</summary>
    private Dictionary<School, PlannedFile> Forms(Work work)
    {
        var forms = new Dictionary<School, PlannedFile>();
        var schools = _region.Schools
            .Where(s => s.Kind is SchoolKind.Town or SchoolKind.Rural && s.Exists(work.Plan.SchoolYear))
            .Where(s => Classes.Of(s, work.Plan.SchoolYear, work.GradePlan.ActualGrade).Any(c => SubjectDraw.Writes(c, work)))
            .Take(_region.Options.CollectionFormSchools);
        foreach (var school in schools)
        {
            var login = school.Login(work.Plan.LoginPrefix);
            var folder = FormattableString.Invariant($"{work.Plan.Folder}/Формы сбора/{(forms.Count % 2 == 0 ? login : $"Школа {forms.Count + 1}")}");
            var file = PupilLayoutInfo.CollectionForm.FileName(work) + ".xlsx";
            if (forms.Count % 2 == 1) Manifest.Add(new ManifestLine(folder, file, login, work));
            forms.Add(school, new PlannedFile($"{folder}/{file}", null));
        }

        return forms;
    }

    /// <summary>The last mark statistics that are to be a workbook become a CSV file that only bears a workbook's name.</summary>
    private string? RenameCsv()
    {
        var index = Jobs.FindLastIndex(j => j.Marks.Dialect is null);
        if (index < 0) return null;
        Jobs[index] = Jobs[index] with { Marks = Jobs[index].Marks with { Dialect = CsvDialect.All[1] } };
        return Jobs[index].Marks.Path;
    }
}
