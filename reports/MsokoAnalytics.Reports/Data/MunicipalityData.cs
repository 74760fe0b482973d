using System.Collections.Concurrent;

namespace MsokoAnalytics.Reports.Data;

/// <summary>
/// Everything the reports of one municipality and its schools are built from. Results are of all waves (for the dynamics);
/// journal, scores and tasks only of the waves shown.
/// </summary>
internal sealed class MunicipalityData
{
    private readonly Dictionary<(string Work, string Scope, string Id), ResultRow> _results;
    private readonly Dictionary<(string Work, string Scope, string Id), JournalRow> _journal;
    private readonly Dictionary<(string Work, string Scope, string Id), int[]> _scores;
    private readonly Dictionary<(string Work, string Scope, string Id), TaskRow[]> _tasks;
    private readonly ILookup<string, string> _worksOfScope;
    private readonly ConcurrentDictionary<ScopeRef, WorkRow[]> _orderedWorks = [];
    private readonly Dictionary<string, WorkRow> _works;
    private readonly Dictionary<string, string> _subjectNames;
    private readonly ILookup<string, WorkFileRow> _files;

    internal MunicipalityData(
        MunicipalityRow municipality, IEnumerable<SchoolRow> schools, IEnumerable<WorkRow> works, IEnumerable<ResultRow> results,
        IEnumerable<JournalRow> journal, IEnumerable<ScoreRow> scores, IEnumerable<TaskRow> tasks, IEnumerable<WorkFileRow>? files = null)
    {
        _files = (files ?? []).ToLookup(f => f.WorkId, StringComparer.Ordinal);
        Municipality = municipality;
        Schools = [.. schools];
        _works = works.ToDictionary(w => w.WorkId, StringComparer.Ordinal);
        _subjectNames = _works.Values.GroupBy(w => w.Subject, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.MaxBy(w => w.Year)!.SubjectName, StringComparer.Ordinal);
        _results = results.Where(r => r.Writers > 0 && _works.ContainsKey(r.WorkId)).ToDictionary(r => (r.WorkId, r.Scope, r.ScopeId));
        _journal = journal.ToDictionary(r => (r.WorkId, r.Scope, r.ScopeId));
        _tasks = tasks.GroupBy(t => (t.WorkId, t.Scope, t.ScopeId))
            .ToDictionary(g => g.Key, g => g.OrderBy(t => t.TaskNo).ToArray());
        _scores = [];
        foreach (var group in scores.GroupBy(s => (s.WorkId, s.Scope, s.ScopeId)))
        {
            var rows = group.Where(s => s.Score >= 0).ToList();
            if (rows.Count == 0) continue;
            var counts = new int[rows.Max(s => s.Score) + 1];
            foreach (var row in rows) counts[row.Score] += row.N;
            _scores.Add(group.Key, counts);
        }

        _worksOfScope = _results.Values.ToLookup(r => Of(r.Scope, r.ScopeId), r => r.WorkId, StringComparer.Ordinal);
    }

    internal MunicipalityRow Municipality { get; }

    internal IReadOnlyList<SchoolRow> Schools { get; }

    internal ScopeRef MunicipalityScope => new(Scopes.Municipality, Municipality.MunicipalityId);

    internal ScopeRef RegionScope => new(Scopes.Region, Municipality.RegionCode);

    internal static ScopeRef CountryScope => new(Scopes.Country, Scopes.CountryId);

    /// <summary>Works for which the scope has results, in the order of the reports.</summary>
    internal IReadOnlyList<WorkRow> WorksOf(ScopeRef scope, WaveKey? wave = null) =>
        [.. OrderedWorksOf(scope).Where(w => wave is null || w.WaveKey == wave)];

    /// <summary>Orders of schools in lists by wave, once made; see <see cref="Building.BuildContext.Schools"/>.</summary>
    internal ConcurrentDictionary<WaveKey, IReadOnlyList<(SchoolRow School, string Name)>> SchoolLists { get; } = [];

    /// <summary>Keys of all works of these waves.</summary>
    internal IEnumerable<string> WorkIdsOf(IEnumerable<WaveKey> waves)
    {
        var wanted = waves.ToHashSet();
        return _works.Values.Where(w => wanted.Contains(w.WaveKey)).Select(w => w.WorkId).Order(StringComparer.Ordinal);
    }

    /// <summary>Waves for which the scope has results, oldest first.</summary>
    internal IReadOnlyList<WaveKey> WavesOf(ScopeRef scope) => [.. WorksOf(scope).Select(w => w.WaveKey).Distinct().Order()];

    internal ResultRow? Result(WorkRow work, ScopeRef scope) => _results.GetValueOrDefault((work.WorkId, scope.Scope, scope.Id));

    internal JournalRow? Journal(WorkRow work, ScopeRef scope) => _journal.GetValueOrDefault((work.WorkId, scope.Scope, scope.Id));

    /// <summary>Pupils by primary score, index = score; null when the distribution is not known (official rows).</summary>
    internal IReadOnlyList<int>? Scores(WorkRow work, ScopeRef scope) => _scores.GetValueOrDefault((work.WorkId, scope.Scope, scope.Id));

    internal IReadOnlyList<TaskRow> Tasks(WorkRow work, ScopeRef scope) => _tasks.GetValueOrDefault((work.WorkId, scope.Scope, scope.Id)) ?? [];

    /// <summary>Name of a subject by its code; the code itself when no work of ВПР has it.</summary>
    internal string SubjectName(string code) => _subjectNames.GetValueOrDefault(code, code);

    /// <summary>Paths of the files the scope's results of a wave come from; a file of another school is left out.</summary>
    internal IReadOnlyList<string> Files(ScopeRef scope, WaveKey wave) =>
    [
        .. WorksOf(scope, wave).SelectMany(w => _files[w.WorkId])
            .Where(f => f.SchoolId is null || scope.Scope != Scopes.School || string.Equals(f.SchoolId, scope.Id, StringComparison.Ordinal))
            .Select(f => f.Path).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Put in order once: every card asks for the works of the municipality and of all schools.</summary>
    private WorkRow[] OrderedWorksOf(ScopeRef scope) =>
        _orderedWorks.GetOrAdd(scope, s => [.. _worksOfScope[Of(s.Scope, s.Id)].Select(id => _works[id]).Order(WorkOrder.Instance)]);

    private static string Of(string scope, string id) => scope + "|" + id;
}

/// <summary>One group whose results are shown.</summary>
internal readonly record struct ScopeRef(string Scope, string Id);
