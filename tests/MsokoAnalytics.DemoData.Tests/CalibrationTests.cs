using MsokoAnalytics.DemoData.Calibration;
using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.Tests.Statistics;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

/// <summary>
/// An honest region of 400 schools against the calibrated profiles. A tolerance is four standard errors with schools as
/// clusters (one work has some thousands of pupils but only hundreds of independent schools) plus a stated allowance for what the
/// model leaves out.
/// </summary>
public sealed class CalibrationTests
{
    private const double Sigmas = 4;

    private static readonly Lazy<Region> Honest = new(() => new Region(new DemoOptions { OutDir = "-", Seed = 11, Schools = 400, Municipalities = 60, Years = [2020, 2021], Manipulations = 0, SizeFactor = 1.4 }));

    private static readonly WorkProfiles Profiles = new(CalibrationFile.Load());

    public static TheoryData<int, int, string> Works { get; } = new()
    {
        { 2021, 4, "РУ" }, { 2021, 4, "МА" }, { 2021, 5, "МА" }, { 2021, 6, "ИС" }, { 2021, 7, "АЯ" }, { 2021, 7, "ФИ" }, { 2021, 8, "МА" }, { 2021, 8, "ХИ" }, { 2021, 10, "ГГ" },
        { 2020, 4, "МА" }, { 2020, 5, "РУ" }, { 2020, 7, "ГГ" }, { 2020, 8, "ИС" },
    };

    [Theory]
    [MemberData(nameof(Works))]
    public void Scores_follow_the_histogram(int year, int grade, string subject)
    {
        var (work, pupils) = Simulated(year, grade, subject);
        var data = work.Profile.Data;
        var writers = pupils.Where(p => !p.Result.Absent).ToList();
        double total = data.Histogram.Sum();

        var sd = Math.Sqrt(Moment(data.Histogram, 2) - Math.Pow(Moment(data.Histogram, 1), 2));
        Near(Moment(data.Histogram, 1), ClusterEstimate.Of(writers.Select(p => (p.School, (double)p.Result.Score))), 0.01 * sd, "mean");
        for (var mark = 2; mark <= 5; mark++)
        {
            var share = Enumerable.Range(work.Profile.LowestOf(mark), work.Profile.HighestOf(mark) - work.Profile.LowestOf(mark) + 1).Sum(s => data.Histogram[s]) / total;
            Near(share, ClusterEstimate.Of(writers.Select(p => (p.School, p.Result.Mark == mark ? 1.0 : 0))), 0.005, $"mark {mark}");
        }

        // Ratio of neighbouring cells: a local figure, so clustering hardly matters; its error is that of two Poisson counts.
        foreach (var threshold in data.Min)
        {
            double at = writers.Count(p => p.Result.Score == threshold), below = writers.Count(p => p.Result.Score == threshold - 1);
            var expected = (double)data.Histogram[threshold] / data.Histogram[threshold - 1];
            var error = Math.Sqrt(1 / Math.Max(at, 1) + 1 / Math.Max(below, 1));
            Assert.InRange(Math.Log(at / below / expected), -Sigmas * error - 0.05, Sigmas * error + 0.05);
        }
    }

    [Theory]
    [MemberData(nameof(Works))]
    public void Journal_marks_follow_the_cross_table(int year, int grade, string subject)
    {
        var (work, pupils) = Simulated(year, grade, subject);
        var both = pupils.Where(p => !p.Result.Absent && p.Result.Journal > 0).ToList();
        for (var mark = 2; mark <= 5; mark++)
        {
            var row = both.Where(p => p.Result.Mark == mark).ToList();
            if (row.Count < 200) continue;
            double total = work.Profile.Data.Journal[mark - 2].Sum();
            // Inside a mark the writers are a little stronger than the listed, as above.
            for (var journal = 2; journal <= 5; journal++)
                Near(work.Profile.Data.Journal[mark - 2][journal - 2] / total, ClusterEstimate.Of(row.Select(p => (p.School, p.Result.Journal == journal ? 1.0 : 0))), 0.015, $"ВПР {mark}, журнал {journal}");
        }

        Assert.InRange(pupils.Count(p => p.Result.Journal == 0) / (double)pupils.Count, 0.0002, 0.009);
    }

    [Theory]
    [MemberData(nameof(Works))]
    public void Tasks_are_as_hard_and_as_often_left_out_as_published(int year, int grade, string subject)
    {
        var (work, pupils) = Simulated(year, grade, subject);
        var data = work.Profile.Data;
        var writers = pupils.Where(p => !p.Result.Absent).ToList();
        var rounding = Math.Abs(data.TaskPct.Select((p, j) => p / 100 * data.TaskMax[j]).Sum() - Moment(data.Histogram, 1)) / data.Max;
        for (var j = 0; j < data.TaskMax.Count; j++)
        {
            var task = j;
            // What classes were taught moves points to the middle by up to a point and a half of percent.
            Near(data.TaskPct[j] / 100, ClusterEstimate.Of(writers.Select(p => (p.School, (p.Scores[task] == Unit.X ? 0.0 : p.Scores[task]) / data.TaskMax[task]))), 0.025 + 3 * rounding, $"task {j + 1}");
            Near(data.TaskXPct[j] / 100, ClusterEstimate.Of(writers.Select(p => (p.School, p.Scores[task] == Unit.X ? 1.0 : 0))), 0.01 + 0.05 * data.TaskXPct[j] / 100, $"X of task {j + 1}");
        }

        Assert.All(writers, p => Assert.Equal(p.Result.Score, p.Scores.Sum(s => s == Unit.X ? 0 : s)));
    }

    [Theory]
    [MemberData(nameof(Works))]
    public void Schools_differ_as_much_as_published(int year, int grade, string subject)
    {
        var (work, pupils) = Simulated(year, grade, subject);
        var (icc, error) = ClusterEstimate.Icc(pupils.Where(p => !p.Result.Absent).Select(p => (p.School, (double)p.Result.Score)));
        // Spikes and ceilings take a little of the latent correlation; municipalities and classes add a little.
        Assert.InRange(icc - work.Profile.Data.Icc, -Sigmas * error - 0.03, Sigmas * error + 0.03);
    }

    [Theory]
    [MemberData(nameof(Works))]
    public void As_many_are_absent_as_published(int year, int grade, string subject)
    {
        var (work, pupils) = Simulated(year, grade, subject);
        Near(work.Profile.Data.AbsentPct / 100, ClusterEstimate.Of(pupils.Select(p => (p.School, p.Result.Absent ? 1.0 : 0))), 0.01, "absent");
    }

    [Fact]
    public void Two_subjects_of_a_pupil_correlate_as_in_reality()
    {
        foreach (var grade in new[] { 4, 5, 6, 8 })
        {
            var russian = Simulated(2021, grade, "РУ").Pupils.Where(p => !p.Result.Absent).ToDictionary(p => p.Result.PupilKey, p => (double)p.Result.Score);
            var pairs = Simulated(2021, grade, "МА").Pupils.Where(p => !p.Result.Absent && russian.ContainsKey(p.Result.PupilKey)).Select(p => (X: russian[p.Result.PupilKey], Y: (double)p.Result.Score)).ToList();
            var (mx, my) = (pairs.Average(p => p.X), pairs.Average(p => p.Y));
            var r = pairs.Sum(p => (p.X - mx) * (p.Y - my)) / Math.Sqrt(pairs.Sum(p => (p.X - mx) * (p.X - mx)) * pairs.Sum(p => (p.Y - my) * (p.Y - my)));
            // domain.md §3.8: .56–.65.
            Assert.InRange(r, 0.54, 0.67);
        }
    }

    [Fact]
    public void Schools_and_classes_have_real_sizes()
    {
        var region = Honest.Value;
        var parallels = region.Schools.Select(s => Classes.Of(s, 2020, 5)).ToList();
        var sizes = parallels.SelectMany(p => p).Select(c => c.Size).Order().ToList();
        // domain.md §3.8: class size p5/50/95 = 3/20/30, 21–23 % of schools below ten pupils in a work.
        Assert.InRange(sizes[sizes.Count / 20], 2, 9);
        Assert.InRange(sizes[sizes.Count / 2], 17, 25);
        Assert.InRange(sizes[^1], 28, 30);
        Assert.InRange(parallels.Count(p => p.Sum(c => c.Size) < 10) / (double)parallels.Count, 0.08, 0.3);
        var perSchool = parallels.ConvertAll(p => p.Sum(c => c.Size));
        Assert.InRange(perSchool.Average(), 30, 50);
        Assert.Equal(10, region.Schools.Count(s => s.Kind == SchoolKind.Special));
        Assert.All(region.Municipalities, m => Assert.NotEmpty(m.Schools));
    }

    [Fact]
    public void One_school_in_six_is_renamed_from_year_to_year()
    {
        var schools = new Region(new DemoOptions { OutDir = "-", Schools = 3000, Municipalities = 71 }).Schools.Where(s => s.Kind != SchoolKind.Special).ToList();
        var changed = schools.Count(s => Normalised(s.Name(2021)) != Normalised(s.Name(2022))) / (double)schools.Count;
        // .17 ± 4.5 binomial errors of 3000 schools.
        Assert.InRange(changed, 0.17 - 4.5 * Math.Sqrt(0.17 * 0.83 / 3000), 0.17 + 4.5 * Math.Sqrt(0.17 * 0.83 / 3000));
        Assert.True(schools.GroupBy(s => s.Name(2021)).Max(g => g.Count()) >= 6, "no short name is shared by several schools");
    }

    [Fact]
    public void Random_subjects_are_drawn_class_by_class()
    {
        // A third of the classes of grade 8 writes each of three sciences; foreign languages split.
        var region = Honest.Value;
        var plan = YearPlans.Get(2021);
        var works = Work.Of(plan, Profiles, region.Seed).ToDictionary(w => (w.Grade, w.Subject.Code));
        var classes = region.Schools.SelectMany(s => Classes.Of(s, plan.SchoolYear, 8)).ToList();
        foreach (var code in new[] { "БИ", "ФИ", "ХИ", "ИС", "ОБ", "ГГ" })
            Assert.InRange(classes.Count(c => SubjectDraw.Writes(c, works[(8, code)])) / (double)classes.Count, 0.26, 0.41);
        Assert.All(classes, c => Assert.Single(new[] { "БИ", "ФИ", "ХИ" }, code => SubjectDraw.Writes(c, works[(8, code)])));
        var seventh = region.Schools.SelectMany(s => Classes.Of(s, plan.SchoolYear, 7)).ToList();
        Assert.All(seventh, c => Assert.Single(new[] { "АЯ", "НЯ" }, code => SubjectDraw.Writes(c, works[(7, code)])));
    }

    private static string Normalised(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);

    private static void Near(double expected, ClusterEstimate estimate, double allowance, string what)
    {
        var tolerance = Sigmas * estimate.StandardError + allowance;
        Assert.True(Math.Abs(estimate.Mean - expected) <= tolerance, $"{what}: {estimate.Mean:0.0000} instead of {expected:0.0000} ± {tolerance:0.0000} (n = {estimate.Count})");
    }

    private static double Moment(IReadOnlyList<int> histogram, int power) => histogram.Select((h, t) => h * Math.Pow(t, power)).Sum() / histogram.Sum();

    private static (Work Work, List<Row> Pupils) Simulated(int year, int grade, string subject)
    {
        var region = Honest.Value;
        var work = Work.Of(YearPlans.Get(year), Profiles, region.Seed).Single(w => w.Grade == grade && w.Subject.Code == subject);
        var simulator = new Simulator(region, work);
        var rows = new List<Row>();
        foreach (var school in region.Schools.Where(s => s.Kind != SchoolKind.Special))
        {
            if (simulator.Simulate(school) is not { } unit) continue;
            for (var i = 0; i < unit.Pupils.Length; i++) rows.Add(new Row(school.Index, unit.Pupils[i], unit.ScoresOf(i).ToArray()));
        }

        return (work, rows);
    }

    private sealed record Row(int School, PupilResult Result, byte[] Scores);
}
