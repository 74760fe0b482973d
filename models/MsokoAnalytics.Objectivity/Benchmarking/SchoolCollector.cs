using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Numerics;
using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Benchmarking;

/// <summary>Gathers the school level of one scope over worlds.</summary>
internal sealed class SchoolCollector(SchoolScope scope)
{
    private readonly List<double> _auc = [];
    private (int Entries, int Hits) _five;
    private (int Entries, int Hits) _ten;
    private int _affected;

    public void Add(ScoredSchool[] schools, UnitTruth[] truth)
    {
        // A work with one class at the school has its flag already.
        var listed = scope == SchoolScope.Work ? Array.FindAll(schools, s => s.Units.Length > 1) : schools;
        var posterior = Array.ConvertAll(listed, s => s.Posterior);
        var affected = Array.ConvertAll(listed, s => SchoolGroups.IsAffected(scope, s.Units.Count(u => truth[u].IsManipulated), s.Units.Length));
        var auc = RankingMeasures.Auc(posterior, affected);
        if (!double.IsNaN(auc)) _auc.Add(auc);
        _affected += affected.Count(a => a);
        _five = Add(_five, BayesianFdr.Flag(posterior, .05), affected);
        _ten = Add(_ten, BayesianFdr.Flag(posterior, .10), affected);
    }

    public SchoolFigures Figures() => new(_auc.Count == 0 ? double.NaN : _auc.Average(), List(_five), List(_ten));

    private static (int Entries, int Hits) Add((int Entries, int Hits) sum, bool[] flags, bool[] affected)
    {
        for (var i = 0; i < flags.Length; i++)
            if (flags[i]) sum = (sum.Entries + 1, sum.Hits + (affected[i] ? 1 : 0));
        return sum;
    }

    private ListFigures List((int Entries, int Hits) list) =>
        new(list.Entries, list.Entries == 0 ? 0 : 1 - ((double)list.Hits / list.Entries), _affected == 0 ? double.NaN : (double)list.Hits / _affected);
}
