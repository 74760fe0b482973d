using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Inference;

/// <summary>
/// Log odds of every unit under an explicit model of who may teach whom. A school is clean or prone to one mechanism; each of its teachers of a subject is honest, lenient
/// in the journal or used to one mechanism (<see cref="TeacherStates"/>); a class has one of them and keeps him from one year to the next with the chance 1 − <see cref="Change"/>.
/// Teachers are never known: the likelihoods of the class's other years, of its parallels and of the school's other subjects are summed over all combinations and
/// assignments (forward and backward along the years of a class). The unit's own likelihoods enter once, at the end.
/// </summary>
internal static class TeacherNetwork
{
    /// <summary>Chance that a class gets its teacher drawn anew between two years.</summary>
    private const double Change = .25;

    /// <summary>Chance that a teacher used to a mechanism applies it to a class in a year.</summary>
    private const double Active = .7;

    /// <summary>Ratios of other units count for less: honest peculiarities of a class come back every year.</summary>
    private const double Temper = .8;

    private const double OthersLimit = 10;
    private const double OwnLimit = 12;

    /// <param name="units">Units with a verdict.</param>
    /// <param name="likelihoods">Their seven log likelihood ratios.</param>
    /// <returns>ln P(manipulated)/P(not), by unit.</returns>
    public static double[] LogOdds(IReadOnlyList<UnitRecord> units, double[][] likelihoods)
    {
        var emissions = Array.ConvertAll(likelihoods, Emissions);
        var schools = Enumerable.Range(0, units.Count).GroupBy(u => units[u].School).Select(g => g.ToArray()).ToArray();
        var result = new double[units.Count];
        Parallelism.For(0, schools.Length, s =>
        {
            var states = TeacherStates.For(schools[s].GroupBy(u => (units[u].Grade, units[u].AcademicYear)).Average(g => (double)g.Select(u => units[u].Class).Distinct().Count()));
            var subjects = schools[s].GroupBy(u => units[u].Subject).Select(g => new Subject(units, [.. g], emissions, states)).ToArray();
            var all = new double[TeacherStates.SchoolStates];
            for (var h = 0; h < all.Length; h++) all[h] = TeacherStates.LogSchool(h) + subjects.Sum(x => x.BySchoolState[h]);
            foreach (var subject in subjects) subject.Fill(all, likelihoods, result);
        });
        return result;
    }

    /// <summary>Likelihood of a unit against honest work, by the kind of its teacher.</summary>
    private static double[] Emissions(double[] likelihoods)
    {
        var e = new double[TeacherStates.Kinds];
        e[0] = 1;
        for (var k = 1; k < TeacherStates.Lenient; k++) e[k] = 1 - Active + (Active * Ratio(likelihoods[k - 1]));
        e[TeacherStates.Lenient] = Ratio(likelihoods[TeacherStates.Lenient - 1]);
        return e;

        static double Ratio(double l) => Math.Exp(Temper * Math.Clamp(l, -OthersLimit, OthersLimit));
    }

    private static double Odds(double[] teacher, double[] likelihoods)
    {
        var honest = teacher[0] + (teacher[TeacherStates.Lenient] * Math.Exp(Math.Clamp(likelihoods[TeacherStates.Lenient - 1], -OthersLimit, OthersLimit)));
        double manipulated = 0;
        for (var k = 1; k < TeacherStates.Lenient; k++)
        {
            manipulated += teacher[k] * Active * Math.Exp(Math.Clamp(likelihoods[k - 1], -OwnLimit, OwnLimit));
            honest += teacher[k] * (1 - Active);
        }

        return Math.Log(manipulated / honest);
    }

    /// <summary>The classes of a school in one subject.</summary>
    private sealed class Subject
    {
        private readonly IReadOnlyList<UnitRecord> _units;
        private readonly double[][] _emissions;
        private readonly TeacherStates _states;
        private readonly int[][] _series;
        private readonly double[][] _logBySeries;
        private readonly double[] _log;

        public Subject(IReadOnlyList<UnitRecord> units, int[] own, double[][] emissions, TeacherStates states)
        {
            (_units, _emissions, _states) = (units, emissions, states);
            _series = [.. own.GroupBy(u => units[u].Class).Select(g => g.OrderBy(u => units[u].AcademicYear).ToArray())];
            _logBySeries = new double[_series.Length][];
            _log = new double[states.Count];
            for (var s = 0; s < _series.Length; s++)
            {
                _logBySeries[s] = Array.ConvertAll(states.KindOf, kinds => Math.Log(Chain(_series[s], kinds, null)));
                for (var c = 0; c < _log.Length; c++) _log[c] += _logBySeries[s][c];
            }

            BySchoolState = Array.ConvertAll(states.LogPrior, prior => LogMath.LogSumExp([.. prior.Zip(_log, (a, b) => a + b)]));
        }

        /// <summary>Log likelihood of the subject by state of the school.</summary>
        public double[] BySchoolState { get; }

        /// <param name="school">Log probability of the school's states with all subjects, this one too.</param>
        /// <param name="likelihoods">By unit.</param>
        /// <param name="result">Filled for the units of the subject.</param>
        public void Fill(double[] school, double[][] likelihoods, double[] result)
        {
            var prior = new double[_states.Count];
            var terms = new double[school.Length];
            for (var c = 0; c < prior.Length; c++)
            {
                for (var h = 0; h < terms.Length; h++) terms[h] = school[h] - BySchoolState[h] + _states.LogPrior[h][c];
                prior[c] = LogMath.LogSumExp(terms);
            }

            var weights = new double[prior.Length];
            for (var s = 0; s < _series.Length; s++)
            {
                var top = double.NegativeInfinity;
                for (var c = 0; c < weights.Length; c++) top = Math.Max(top, weights[c] = prior[c] + _log[c] - _logBySeries[s][c]);
                var length = _series[s].Length;
                var teacher = Rows(length, TeacherStates.Kinds);
                var others = Rows(length, _states.Teachers);
                for (var c = 0; c < weights.Length; c++)
                {
                    var weight = Math.Exp(weights[c] - top);
                    if (weight < 1e-14) continue;
                    var kinds = _states.KindOf[c];
                    Chain(_series[s], kinds, others);
                    for (var i = 0; i < length; i++)
                        for (var t = 0; t < kinds.Length; t++) teacher[i][kinds[t]] += weight * others[i][t];
                }

                for (var i = 0; i < length; i++) result[_series[s][i]] = Odds(teacher[i], likelihoods[_series[s][i]]);
            }
        }

        /// <summary>Sums over the teachers of the years of a class.</summary>
        /// <param name="series">Units of the class by year.</param>
        /// <param name="kinds">Kind of each teacher.</param>
        /// <param name="others">Filled when given: by year and teacher, what the other years say of that teacher having the class then.</param>
        /// <returns>Likelihood of all years.</returns>
        private double Chain(int[] series, int[] kinds, double[][]? others)
        {
            var n = kinds.Length;
            Span<double> at = stackalloc double[n];
            at.Fill(1.0 / n);
            for (var i = 0; i < series.Length; i++)
            {
                if (i > 0) Step(at, Kept(series, i));
                if (others is not null) at.CopyTo(others[i]);
                for (var t = 0; t < n; t++) at[t] *= _emissions[series[i]][kinds[t]];
            }

            double likelihood = 0;
            foreach (var x in at) likelihood += x;
            if (others is null) return likelihood;
            at.Fill(1);
            for (var i = series.Length - 1; i > 0; i--)
            {
                for (var t = 0; t < n; t++)
                {
                    others[i][t] *= at[t];
                    at[t] *= _emissions[series[i]][kinds[t]];
                }

                Step(at, Kept(series, i));
            }

            for (var t = 0; t < n; t++) others[0][t] *= at[t];
            return likelihood;
        }

        private double Kept(int[] series, int i) => Math.Pow(1 - Change, _units[series[i]].AcademicYear - _units[series[i - 1]].AcademicYear);

        /// <summary>A year on (or back): the same teacher, or any with equal chance.</summary>
        private static void Step(Span<double> at, double kept)
        {
            double sum = 0;
            foreach (var x in at) sum += x;
            for (var t = 0; t < at.Length; t++) at[t] = (kept * at[t]) + ((1 - kept) * sum / at.Length);
        }

        private static double[][] Rows(int rows, int columns)
        {
            var result = new double[rows][];
            for (var i = 0; i < rows; i++) result[i] = new double[columns];
            return result;
        }
    }
}
