namespace MsokoAnalytics.Models.Tests.Oracle;

/// <summary>
/// The marts computed anew in plain C# from the generated pupils: loops and doubles, no SQL, none of the models' code. Rows are
/// keyed by text; values are doubles (null = NULL) or text.
/// </summary>
internal sealed class Marts
{
    private const double Z = 1.959963984540054;
    private readonly Scenario _scenario;
    private readonly Dictionary<int, string> _municipalityOfSchool = [];

    public Marts(Scenario scenario)
    {
        _scenario = scenario;
        for (var school = 0; school < Scenario.SchoolMunicipality.Count; school++) _municipalityOfSchool[school] = MunicipalityOf(school);
        foreach (var group in Objects()) Count(group.Work, group.Scope, group.Id, group.Pupils);
        AddOfficialRows();
        Reconcile();
    }

    public Dictionary<string, object?[]> WorkResults { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, object?[]> JournalComparison { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, object?[]> JournalMatrix { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, object?[]> ScoreDistribution { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, object?[]> TaskResults { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, object?[]> Reconciliation { get; } = new(StringComparer.Ordinal);

    internal static bool IsWriter(Pupil pupil) => pupil is { Attendance: "present", Score: not null };

    /// <summary>Mark of a writer: the file's, else by the scale.</summary>
    internal static int? MarkOf(Pupil pupil)
    {
        if (pupil.Attendance != "present") return null;
        if (pupil.Mark is not null) return pupil.Mark;
        var bounds = Scenario.Works[pupil.Work].Bounds;
        if (bounds is null || pupil.Score is null) return null;
        var mark = 2;
        foreach (var bound in bounds)
            if (pupil.Score >= bound) mark++;
        return mark;
    }

    private string MunicipalityOf(int school)
    {
        var municipality = Scenario.SchoolMunicipality[school];
        var isNamed = _scenario.Pupils.Any(p => p.School == school && p.Place != PlaceForm.Nothing);
        if (municipality is null || !isNamed) return "22_unknown";
        var isCodeSeen = _scenario.Pupils.Any(p => p.Place == PlaceForm.CodeAndName && Scenario.SchoolMunicipality[p.School] == municipality);
        return isCodeSeen
            ? Scenario.MunicipalityCode(municipality.Value)
            : "22_n-" + (municipality switch { 1 => "первый", 2 => "второй", _ => "третий" });
    }

    internal IEnumerable<(int Work, string Scope, string Id, List<Pupil> Pupils)> Objects()
    {
        for (var w = 0; w < Scenario.Works.Count; w++)
        {
            var work = Scenario.Works[w];
            var pupils = _scenario.Pupils.Where(p => p.Work == w).ToList();
            var municipalities = pupils.Select(p => _municipalityOfSchool[p.School]).Where(m => m != "22_unknown").Distinct().Count();
            if (municipalities >= 2) yield return (w, "region", Scenario.Region, pupils);
            foreach (var group in pupils.GroupBy(p => _municipalityOfSchool[p.School])) yield return (w, "municipality", group.Key, group.ToList());
            foreach (var group in pupils.GroupBy(p => p.School)) yield return (w, "school", Scenario.SchoolId(group.Key), group.ToList());
            foreach (var group in pupils.Where(p => p.ClassLabel is not null).GroupBy(p => (p.School, p.ClassLabel)))
                yield return (w, "class", $"{Scenario.SchoolId(group.Key.School)}-{work.AcademicYear}-{work.ActualGrade}-{group.Key.ClassLabel}", group.ToList());
        }
    }

    private static string Key(int work, string scope, string id, params object[] rest) =>
        string.Join('|', new object[] { Scenario.Works[work].Id, scope, id }.Concat(rest));

    private void Count(int w, string scope, string id, List<Pupil> pupils)
    {
        var work = Scenario.Works[w];
        var writers = pupils.Where(IsWriter).ToList();
        var scores = writers.Select(p => (double)p.Score!.Value).ToList();
        double? mean = scores.Count == 0 ? null : scores.Average();
        double? sd = scores.Count < 2 ? null : Math.Sqrt(scores.Sum(s => (s - mean!.Value) * (s - mean.Value)) / (scores.Count - 1));
        var marks = writers.Select(MarkOf).OfType<int>().ToList();
        var (n2, n3, n4, n5) = (marks.Count(m => m == 2), marks.Count(m => m == 3), marks.Count(m => m == 4), marks.Count(m => m == 5));
        var sources = writers.Where(p => MarkOf(p) is not null).Select(p => p.Mark is not null ? "file" : work.MarkSource).Distinct().ToList();
        WorkResults[Key(w, scope, id)] =
        [
            (double)pupils.Count, (double)writers.Count, (double)pupils.Count(p => p.Attendance == "absent"), (double)writers.Select(p => p.School).Distinct().Count(),
            mean, sd, mean * 100 / work.Max, (double)marks.Count, (double)n2, (double)n3, (double)n4, (double)n5,
            .. Shares(n3 + n4 + n5, n4 + n5, marks.Count), sources.Count switch { 0 => null, 1 => sources[0], _ => "mixed" }, "computed",
        ];
        CountJournal(w, scope, id, writers);
        if (writers.Count == 0) return;
        for (var score = 0; score <= work.Max; score++)
            ScoreDistribution[Key(w, scope, id, score)] = [(double)writers.Count(p => p.Score == score)];
        for (var t = 0; t < work.TaskMax.Length; t++)
        {
            var cells = writers.Select(p => p.Tasks[t]).OfType<int>().ToList();
            TaskResults[Key(w, scope, id, t + 1)] =
            [
                $"{t + 1}К", (double)work.TaskMax[t], cells.Count == 0 ? null : 100 * cells.Average(c => Math.Max(c, 0) / (double)work.TaskMax[t]),
                cells.Count == 0 ? null : 100.0 * cells.Count(c => c == -1) / cells.Count, (double)cells.Count,
            ];
        }
    }

    private void CountJournal(int w, string scope, string id, List<Pupil> writers)
    {
        var pairs = writers.Where(p => MarkOf(p) is not null && p.Journal is not null).Select(p => (Mark: MarkOf(p)!.Value, Journal: p.Journal!.Value)).ToList();
        if (pairs.Count == 0) return;
        var (lowered, confirmed, raised) = (pairs.Count(p => p.Mark < p.Journal), pairs.Count(p => p.Mark == p.Journal), pairs.Count(p => p.Mark > p.Journal));
        JournalComparison[Key(w, scope, id)] = JournalRow(pairs.Count, lowered, confirmed, raised, pairs.Count(p => Math.Abs(p.Mark - p.Journal) > 1), "computed");
        foreach (var pair in pairs.GroupBy(p => p)) JournalMatrix[Key(w, scope, id, pair.Key.Mark, pair.Key.Journal)] = [(double)pair.Count()];
    }

    private static object?[] JournalRow(int n, int lowered, int confirmed, int raised, int? gap, string source) =>
    [
        (double)n, (double)lowered, (double)confirmed, (double)raised, (double?)gap, 100.0 * lowered / n, 100.0 * confirmed / n, 100.0 * raised / n,
        Wilson(lowered, n, -1), Wilson(lowered, n, 1), Wilson(raised, n, -1), Wilson(raised, n, 1), source,
    ];

    private static IEnumerable<object?> Shares(int passed, int good, int n) => n == 0
        ? [null, null, null, null, null, null]
        : [100.0 * passed / n, 100.0 * good / n, Wilson(passed, n, -1), Wilson(passed, n, 1), Wilson(good, n, -1), Wilson(good, n, 1)];

    /// <summary>The textbook form (Wilson 1927), unlike the one in the SQL.</summary>
    private static double Wilson(int k, int n, int side)
    {
        var p = (double)k / n;
        var centre = p + (Z * Z / (2 * n));
        var half = Z * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4.0 * n * n)));
        return Math.Clamp(100 * (centre + (side * half)) / (1 + (Z * Z / n)), 0, 100);
    }

    private void AddOfficialRows()
    {
        foreach (var m in _scenario.Marks.Where(m => m.Scope is "country" or "region"))
            WorkResults.TryAdd(
                Key(m.Work, m.Scope, m.ScopeId),
                [
                    null, (double)m.N, null, (double?)m.Schools, null, null, null, (double)m.N, (double)m.N2, (double)m.N3, (double)m.N4, (double)m.N5,
                    .. Shares(m.N3 + m.N4 + m.N5, m.N4 + m.N5, m.N), "official", "official",
                ]);
        foreach (var j in _scenario.Journals.Where(j => j.Scope is "country" or "region"))
        {
            var row = JournalRow(j.N, j.Lowered, j.Confirmed, j.Raised, null, "official");
            (row[5], row[6], row[7]) = ((double)ScenarioLoader.Share(j.Lowered, j.N), (double)ScenarioLoader.Share(j.Confirmed, j.N), (double)ScenarioLoader.Share(j.Raised, j.N));
            JournalComparison.TryAdd(Key(j.Work, j.Scope, j.ScopeId), row);
        }
    }

    private void Reconcile()
    {
        foreach (var m in _scenario.Marks)
        {
            var ours = Computed(WorkResults, m.Work, m.Scope, m.ScopeId);
            var n = (double?)ours?[7];
            Compare("mark_statistics", m.Work, m.Scope, m.ScopeId, "n_participants", (double?)ours?[1], m.N, 0);
            if (m.Schools is not null) Compare("mark_statistics", m.Work, m.Scope, m.ScopeId, "n_schools", (double?)ours?[3], m.Schools.Value, 0);
            var counts = new[] { m.N2, m.N3, m.N4, m.N5 };
            for (var i = 0; i < 4; i++)
            {
                var own = (double?)ours?[8 + i];
                Compare("mark_statistics", m.Work, m.Scope, m.ScopeId, $"n{i + 2}", own, counts[i], 0);
                Compare("mark_statistics", m.Work, m.Scope, m.ScopeId, $"pct{i + 2}", n > 0 ? 100 * own / n : null, (double)ScenarioLoader.Share(counts[i], m.N), 0.015);
            }
        }

        foreach (var j in _scenario.Journals)
        {
            var ours = Computed(JournalComparison, j.Work, j.Scope, j.ScopeId);
            var names = new[] { "lowered", "confirmed", "raised" };
            var counts = new[] { j.Lowered, j.Confirmed, j.Raised };
            Compare("journal_comparison", j.Work, j.Scope, j.ScopeId, "n_both", (double?)ours?[0], j.N, 0);
            for (var i = 0; i < 3; i++)
            {
                Compare("journal_comparison", j.Work, j.Scope, j.ScopeId, "n_" + names[i], (double?)ours?[1 + i], counts[i], 0);
                Compare("journal_comparison", j.Work, j.Scope, j.ScopeId, names[i] + "_pct", (double?)ours?[5 + i], (double)ScenarioLoader.Share(counts[i], j.N), 0.015);
            }
        }

        AddMissing("mark_statistics", "n_participants", WorkResults, 1, _scenario.Marks.Select(m => (m.Work, Key(m.Work, m.Scope, m.ScopeId))));
        AddMissing("journal_comparison", "n_both", JournalComparison, 0, _scenario.Journals.Select(j => (j.Work, Key(j.Work, j.Scope, j.ScopeId))));
    }

    private static object?[]? Computed(Dictionary<string, object?[]> mart, int work, string scope, string id) =>
        mart.TryGetValue(Key(work, scope, id), out var row) && Equals(row[^1], "computed") ? row : null;

    private void Compare(string kind, int work, string scope, string id, string metric, double? ours, double official, double tolerance)
    {
        var difference = ours - official;
        var verdict = ours is null ? "нет наших данных" : Math.Abs(difference!.Value) <= tolerance + 1e-9 ? "совпадает" : "расходится";
        Reconciliation[kind + "|" + Key(work, scope, id, metric)] = [ours, official, difference, tolerance, verdict];
    }

    /// <summary>Objects of ours that no official row speaks about; of a work without the table at all, its municipalities only.</summary>
    private void AddMissing(
        string kind, string metric, Dictionary<string, object?[]> mart, int column, IEnumerable<(int Work, string Key)> officialRows)
    {
        var official = officialRows.ToList();
        foreach (var (key, row) in mart.Where(r => Equals(r.Value[^1], "computed")))
        {
            var parts = key.Split('|');
            var isCovered = official.Any(o => Scenario.Works[o.Work].Id == parts[0]);
            if (parts[1] == "class" || official.Any(o => o.Key == key) || (!isCovered && parts[1] != "municipality")) continue;
            Reconciliation[$"{kind}|{key}|{metric}"] = [row[column], null, null, 0.0, "нет официальных"];
        }
    }
}
