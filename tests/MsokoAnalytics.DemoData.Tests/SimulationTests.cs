using MsokoAnalytics.DemoData.Calibration;
using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.Tests.Reading;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

/// <summary>Codes, links between files and years, and planted manipulations.</summary>
[Collection(DemoWorldTests.Name)]
public sealed class SimulationTests(DemoWorld world)
{
    [Fact]
    public void Codes_are_unique_in_a_work_and_begin_with_the_actual_grade()
    {
        foreach (var (work, rows) in Results())
        {
            var part = work.Split('-');
            var actual = int.Parse(part[3], System.Globalization.CultureInfo.InvariantCulture) + (part[2] == "autumn" ? 1 : 0);
            Assert.Equal(rows.Count, rows.DistinctBy(r => (r["school_id"], r["participant_code"])).Count());
            Assert.All(rows, r => Assert.StartsWith($"{actual}", r["participant_code"], StringComparison.Ordinal));
            Assert.All(rows, r => Assert.Equal(5, r["participant_code"].Length));
        }
    }

    [Fact]
    public void A_code_links_subjects_of_a_year_with_few_errors_and_never_years()
    {
        double same = 0, all = 0;
        foreach (var grade in new[] { 4, 5, 6, 8 })
        {
            var codes = Codes($"ВПР-2021-spring-0{grade}-РУ-base");
            foreach (var (key, code) in Codes($"ВПР-2021-spring-0{grade}-МА-base").Where(c => codes.ContainsKey(c.Key)))
            {
                all++;
                if (codes[key] == code) same++;
            }
        }

        // 4 % of the pairs of neighbours swap in each work: 8 % ± chance of the codes differ between two works.
        Assert.InRange(1 - same / all, 0.04, 0.12);

        // Grade 4 in spring 2021 is grade 5 a year later: the same pupils, other codes.
        var before = Codes("ВПР-2021-spring-04-РУ-base");
        var after = Codes("ВПР-2022-spring-05-РУ-base");
        var stayed = before.Keys.Where(after.ContainsKey).ToList();
        Assert.InRange(stayed.Count / (double)before.Count, 0.9, 0.99);
        Assert.InRange(stayed.Count(k => before[k][1..] == after[k][1..]) / (double)stayed.Count, 0, 0.2);
    }

    [Fact]
    public void Logins_keep_their_digits_when_the_prefix_changes()
    {
        var by2021 = Logins("vpr_results_2021", "логин школы");
        var by2022 = Logins("vpr_results_2022", "Пользователь");
        Assert.All(by2021, l => Assert.Matches(@"^(sch|ksh)88\d{4}$", l));
        Assert.All(by2022, l => Assert.Matches(@"^(edu|ksh)88\d{4}$", l));
        // Of the 30 schools three have been taken in by others before spring 2022.
        Assert.Equal(27, by2022.Count);
        Assert.Subset(by2021.Select(l => l[3..]).ToHashSet(StringComparer.Ordinal), by2022.Select(l => l[3..]).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void There_is_one_correctional_school_in_forty()
    {
        var region = new Region(new DemoOptions { OutDir = "-" });
        Assert.Equal("ksh880040", Assert.Single(region.Schools, s => s.Kind == SchoolKind.Special).Login("edu"));
    }

    [Fact]
    public void Manipulations_explain_every_difference_between_honest_and_reported()
    {
        var listed = world.Truth("manipulations.csv").Rows.ToDictionary(m => (m["work_id"], m["school_id"], m["class_ordinal"]));
        Assert.Equal(world.Summary.Manipulations, listed.Count);
        var met = new HashSet<(string Work, string School, string Class)>();
        foreach (var (work, rows) in Results())
            foreach (var group in rows.GroupBy(r => (work, r["school_id"], r["class_ordinal"])))
            {
                var scores = group.Count(r => r["absent"] == "0" && r["honest_score"] != r["primary_score"]);
                var journals = group.Count(r => r["absent"] == "0" && r["honest_journal"] != r["journal_mark"]);
                if (!listed.TryGetValue(group.Key, out var planted))
                {
                    Assert.Equal(0, scores);
                    Assert.Equal(0, journals);
                    continue;
                }

                met.Add(group.Key);
                var n = planted.Int("n_changed");
                switch (planted["kind"])
                {
                    case "inflate":
                        Assert.Equal((0, n), (scores, journals));
                        break;
                    case "bump" or "copy_journal" or "lift":
                        Assert.Equal((n, 0), (scores, journals));
                        break;
                    case "absent":
                        Assert.Equal((0, 0), (scores, journals));
                        Assert.True(group.Count(r => r["absent"] == "1") >= n);
                        break;
                    default:
                        // Help and sharing may replace a zero by an X and leave the sum.
                        Assert.True(scores <= n);
                        Assert.Equal(0, journals);
                        break;
                }
            }

        Assert.Equal(listed.Count, met.Count);
        Assert.Equal(7, listed.Values.Select(m => m["kind"]).Distinct().Count());
    }

    [Fact]
    public void Each_manipulation_does_what_its_name_says()
    {
        var region = new Region(new DemoOptions { OutDir = "-", Seed = 2, Schools = 60, Years = [2021], Manipulations = 0 });
        var work = Work.Of(YearPlans.Get(2021), new WorkProfiles(CalibrationFile.Load()), region.Seed).Single(w => w is { Grade: 8, Subject.Code: "РУ" });
        var simulator = new Simulator(region, work);
        var (spikes, lowered, present) = (0, 0, 0);
        foreach (var school in region.Schools)
        {
            if (simulator.Simulate(school) is not { } honest) continue;
            foreach (var kind in Enum.GetValues<ManipulationKind>())
            {
                var unit = honest.Copy();
                var changed = new ManipulationOfClass(unit, 0, unit.Pupils.Length, 3, (ulong)(school.Index * 10 + (int)kind)).Do(kind);
                Assert.Equal(changed, Enumerable.Range(0, unit.Pupils.Length).Count(i => Differs(honest, unit, i)));
                for (var i = 0; i < unit.Pupils.Length; i++) Consistent(kind, honest, unit, i);
                if (kind == ManipulationKind.Bump) spikes += changed;
                if (kind == ManipulationKind.CopyJournal) lowered += unit.Pupils.Count(p => !p.Absent && p.Journal > work.Profile.MarkOf(p.Score));
                if (kind == ManipulationKind.Absent) present += changed;
            }
        }

        Assert.True(spikes > 20 && present > 20);
        Assert.Equal(0, lowered);
    }

    private static void Consistent(ManipulationKind kind, Unit honest, Unit unit, int i)
    {
        ref readonly var before = ref honest.Pupils[i];
        ref readonly var after = ref unit.Pupils[i];
        if (after.Absent)
        {
            Assert.True(before.Absent || kind == ManipulationKind.Absent);
            return;
        }

        var sum = 0;
        for (var j = 0; j < unit.Tasks; j++)
        {
            var score = unit.ScoresOf(i)[j];
            if (score == Unit.X) continue;
            Assert.True(score <= unit.Work.Profile.Tasks.Max(j));
            sum += score;
        }

        Assert.Equal(after.Score, sum);
        switch (kind)
        {
            case ManipulationKind.Bump:
                Assert.True(after.Score == before.Score || unit.Work.Profile.Data.Min.Contains(after.Score));
                break;
            case ManipulationKind.Help or ManipulationKind.Lift:
                Assert.True(after.Score >= before.Score);
                break;
            case ManipulationKind.Inflate:
                Assert.Equal(before.Score, after.Score);
                Assert.True(after.Journal >= before.Journal);
                break;
        }
    }

    private static bool Differs(Unit a, Unit b, int i) =>
        a.Pupils[i].Absent != b.Pupils[i].Absent
        || (!b.Pupils[i].Absent && (a.Pupils[i].Journal != b.Pupils[i].Journal || !a.ScoresOf(i).SequenceEqual(b.ScoresOf(i))));

    private HashSet<string> Logins(string layout, string column) =>
        [.. world.Books("vpr_results").Where(b => b.File["layout"] == layout).SelectMany(b =>
        {
            var table = new PupilTable(b.Sheets, layout);
            Assert.Equal(column, table.Header[table.Login - 1]);
            return table.DataRows().Select(r => table.Sheet.Cell(r, table.Login)!).Distinct();
        })];

    private Dictionary<string, string> Codes(string work) =>
        world.Truth($"results/{work}.csv").Rows.ToDictionary(r => r["pupil_key"], r => r["participant_code"], StringComparer.Ordinal);

    private IEnumerable<(string Work, List<TruthRow> Rows)> Results() =>
        Directory.EnumerateFiles(Path.Combine(world.Summary.TruthDir, "results")).Select(p => Path.GetFileNameWithoutExtension(p)).Select(w => (w, world.Truth($"results/{w}.csv").Rows));
}
