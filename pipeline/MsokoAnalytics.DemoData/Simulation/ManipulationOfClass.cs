using MsokoAnalytics.DemoData.Calibration;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Simulation;

/// <summary>One manipulation of one class in one work. Every method returns the number of pupils changed.</summary>
internal sealed class ManipulationOfClass(Unit unit, int first, int size, int strength, ulong key)
{
    private readonly WorkProfile _profile = unit.Work.Profile;
    private KeyedRandom _random = new(key);

    public int Do(ManipulationKind kind) => kind switch
    {
        ManipulationKind.Bump => Bump(),
        ManipulationKind.Help => Help(),
        ManipulationKind.Share => Share(),
        ManipulationKind.CopyJournal => CopyJournal(),
        ManipulationKind.Absent => KeepAway(),
        ManipulationKind.Lift => Lift(),
        _ => InflateJournal(),
    };

    private T By<T>(T weak, T medium, T strong) => strength switch { 1 => weak, 2 => medium, _ => strong };

    /// <summary>Pupils up to ⌈f·max⌉ points below a boundary get the points with probability q.</summary>
    private int Bump()
    {
        var (f, q) = By((0.03, 0.5), (0.05, 0.7), (0.08, 0.9));
        var reach = (int)Math.Ceiling(f * _profile.Max);
        var changed = 0;
        for (var i = first; i < first + size; i++)
        {
            if (unit.Pupils[i].Absent) continue;
            foreach (var threshold in _profile.Data.Min)
            {
                var missing = threshold - unit.Pupils[i].Score;
                if (missing < 1 || missing > reach || !_random.Chance(q)) continue;
                MoveTo(i, threshold);
                changed++;
                break;
            }
        }

        return changed;
    }

    /// <summary>The ⌈f·tasks⌉ hardest tasks are set to the maximum with probability q each.</summary>
    private int Help()
    {
        var (f, q) = By((0.2, 0.2), (0.3, 0.4), (0.4, 0.75));
        var noise = Enumerable.Range(0, unit.Tasks).Select(_ => 20 * _random.NextNormal()).ToArray();
        var hardest = Enumerable.Range(0, unit.Tasks).OrderBy(j => _profile.Data.TaskPct[j] + noise[j]).Take((int)Math.Ceiling(f * unit.Tasks)).ToArray();
        var changed = 0;
        for (var i = first; i < first + size; i++)
        {
            if (unit.Pupils[i].Absent) continue;
            var touched = false;
            foreach (var j in hardest)
            {
                if (!_random.Chance(q)) continue;
                ref var score = ref unit.ScoresOf(i)[j];
                touched |= score != _profile.Tasks.Max(j);
                score = (byte)_profile.Tasks.Max(j);
            }

            if (touched) changed++;
            SumUp(i);
        }

        return changed;
    }

    /// <summary>A share r of the class copies each task with probability q from one of the best.</summary>
    private int Share()
    {
        var (r, q) = By((0.3, 0.6), (0.5, 0.75), (0.75, 0.9));
        var writers = Enumerable.Range(first, size).Where(i => !unit.Pupils[i].Absent).OrderByDescending(i => unit.Pupils[i].Score).ThenBy(i => i).ToArray();
        var copiers = (int)Math.Round(r * writers.Length);
        var sources = (copiers + 4) / 5;
        if (sources == 0 || sources >= writers.Length) return 0;
        var rest = writers[sources..];
        _random.Shuffle<int>(rest);
        var changed = 0;
        foreach (var i in rest.Take(copiers))
        {
            var from = unit.ScoresOf(writers[_random.NextInt(sources)]);
            var to = unit.ScoresOf(i);
            var touched = false;
            for (var j = 0; j < to.Length; j++)
            {
                if (!_random.Chance(q)) continue;
                touched |= to[j] != from[j];
                to[j] = from[j];
            }

            if (touched) changed++;
            SumUp(i);
        }

        return changed;
    }

    /// <summary>With probability q a score is moved into the journal's mark; downwards only half as often.</summary>
    private int CopyJournal()
    {
        var q = By(0.4, 0.7, 1.0);
        var changed = 0;
        for (var i = first; i < first + size; i++)
        {
            ref readonly var pupil = ref unit.Pupils[i];
            if (pupil.Absent || pupil.Journal == 0) continue;
            var mark = _profile.MarkOf(pupil.Score);
            if (mark == pupil.Journal || !_random.Chance(q)) continue;
            var few = _random.NextInt(3);
            if (pupil.Journal > mark) MoveTo(i, Math.Min(_profile.LowestOf(pupil.Journal) + few, _profile.HighestOf(pupil.Journal)));
            else if (_random.Chance(0.5)) MoveTo(i, Math.Max(_profile.HighestOf(pupil.Journal) - few, _profile.LowestOf(pupil.Journal)));
            else continue;
            changed++;
        }

        return changed;
    }

    /// <summary>Of the weakest 30 % each stays at home with probability q.</summary>
    private int KeepAway()
    {
        var q = By(0.3, 0.55, 0.8);
        var noise = Enumerable.Range(0, size).Select(_ => 0.3 * _random.NextNormal()).ToArray();
        var weakest = Enumerable.Range(first, size).OrderBy(i => unit.Pupils[i].Level + noise[i - first]).Take((int)Math.Round(0.3 * size)).ToArray();
        var changed = 0;
        foreach (var i in weakest)
        {
            if (unit.Pupils[i].Absent || !_random.Chance(q)) continue;
            unit.Pupils[i].Absent = true;
            changed++;
        }

        return changed;
    }

    /// <summary>Every task below its maximum gets one point more with probability q.</summary>
    private int Lift()
    {
        var q = By(0.12, 0.22, 0.35);
        var changed = 0;
        for (var i = first; i < first + size; i++)
        {
            if (unit.Pupils[i].Absent) continue;
            var scores = unit.ScoresOf(i);
            var touched = false;
            for (var j = 0; j < scores.Length; j++)
            {
                var points = scores[j] == Unit.X ? 0 : scores[j];
                if (points >= _profile.Tasks.Max(j) || !_random.Chance(q)) continue;
                scores[j] = (byte)(points + 1);
                touched = true;
            }

            if (touched) changed++;
            SumUp(i);
        }

        return changed;
    }

    /// <summary>Journal marks go up a step with a probability that grows with strength.</summary>
    private int InflateJournal()
    {
        var q = By(0.2, 0.4, 0.6);
        var changed = 0;
        for (var i = first; i < first + size; i++)
        {
            ref var pupil = ref unit.Pupils[i];
            if (pupil.Journal is 0 or 5 || !_random.Chance(q)) continue;
            pupil.Journal++;
            if (!pupil.Absent) changed++;
        }

        return changed;
    }

    /// <summary>Adds or takes points at random tasks, those of several points three times as likely, until the total is reached.</summary>
    private void MoveTo(int pupil, int total)
    {
        var scores = unit.ScoresOf(pupil);
        var current = unit.Pupils[pupil].Score;
        while (current != total)
        {
            var up = current < total;
            double weight = 0;
            var chosen = -1;
            for (var j = 0; j < scores.Length; j++)
            {
                var points = scores[j] == Unit.X ? 0 : scores[j];
                if (up ? points >= _profile.Tasks.Max(j) : points == 0) continue;
                var w = _profile.Tasks.Max(j) > 1 ? 3.0 : 1.0;
                weight += w;
                if (_random.NextDouble() * weight < w) chosen = j;
            }

            var now = scores[chosen] == Unit.X ? 0 : scores[chosen];
            scores[chosen] = (byte)(up ? now + 1 : now - 1);
            current += up ? 1 : -1;
        }

        unit.Pupils[pupil].Score = total;
    }

    private void SumUp(int pupil)
    {
        var sum = 0;
        foreach (var score in unit.ScoresOf(pupil)) if (score != Unit.X) sum += score;
        unit.Pupils[pupil].Score = sum;
    }
}
