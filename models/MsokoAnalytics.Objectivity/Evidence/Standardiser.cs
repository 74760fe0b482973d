using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Evidence;

/// <summary>Between-class variances found on the way, per subject.</summary>
public sealed record SubjectSpread(int Subject, double OtherTau2, double OwnJournalTau2, double JournalSideTau2, double HardTau2);

/// <summary>Turns raw statistics into z with additive over-dispersion, subject by subject.</summary>
internal static class Standardiser
{
    /// <param name="units">Ordered by subject, grade, year, class.</param>
    public static SubjectSpread[] Apply(IReadOnlyList<UnitRecord> units)
    {
        var spreads = new List<SubjectSpread>();
        foreach (var subject in units.GroupBy(u => u.Subject))
        {
            var rows = subject.ToArray();
            spreads.Add(new SubjectSpread(
                subject.Key,
                Level(rows, u => u.Other, u => u.Participants, EvidenceKind.LevelOther),
                Level(rows, u => u.OwnJournal, u => u.Participants, EvidenceKind.LevelJournal),
                Level(rows, u => u.JournalSide, u => u.Roster, EvidenceKind.JournalLevel),
                Hard(rows)));
            Local(rows, u => u.MisfitRaw, EvidenceKind.Misfit);
            Local(rows, u => u.AgreementRaw, EvidenceKind.Agreement);
        }

        return [.. spreads];
    }

    private static double Level(UnitRecord[] all, Func<UnitRecord, LevelResidual> of, Func<UnitRecord, int> size, EvidenceKind kind)
    {
        var rows = Array.FindAll(all, u => !double.IsNaN(of(u).Mean));
        if (rows.Length == 0) return 0;
        double within = 0, weights = 0;
        foreach (var u in rows)
        {
            within += of(u).Variance * size(u);
            weights += size(u);
        }

        within /= weights;
        var r = Array.ConvertAll(rows, u => of(u).Mean);
        var median = Robust.Median(r);
        for (var i = 0; i < r.Length; i++) r[i] -= median;
        var v = Array.ConvertAll(rows, u => Math.Max(within / Math.Max(size(u), 1), 1e-12));
        var tau2 = Robust.Tau2(r, v);
        for (var i = 0; i < rows.Length; i++) rows[i][kind] = r[i] / Math.Sqrt(v[i] + tau2);
        return tau2;
    }

    private static double Hard(UnitRecord[] all)
    {
        var rows = Array.FindAll(all, u => !double.IsNaN(u.Hard.Sum) && u.Hard.Variance > 0);
        if (rows.Length == 0) return 0;
        var r = Array.ConvertAll(rows, u => u.Hard.Sum / u.Hard.Variance);
        var median = Robust.Median(r);
        for (var i = 0; i < r.Length; i++) r[i] -= median;
        var v = Array.ConvertAll(rows, u => 1 / u.Hard.Variance);
        var tau2 = Robust.Tau2(r, v);
        for (var i = 0; i < rows.Length; i++) rows[i][EvidenceKind.HardItems] = r[i] / Math.Sqrt(v[i] + tau2);
        return tau2;
    }

    /// <summary>Location and spread among the classes of the nearest sizes.</summary>
    private static void Local(UnitRecord[] all, Func<UnitRecord, double> of, EvidenceKind kind)
    {
        var rows = Array.FindAll(all, u => !double.IsNaN(of(u)));
        var sorted = rows.OrderBy(u => u.Participants).ToArray();
        var values = Array.ConvertAll(sorted, u => of(u));
        var neighbours = Math.Max(60, rows.Length / 8);
        for (var a = 0; a < sorted.Length;)
        {
            var b = a + 1;
            while (b < sorted.Length && sorted[b].Participants == sorted[a].Participants) b++;
            var extend = Math.Max(0, FloorHalf(neighbours - (b - a)) + 1);
            var window = values.AsSpan(Math.Max(0, a - extend)..Math.Min(values.Length, b + extend));
            var median = Robust.Median(window);
            var mad = Math.Max(Robust.Mad(window), 1e-6);
            for (var i = a; i < b; i++) sorted[i][kind] = (values[i] - median) / mad;
            a = b;
        }
    }

    private static int FloorHalf(int n) => n >= 0 ? n / 2 : -((1 - n) / 2);
}
