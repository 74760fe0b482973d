using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.Simulation;

/// <summary>The results of a school as they stood before a correction: a few pupils have one point less in one task.</summary>
internal static class FirstIssue
{
    private const double WrongShare = 0.03;

    public static Unit Of(Unit corrected, ulong seed)
    {
        var random = new KeyedRandom(KeyedRandom.Key(KeyedRandom.Key(seed, Purpose.Reissue, corrected.Work.Number), corrected.School.Key));
        var unit = corrected.Copy();
        for (var i = 0; i < unit.Pupils.Length; i++)
        {
            ref var pupil = ref unit.Pupils[i];
            if (pupil.Absent || !random.Chance(WrongShare)) continue;
            var scores = unit.ScoresOf(i);
            var task = random.NextInt(scores.Length);
            if (scores[task] is 0 or Unit.X) continue;
            unit.WrongScores.Add((i, task + 1, scores[task] - 1, scores[task]));
            scores[task]--;
            pupil.Score--;
            pupil.Mark = unit.Work.Profile.MarkOf(pupil.Score);
        }

        return unit;
    }
}
