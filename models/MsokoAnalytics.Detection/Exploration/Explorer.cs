namespace MsokoAnalytics.Detection.Exploration;

/// <summary>
/// Looks for unusual rows of a table, each group by itself, with several detectors at once. For exploring only: how unusual a row is says nothing
/// about why, and an honest strong class is as unusual as a manipulated one.
/// </summary>
/// <param name="Detectors">At least one.</param>
/// <param name="MinRows">Smaller groups are not judged.</param>
public sealed record Explorer(IReadOnlyList<IAnomalyDetector> Detectors, int MinRows = 20)
{
    /// <param name="data">Rows × features.</param>
    /// <param name="groups">Group of each row; rows are compared within their group only.</param>
    public Findings Explore(FeatureMatrix data, IReadOnlyList<string> groups)
    {
        if (groups.Count != data.Rows) throw new ArgumentException("one group per row", nameof(groups));
        var rows = new List<UnusualRow>();
        var notes = new List<string>();
        var small = new List<string>();
        foreach (var group in Enumerable.Range(0, data.Rows).GroupBy(i => groups[i], StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            int[] members = [.. group];
            if (members.Length < MinRows) small.Add($"{Label(group.Key)} ({members.Length})");
            else rows.AddRange(Judge(data, group.Key, members, notes));
        }

        return new Findings([.. rows.OrderByDescending(r => r.Unusualness).ThenBy(r => r.Row)], notes, small);
    }

    private List<UnusualRow> Judge(FeatureMatrix data, string group, int[] members, List<string> notes)
    {
        var part = data.Select(members);
        var medians = Quantiles.Medians(part);
        var fits = new List<(string Name, FittedDetector Fitted, double[] Scores, double[] Places)>();
        foreach (var detector in Detectors)
        {
            try
            {
                var fitted = detector.Fit(part);
                var scores = fitted.Score(part);
                fits.Add((detector.Name, fitted, scores, Places(scores)));
            }
            catch (DetectionException e)
            {
                notes.Add($"{Label(group)}: {detector.Name} не применён: {e.Message}");
            }
        }

        if (fits.Count == 0) return [];
        return [.. Enumerable.Range(0, members.Length).Select(i => new UnusualRow(
            members[i], group, members.Length, fits.Average(f => f.Places[i]), fits.ToDictionary(f => f.Name, f => f.Scores[i], StringComparer.Ordinal),
            Reasons(part, i, medians, fits.Select(f => f.Fitted))))];
    }

    /// <summary>Share of the rows that are at most as unusual, (0; 1], ties by their middle.</summary>
    private static double[] Places(double[] scores)
    {
        var sorted = (double[])scores.Clone();
        Array.Sort(sorted);
        return Array.ConvertAll(scores, s =>
        {
            var first = Array.IndexOf(sorted, s);
            var last = Array.LastIndexOf(sorted, s);
            return ((first + last) / 2.0 + 1) / scores.Length;
        });
    }

    /// <summary>Features by their mean share in the scores of all detectors, largest first.</summary>
    private static IReadOnlyList<Reason> Reasons(FeatureMatrix part, int row, double[] medians, IEnumerable<FittedDetector> detectors)
    {
        var share = new double[part.Columns];
        foreach (var parts in detectors.Select(d => d.Explain(part.Row(row))))
        {
            var whole = parts.Sum(v => Math.Max(v, 0));
            if (whole <= 0) continue;
            for (var j = 0; j < share.Length; j++) share[j] += Math.Max(parts[j], 0) / whole;
        }

        var sum = share.Sum();
        return [.. Enumerable.Range(0, share.Length).Where(j => share[j] > 0).OrderByDescending(j => share[j])
            .Select(j => new Reason(part.Names[j], part[row, j], medians[j], share[j] / sum))];
    }

    private static string Label(string group) => group.Length == 0 ? "вся таблица" : group;
}
