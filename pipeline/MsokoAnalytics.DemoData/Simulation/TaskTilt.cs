using MsokoAnalytics.DemoData.Calibration;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Simulation;

/// <summary>
/// What a class was taught well and what badly: points move between tasks of a pupil, the total staying as it is, so that the
/// task profile of a school differs from the region's.
/// </summary>
internal static class TaskTilt
{
    private const double ClassTaskSd = 0.3;
    private const double SchoolTaskSd = 0.25;

    public static void Fill(Span<double> tilt, School school, ClassGroup group, Work work)
    {
        var random = new KeyedRandom(KeyedRandom.Key(group.Key, Purpose.ClassTask, work.Number));
        var schoolRandom = new KeyedRandom(KeyedRandom.Key(school.Key, Purpose.ClassTask, work.Number));
        foreach (ref var t in tilt) t = ClassTaskSd * random.NextNormal() + SchoolTaskSd * schoolRandom.NextNormal();
    }

    /// <summary>Metropolis moves of one point from task to task, towards exp(Σ x·tilt) times the model.</summary>
    public static void Apply(Span<byte> scores, ReadOnlySpan<double> tilt, TaskModel model, int total, ref KeyedRandom random)
    {
        var theta = model.Theta(total);
        for (var move = 0; move < scores.Length; move++)
        {
            var from = random.NextInt(scores.Length);
            var to = random.NextInt(scores.Length);
            if (from == to || scores[from] == 0 || scores[to] == model.Max(to)) continue;
            var gain = theta[to] + tilt[to] - theta[from] - tilt[from];
            if (gain < 0 && !random.Chance(Math.Exp(gain))) continue;
            scores[from]--;
            scores[to]++;
        }
    }
}
