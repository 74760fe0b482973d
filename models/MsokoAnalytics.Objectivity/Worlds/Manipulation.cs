using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Worlds;

/// <summary>Work of one pupil before it becomes a row.</summary>
internal sealed class PupilWork
{
    public required double Ability { get; init; }

    public required int Journal { get; init; }

    public required sbyte[] Items { get; set; }

    public bool Present { get; set; }

    public int Score
    {
        get
        {
            var sum = 0;
            foreach (var x in Items) sum += x;
            return sum;
        }
    }
}

/// <summary>Six ways to manipulate the ВПР of a class.</summary>
internal static class Manipulation
{
    private static readonly (double Window, double Share)[] BumpStrength = [(.03, .5), (.05, .7), (.08, .9)];
    private static readonly (double Items, double Share)[] HelpStrength = [(.2, .2), (.3, .4), (.4, .75)];
    private static readonly (double Copiers, double Share)[] ShareStrength = [(.3, .6), (.5, .75), (.75, .9)];
    private static readonly double[] CopyStrength = [.4, .7, 1];
    private static readonly double[] AbsentStrength = [.3, .55, .8];
    private static readonly double[] LiftStrength = [.12, .22, .35];

    /// <summary>Shift of the journal of a lenient teacher by strength, logits.</summary>
    public static readonly double[] InflateShift = [.5, .9, 1.3];

    /// <returns>Number of pupils whose record changed.</returns>
    public static int Apply(Mechanism kind, int strength, WorldTest test, IReadOnlyList<PupilWork> roster, SplitRandom random)
    {
        var present = roster.Where(p => p.Present).ToArray();
        return kind switch
        {
            Mechanism.Bump => Bump(BumpStrength[strength], test, present, random),
            Mechanism.Help => Help(HelpStrength[strength], test, present, random),
            Mechanism.Share => Share(ShareStrength[strength], present, random),
            Mechanism.CopyJournal => CopyJournal(CopyStrength[strength], test, present, random),
            Mechanism.Absent => Absent(AbsentStrength[strength], roster, random),
            Mechanism.Lift => Lift(LiftStrength[strength], test, present, random),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    /// <summary>Moves a work to a total by changing random items, those of several points three times more often.</summary>
    public static void MoveTo(PupilWork work, int total, WorldTest test, SplitRandom random)
    {
        var items = (sbyte[])work.Items.Clone();
        var sum = work.Score;
        Span<double> weight = stackalloc double[items.Length];
        while (sum != total)
        {
            var up = total > sum;
            double all = 0;
            for (var j = 0; j < items.Length; j++)
            {
                var room = up ? items[j] < test.Maxima[j] : items[j] > 0;
                all += weight[j] = room ? (test.Maxima[j] > 1 ? 3 : 1) : 0;
            }

            var pick = random.Uniform() * all;
            var at = -1;
            for (var j = 0; j < items.Length; j++)
            {
                if (weight[j] == 0) continue;
                at = j;
                pick -= weight[j];
                if (pick < 0) break;
            }

            if (at < 0) break;
            items[at] += (sbyte)(up ? 1 : -1);
            sum += up ? 1 : -1;
        }

        work.Items = items;
    }

    private static int Bump((double Window, double Share) s, WorldTest test, PupilWork[] present, SplitRandom random)
    {
        var window = (int)Math.Ceiling(s.Window * test.MaxScore);
        var changed = 0;
        foreach (var pupil in present)
        {
            var score = pupil.Score;
            var goal = Array.Find(test.Thresholds, t => score < t && score >= t - window);
            if (goal == 0 || !random.Chance(s.Share)) continue;
            MoveTo(pupil, goal, test, random);
            changed++;
        }

        return changed;
    }

    private static int Help((double Items, double Share) s, WorldTest test, PupilWork[] present, SplitRandom random)
    {
        var count = test.Maxima.Length;
        var seen = Array.ConvertAll(test.Location, l => l + random.Normal(.8));
        var hardest = Enumerable.Range(0, count).OrderByDescending(j => seen[j]).Take((int)Math.Ceiling(s.Items * count)).ToArray();
        var changed = 0;
        foreach (var pupil in present)
        {
            var items = (sbyte[])pupil.Items.Clone();
            foreach (var j in hardest)
                if (random.Chance(s.Share)) items[j] = (sbyte)test.Maxima[j];
            changed += Replace(pupil, items);
        }

        return changed;
    }

    private static int Share((double Copiers, double Share) s, PupilWork[] present, SplitRandom random)
    {
        var copiers = (int)Math.Round(s.Copiers * present.Length, MidpointRounding.AwayFromZero);
        var best = present.OrderByDescending(p => p.Score).Take((int)Math.Ceiling(copiers / 5.0)).ToArray();
        if (best.Length == 0) return 0;
        var others = present.Except(best).ToArray();
        for (var i = others.Length - 1; i > 0; i--)
        {
            var k = random.Below(i + 1);
            (others[i], others[k]) = (others[k], others[i]);
        }

        var changed = 0;
        foreach (var pupil in others.Take(copiers))
        {
            var source = best[random.Below(best.Length)].Items;
            var items = (sbyte[])pupil.Items.Clone();
            for (var j = 0; j < items.Length; j++)
                if (random.Chance(s.Share)) items[j] = source[j];
            changed += Replace(pupil, items);
        }

        return changed;
    }

    private static int CopyJournal(double share, WorldTest test, PupilWork[] present, SplitRandom random)
    {
        var changed = 0;
        foreach (var pupil in present)
        {
            int mark = test.Mark(pupil.Score), goal;
            if (mark == pupil.Journal || !random.Chance(share)) continue;
            if (mark < pupil.Journal) goal = Math.Min(test.Thresholds[pupil.Journal - 3] + random.Below(3), test.MaxScore);
            else if (random.Chance(.5)) goal = Math.Max(0, test.Thresholds[pupil.Journal - 2] - 1 - random.Below(3));
            else continue;
            MoveTo(pupil, goal, test, random);
            changed++;
        }

        return changed;
    }

    private static int Absent(double share, IReadOnlyList<PupilWork> roster, SplitRandom random)
    {
        var seen = roster.Select(p => p.Ability + random.Normal(.3)).ToArray();
        var weakest = Enumerable.Range(0, roster.Count).OrderBy(i => seen[i]).Take((int)Math.Round(.3 * roster.Count, MidpointRounding.AwayFromZero));
        var changed = 0;
        foreach (var i in weakest)
        {
            if (!random.Chance(share) || !roster[i].Present) continue;
            roster[i].Present = false;
            changed++;
        }

        return changed;
    }

    private static int Lift(double share, WorldTest test, PupilWork[] present, SplitRandom random)
    {
        var changed = 0;
        foreach (var pupil in present)
        {
            var items = (sbyte[])pupil.Items.Clone();
            for (var j = 0; j < items.Length; j++)
                if (items[j] < test.Maxima[j] && random.Chance(share)) items[j]++;
            changed += Replace(pupil, items);
        }

        return changed;
    }

    private static int Replace(PupilWork pupil, sbyte[] items)
    {
        if (items.AsSpan().SequenceEqual(pupil.Items)) return 0;
        pupil.Items = items;
        return 1;
    }
}
