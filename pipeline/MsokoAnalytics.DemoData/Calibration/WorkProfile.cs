using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.Calibration;

/// <summary>What the simulation needs of one calibrated work: scores by latent level, marks, journal marks, tasks, X.</summary>
internal sealed class WorkProfile
{
    private readonly double[] _cumulative;
    private readonly double[][] _journalCuts;

    public WorkProfile(CalibrationWork data)
    {
        Data = data;
        double total = data.Histogram.Sum();
        _cumulative = new double[data.Max + 1];
        double sum = 0;
        for (var s = 0; s <= data.Max; s++) _cumulative[s] = (sum += data.Histogram[s]) / total;
        _cumulative[data.Max] = 1;
        _journalCuts = [.. data.Journal.Select(Cuts)];
        Tasks = new TaskModel(data.TaskMax, data.TaskEase, data.TaskSlope, [.. data.Histogram.Select(h => (double)h)]);
        var zero = Tasks.Moments().Zero;
        XGivenZero = [.. data.TaskXPct.Select((x, j) => Math.Clamp(x / 100 / Math.Max(zero[j], 1e-6), 0, 0.97))];
        Difficulty = [.. data.TaskPct.Select(p => p >= 55 ? "Б" : p >= 25 ? "П" : "В")];
    }

    public CalibrationWork Data { get; }

    public int Max => Data.Max;

    public TaskModel Tasks { get; }

    /// <summary>P(X | score 0) of each task.</summary>
    public double[] XGivenZero { get; }

    /// <summary>Б, П or В of each task, by its mean.</summary>
    public string[] Difficulty { get; }

    /// <summary>The primary score at a standard normal latent level: the histogram's quantile.</summary>
    public int ScoreAt(double z)
    {
        var index = Array.BinarySearch(_cumulative, NormalDistribution.Cdf(z));
        return Math.Min(index < 0 ? ~index : index, Max);
    }

    /// <summary>The mark 2…5 the scale gives for a primary score.</summary>
    public int MarkOf(int score) => score < Data.Min[0] ? 2 : score < Data.Min[1] ? 3 : score < Data.Min[2] ? 4 : 5;

    /// <summary>Lowest score of a mark 2…5.</summary>
    public int LowestOf(int mark) => mark == 2 ? 0 : Data.Min[mark - 3];

    /// <summary>Highest score of a mark 2…5.</summary>
    public int HighestOf(int mark) => mark == 5 ? Max : Data.Min[mark - 2] - 1;

    /// <summary>Where a latent level stands among the levels that get the same mark, as a standard normal value.</summary>
    public double RankWithinMark(double z, int mark)
    {
        var low = mark == 2 ? 0 : _cumulative[LowestOf(mark) - 1];
        var high = _cumulative[HighestOf(mark)];
        var share = (NormalDistribution.Cdf(z) - low) / (high - low);
        return NormalDistribution.Quantile(Math.Clamp(share, 0.0005, 0.9995));
    }

    /// <summary>The journal mark 2…5 at a standard normal level <paramref name="e"/>, given the ВПР mark: the row of the cross-table.</summary>
    public int JournalAt(int mark, double e)
    {
        var cuts = _journalCuts[mark - 2];
        return e < cuts[0] ? 2 : e < cuts[1] ? 3 : e < cuts[2] ? 4 : 5;
    }

    private static double[] Cuts(IReadOnlyList<int> row)
    {
        double total = row.Sum();
        var cuts = new double[3];
        double sum = 0;
        for (var i = 0; i < 3; i++)
        {
            sum += row[i] / total;
            cuts[i] = sum <= 0 ? double.NegativeInfinity : sum >= 1 ? double.PositiveInfinity : NormalDistribution.Quantile(sum);
        }

        return cuts;
    }
}
