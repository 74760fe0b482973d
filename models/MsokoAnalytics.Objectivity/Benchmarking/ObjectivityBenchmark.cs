using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;
using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Benchmarking;

/// <summary>Figures of one method over the worlds of a scenario. NaN = not defined (no list, no cases).</summary>
/// <param name="Name">Name of the method.</param>
/// <param name="Auc">Area under the curve, mean over worlds.</param>
/// <param name="Top5">Precision in the best 5 %, mean over worlds.</param>
/// <param name="Recall5">Recall of the longest list with a true false share of at most 5 %, mean over worlds.</param>
/// <param name="Recall10">The same at 10 %.</param>
/// <param name="List5">The method's own list at q = 5 %, pooled over worlds.</param>
/// <param name="List10">The method's own list at q = 10 %.</param>
/// <param name="Honest">Share of honest units of each kind in the list at q = 10 %.</param>
/// <param name="RecallByMechanism">Recall of the list at q = 10 % by mechanism.</param>
public sealed record MethodFigures(
    string Name, double Auc, double Top5, double Recall5, double Recall10, ListFigures? List5, ListFigures? List10,
    IReadOnlyDictionary<string, double> Honest, IReadOnlyDictionary<Mechanism, double> RecallByMechanism)
{
    /// <summary>Another method that was given our context and calibration.</summary>
    public bool HasOurContext { get; init; }
}

/// <summary>A list: entries, share of false ones among them, share of the cases in it.</summary>
public sealed record ListFigures(int Entries, double FalseShare, double Recall);

/// <summary>Figures that only our method has.</summary>
/// <param name="Units">Units judged, all worlds.</param>
/// <param name="Manipulated">Of them manipulated.</param>
/// <param name="MechanismRight">Share of true entries of the list at q = 10 %, but those of generous marking («lift», which looks like help), with the mechanism named rightly.</param>
/// <param name="Schools">School level by scope.</param>
/// <param name="CalibrationError">Mean |predicted − observed| over twenty bins of the posterior, weighted.</param>
/// <param name="BrierSkill">1 − Brier/Brier of the base rate.</param>
/// <param name="LeniencyAuc">zG against journal leniency planted.</param>
/// <param name="Rho">Estimated background rounding, mean.</param>
/// <param name="Seconds">Processor time of the detection per world, seconds.</param>
/// <param name="Calibration">Twenty bins of the posterior, empty ones left out.</param>
public sealed record OwnFigures(
    int Units, int Manipulated, double MechanismRight, IReadOnlyDictionary<SchoolScope, SchoolFigures> Schools, double CalibrationError, double BrierSkill, double LeniencyAuc, double Rho, double Seconds,
    IReadOnlyList<CalibrationBin> Calibration);

/// <summary>Units whose posterior lies in one twentieth: its mean, the share of them manipulated, their number.</summary>
public sealed record CalibrationBin(double Predicted, double Observed, int Units);

/// <summary>Figures of the school level over one work, one year or all years.</summary>
/// <param name="Auc">Affected schools against the others, mean over worlds.</param>
/// <param name="List5">List at q = 5 %, pooled over worlds.</param>
/// <param name="List10">List at q = 10 %.</param>
public sealed record SchoolFigures(double Auc, ListFigures List5, ListFigures List10);

/// <summary>Result of a scenario.</summary>
public sealed record BenchmarkResult(string Scenario, IReadOnlyList<long> Seeds, IReadOnlyList<MethodFigures> Methods, OwnFigures Own);

/// <summary>Runs every method on generated worlds and compares with the truth.</summary>
public static class ObjectivityBenchmark
{
    /// <summary>Of the other methods with our context and calibration, the best so many by recall at a true false share of 10 % are shown.</summary>
    private const int BestOthers = 2;

    /// <summary>Names of the honest kinds whose share in the list is counted.</summary>
    public static readonly string[] HonestKinds = ["все честные", "гимназии", "сельские", "честный рост", "верхние 5 %", "мягкий журнал"];

    /// <param name="scenario">Name of the scenario.</param>
    /// <param name="seeds">Seeds of the worlds.</param>
    /// <param name="models">Models to judge by.</param>
    /// <param name="tier">Data to be taken away first.</param>
    /// <exception cref="ArgumentException">Unknown scenario.</exception>
    public static BenchmarkResult Run(string scenario, IReadOnlyList<long> seeds, ModelSet models, DataTier tier = DataTier.T2) =>
        Run(scenario, seeds, tier, world => DetectedWorld.Directly(world, models));

    /// <param name="scenario">Name of the scenario.</param>
    /// <param name="seeds">Seeds of the worlds.</param>
    /// <param name="tier">Data to be taken away first.</param>
    /// <param name="detect">Runs the detection on a world.</param>
    /// <exception cref="ArgumentException">Unknown scenario.</exception>
    public static BenchmarkResult Run(string scenario, IReadOnlyList<long> seeds, DataTier tier, Func<GeneratedWorld, DetectedWorld> detect)
    {
        var parameters = Scenarios.Find(scenario) ?? throw new ArgumentException("Unknown scenario.", nameof(scenario));
        var collected = new Dictionary<string, Collector>(StringComparer.Ordinal);
        var names = new List<string>();
        var own = new OwnCollector();
        var calibrated = BaselineSet.Default.For(tier, parameters.Years == 1);
        foreach (var seed in seeds)
        {
            var world = WorldGenerator.Generate(parameters, seed);
            var detected = detect(world with { Data = TierMask.Apply(world.Data, tier) });
            var (data, scores, truth) = (detected.Data, detected.Scores, detected.Truth);
            own.Seconds += detected.Seconds;
            if (scores.Units.Length == 0) continue;
            var units = Array.ConvertAll(scores.Units, u => u.Unit);
            var posterior = Array.ConvertAll(scores.Units, u => u.Posterior);
            var alone = Array.ConvertAll(scores.Units, u => u.Alone);
            var others = Baselines.All(data, units, detected.Types).ToArray();
            var methods = others
                .Concat(calibrated.Select(c => c.Apply(units, Array.Find(others, m => m.Name == c.Method)!.Score)))
                .Append(new MethodResult("наш метод, только сам класс", Array.ConvertAll(scores.Units, u => u.LogOdds), BayesianFdr.Flag(alone, .05), BayesianFdr.Flag(alone, .10)))
                .Append(new MethodResult("наш метод, полный", posterior, BayesianFdr.Flag(posterior, .05), BayesianFdr.Flag(posterior, .10)));
            var high = ClassFeatures.RobustZ(units, Array.ConvertAll(units, u => u.MeanY));
            var limit = high.OrderDescending().ElementAtOrDefault((int)(.05 * high.Length));
            foreach (var method in methods)
            {
                if (!collected.TryGetValue(method.Name, out var collector))
                {
                    names.Add(method.Name);
                    collected[method.Name] = collector = new Collector();
                }

                collector.Add(method, truth, u => Kinds(units[u], truth[u], detected.Types, high[u] >= limit));
            }

            own.Add(scores, truth);
        }

        var figures = names.Select(n => collected[n].Figures(n)).ToArray();
        var withContext = calibrated.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var best = figures.Where(f => withContext.Contains(f.Name)).OrderByDescending(f => f.Recall10).ThenByDescending(f => f.Auc).Take(BestOthers).Select(f => f.Name).ToArray();
        return new BenchmarkResult(
            scenario, seeds, [.. figures.Where(f => !withContext.Contains(f.Name) || best.Contains(f.Name)).Select(f => f with { HasOurContext = best.Contains(f.Name) })],
            own.Figures(seeds.Count));
    }

    private static bool[] Kinds(UnitRecord unit, UnitTruth truth, SchoolType[] types, bool top) =>
        [true, types[unit.School] == SchoolType.Gymnasium, types[unit.School] == SchoolType.Rural, truth.Improved, top, truth.Kind == Mechanism.Inflate];

    private sealed class Collector
    {
        private readonly List<double> _auc = [];
        private readonly List<double> _top = [];
        private readonly List<double> _recall5 = [];
        private readonly List<double> _recall10 = [];
        private readonly int[] _honest = new int[HonestKinds.Length];
        private readonly int[] _honestFlagged = new int[HonestKinds.Length];
        private readonly int[] _cases = new int[8];
        private readonly int[] _found = new int[8];
        private bool _lists;
        private (int Entries, int Hits) _five;
        private (int Entries, int Hits) _ten;
        private int _manipulated;

        public void Add(MethodResult method, UnitTruth[] truth, Func<int, bool[]> kinds)
        {
            var kept = Enumerable.Range(0, truth.Length).Where(u => truth[u].Counts).ToArray();
            var score = Array.ConvertAll(kept, u => method.Score[u]);
            var isCase = Array.ConvertAll(kept, u => truth[u].IsManipulated);
            _manipulated += isCase.Count(c => c);
            if (isCase.Any(c => c))
            {
                _auc.Add(RankingMeasures.Auc(score, isCase));
                _top.Add(RankingMeasures.PrecisionAtTop(score, isCase, .05));
                _recall5.Add(RankingMeasures.RecallAtFalseShare(score, isCase, .05));
                _recall10.Add(RankingMeasures.RecallAtFalseShare(score, isCase, .10));
            }

            if (method.Flag5 is null || method.Flag10 is null) return;
            _lists = true;
            foreach (var u in kept)
            {
                var hit = truth[u].IsManipulated;
                if (method.Flag5[u]) _five = (_five.Entries + 1, _five.Hits + (hit ? 1 : 0));
                if (method.Flag10[u]) _ten = (_ten.Entries + 1, _ten.Hits + (hit ? 1 : 0));
                if (hit)
                {
                    _cases[(int)truth[u].Kind]++;
                    if (method.Flag10[u]) _found[(int)truth[u].Kind]++;
                    continue;
                }

                var of = kinds(u);
                for (var k = 0; k < of.Length; k++)
                {
                    if (!of[k]) continue;
                    _honest[k]++;
                    if (method.Flag10[u]) _honestFlagged[k]++;
                }
            }
        }

        public MethodFigures Figures(string name) => new(
            name, Mean(_auc), Mean(_top), Mean(_recall5), Mean(_recall10), List(_five), List(_ten),
            _lists ? Enumerable.Range(0, _honest.Length).ToDictionary(k => HonestKinds[k], k => _honest[k] == 0 ? double.NaN : (double)_honestFlagged[k] / _honest[k]) : [],
            _lists ? Enumerable.Range(1, 6).ToDictionary(k => (Mechanism)k, k => _cases[k] == 0 ? double.NaN : (double)_found[k] / _cases[k]) : []);

        private ListFigures? List((int Entries, int Hits) list) =>
            _lists ? new ListFigures(list.Entries, list.Entries == 0 ? 0 : 1 - ((double)list.Hits / list.Entries), _manipulated == 0 ? double.NaN : (double)list.Hits / _manipulated) : null;

        private static double Mean(List<double> values) => values.Count == 0 ? double.NaN : values.Average();
    }

    private sealed class OwnCollector
    {
        private readonly List<double> _posterior = [];
        private readonly List<bool> _isCase = [];
        private readonly Dictionary<SchoolScope, SchoolCollector> _schools = Enum.GetValues<SchoolScope>().ToDictionary(s => s, s => new SchoolCollector(s));
        private readonly List<double> _leniency = [];
        private double _rho;
        private int _named;
        private int _right;

        public double Seconds { get; set; }

        public void Add(Scores scores, UnitTruth[] truth)
        {
            var flags = BayesianFdr.Flag(Array.ConvertAll(scores.Units, u => u.Posterior), .10);
            _rho += scores.Rho;
            for (var u = 0; u < truth.Length; u++)
            {
                if (!truth[u].Counts) continue;
                _posterior.Add(scores.Units[u].Posterior);
                _isCase.Add(truth[u].IsManipulated);
                if (!flags[u] || !truth[u].IsManipulated || truth[u].Kind == Mechanism.Lift) continue;
                _named++;
                if (scores.Units[u].Mechanism == truth[u].Kind) _right++;
            }

            var units = Enumerable.Range(0, truth.Length).Where(u => !double.IsNaN(scores.Units[u].Unit[EvidenceKind.JournalLevel])).ToArray();
            _leniency.Add(RankingMeasures.Auc(Array.ConvertAll(units, u => scores.Units[u].Unit[EvidenceKind.JournalLevel]), Array.ConvertAll(units, u => truth[u].Kind == Mechanism.Inflate)));
            foreach (var scope in Enum.GetValues<SchoolScope>()) _schools[scope].Add(Array.FindAll(scores.Schools, s => s.Scope == scope), truth);
        }

        public OwnFigures Figures(int worlds)
        {
            var cases = _isCase.Count(c => c);
            var rate = (double)cases / Math.Max(_isCase.Count, 1);
            double brier = 0;
            var bins = Enumerable.Range(0, _posterior.Count).GroupBy(i => Math.Min((int)(_posterior[i] * 20), 19)).OrderBy(g => g.Key)
                .Select(g => new CalibrationBin(g.Average(i => _posterior[i]), g.Average(i => _isCase[i] ? 1.0 : 0), g.Count())).ToArray();
            var error = bins.Sum(b => Math.Abs(b.Predicted - b.Observed) * b.Units);
            for (var i = 0; i < _posterior.Count; i++)
            {
                var gap = _posterior[i] - (_isCase[i] ? 1 : 0);
                brier += gap * gap;
            }

            var n = Math.Max(_posterior.Count, 1);
            return new OwnFigures(
                _posterior.Count, cases, _named == 0 ? double.NaN : (double)_right / _named, _schools.ToDictionary(s => s.Key, s => s.Value.Figures()), error / n,
                rate is 0 or 1 ? double.NaN : 1 - (brier / n / (rate * (1 - rate))), Mean(_leniency), _rho / worlds, Seconds / worlds, bins);
        }

        private static double Mean(List<double> values)
        {
            var known = values.Where(v => !double.IsNaN(v)).ToArray();
            return known.Length == 0 ? double.NaN : known.Average();
        }
    }
}
