using MsokoAnalytics.Objectivity.Benchmarking;
using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Tests.Worlds;
using MsokoAnalytics.Objectivity.Training;
using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Tests.Analysis;

/// <summary>The other methods of the benchmark.</summary>
public class BaselineTests
{
    private static readonly GeneratedWorld World = WorldGenerator.Generate(new WorldParameters { Schools = 12, Years = 2, Prone = .5, TeacherProne = .6, OnlyStrength = 2 }, 81);
    private static readonly LabelledUnits Labelled = LabelledUnits.Of(World, DataTier.T2, 0);

    [Fact]
    public void Every_method_has_a_line_and_a_calibration_in_the_shipped_file()
    {
        string[] names = [.. Baselines.All(Labelled.Data, Labelled.Units, World.Types).Select(m => m.Name)];
        string[] wanted = ["официальный алгоритм 2019", "ФИОКО-2018 (реконструкция)", "расширенные правила", "INVALSI (нечёткие кластеры)"];
        Assert.Superset(wanted.ToHashSet(), names.ToHashSet());
        foreach (var detector in new[] { "Isolation Forest", "ECOD", "MCD", "PCA как в ML.NET" })
            foreach (var columns in new[] { "показатели класса", "наши признаки" }) Assert.Contains($"{detector}, {columns}", names);
        Assert.Equal(names.Length, names.Distinct().Count());
        foreach (var tier in new[] { DataTier.T1, DataTier.T2, DataTier.T3, DataTier.T4 })
            foreach (var oneYear in new[] { false, true }) Assert.Equal(names, BaselineSet.Default.For(tier, oneYear).Select(c => c.Method));
    }

    [Fact]
    public void The_benchmark_shows_two_methods_with_our_context_and_ours_last()
    {
        var methods = ObjectivityBenchmark.Run("small", [302], ModelSet.Default).Methods;
        Assert.Equal(2, methods.Count(m => m.Name.EndsWith("контекст и калибровка", StringComparison.Ordinal)));
        Assert.Equal("наш метод, полный", methods[^1].Name);
        foreach (var other in methods.Where(m => m.Name.EndsWith("контекст и калибровка", StringComparison.Ordinal)))
            Assert.True(other.Auc > methods.Single(m => other.Name.StartsWith(m.Name + " +", StringComparison.Ordinal)).Auc, other.Name);
    }

    [Fact]
    public void Scores_do_not_depend_on_the_number_of_threads()
    {
        var one = Threads.OnOne(() => Baselines.All(Labelled.Data, Labelled.Units, World.Types).ToArray());
        foreach (var (many, single) in Baselines.All(Labelled.Data, Labelled.Units, World.Types).Zip(one))
        {
            Assert.Equal(single.Score, many.Score);
            Assert.All(many.Score, s => Assert.True(double.IsFinite(s), many.Name));
        }
    }

    [Fact]
    public void Calibration_is_repeatable_bit_by_bit()
    {
        var plan = new TrainingPlan(5, 2, 8);
        Assert.Equal(BaselineTrainer.Train(plan).ToJson(), Threads.OnOne(() => BaselineTrainer.Train(plan)).ToJson());
    }

    [Fact]
    public void Context_is_the_mean_of_the_others_without_the_unit_itself()
    {
        // School 1, subject 0: class 1 in two years, class 2 in one; subject 1: class 1. School 2: one class.
        UnitRecord[] units = [Unit(1, 1, 0, 1), Unit(1, 1, 0, 2), Unit(1, 2, 0, 1), Unit(1, 1, 1, 1), Unit(2, 3, 0, 1)];
        double[] ratios = [1, 3, -2, .5, 4];
        (double Series, double Parallel, double School, double Alone)[] expected = [(3, -2, .5, 0), (1, -2, .5, 0), (0, 2, .5, 1), (0, 0, 2.0 / 3, 1), (0, 0, 0, 1)];
        var seen = 0;
        ContextBaseline.Rows(units, ratios, (u, row) =>
        {
            seen++;
            Assert.Equal(expected[u].Series, row[3], 12);
            Assert.Equal(expected[u].Parallel, row[5], 12);
            Assert.Equal(expected[u].School, row[7], 12);
            Assert.Equal(expected[u].Alone, row[12]);
        });
        Assert.Equal(5, seen);
    }

    [Fact]
    public void Plain_figures_are_robust_z_within_the_test()
    {
        // Three classes of five; shares of the maximum .2, .4, .9: median .4, MAD 1.4826·.2.
        var rows = new List<RosterRow>();
        int[][] scores = [[2, 2, 2, 2, 2], [4, 4, 4, 4, 4], [8, 9, 9, 9, 10]];
        sbyte[][] journal = [[3, 3, 3, 3, 3], [3, 4, 5, 4, 4], [3, 4, 4, 4, 5]];
        for (var c = 0; c < 3; c++)
            for (var i = 0; i < 5; i++) rows.Add(new RosterRow((5 * c) + i, c, c, (short)scores[c][i], journal[c][i], null));
        var data = new ObjectivityData([AssessmentTest.Create(0, 5, 1, [], 10, [3, 5, 8], rows)], 15);
        UnitRecord[] units = [.. Enumerable.Range(0, 3).Select(c => new UnitRecord
        {
            Test = 0, ClassIndex = c, Class = c, School = c, Subject = 0, Grade = 5, Year = 1, Participants = 5, Roster = 5, MaxScore = 10, MeanScore = scores[c].Average(), MeanY = 0,
        })];
        var columns = RawFeatures.Of(data, units, ClassFeatures.Of(data, units)).ToDictionary(c => c.Name, c => c.Values);
        Assert.Equal(15, columns.Count);
        var mad = 1.4826 * .2;
        double[] mean = [-.2 / mad, 0, .5 / mad];
        for (var u = 0; u < 3; u++) Assert.Equal(mean[u], columns["mean"][u], 3);
        // Works at a threshold (3, 5, 8) or one point above it: none, all (4), four of five (8, 9, 9, 9).
        double[] near = [0, 1, .8];
        var nearMad = 1.4826 * .2;
        for (var u = 0; u < 3; u++) Assert.Equal((near[u] - .8) / nearMad, columns["near"][u], 3);
        // Equal scores or marks have no correlation: the usual value stands in; a single known one has no spread.
        Assert.Equal([0.0, 0, 0], columns["journal"]);
    }

    private static UnitRecord Unit(int school, int number, int subject, int year) => new()
    {
        Test = 0, ClassIndex = 0, Class = number, School = school, Subject = subject, Grade = 5, Year = year, Participants = 20, Roster = 20, MaxScore = 30, MeanY = 0,
    };
}
