using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity;

/// <summary>Scores of one unit.</summary>
/// <param name="Unit">The unit with its evidences.</param>
/// <param name="Likelihoods">Seven log likelihood ratios against honest work.</param>
/// <param name="LogOdds">Log odds of any manipulation from the unit alone.</param>
/// <param name="Context">What the rest of the data adds.</param>
/// <param name="Posterior">Calibrated probability.</param>
/// <param name="Alone">Probability without context («audit mode»): σ(log odds + logit of the prevalence).</param>
public sealed record ScoredUnit(UnitRecord Unit, double[] Likelihoods, double LogOdds, ContextScore Context, double Posterior, double Alone)
{
    /// <summary>Likeliest of the six mechanisms.</summary>
    public Mechanism Mechanism
    {
        get
        {
            var best = 0;
            for (var k = 1; k < 6; k++)
                if (Likelihoods[k] > Likelihoods[best]) best = k;
            return (Mechanism)(best + 1);
        }
    }
}

/// <summary>Over what a school is summed up.</summary>
public enum SchoolScope
{
    /// <summary>Its classes that wrote one work.</summary>
    Work,

    /// <summary>One academic year.</summary>
    Year,

    /// <summary>All years.</summary>
    All,
}

/// <summary>Scores of one school over some of its units.</summary>
/// <param name="Scope">Over what.</param>
/// <param name="School">Number of the school.</param>
/// <param name="Key">Index of the test, or the academic year; 0 over all years.</param>
/// <param name="Units">Indices of the units with a verdict in <see cref="Scores.Units"/>.</param>
/// <param name="MeanPosterior">Expected share of manipulated units.</param>
/// <param name="Posterior">
/// <see cref="SchoolScope.Work"/>: probability that at least one of the units is manipulated; else that at least a tenth and at least three are.
/// </param>
public sealed record ScoredSchool(SchoolScope Scope, int School, int Key, int[] Units, double MeanPosterior, double Posterior);

/// <summary>All scores of a data set.</summary>
/// <param name="Units">Units with at least five participants, in the order of the evidences.</param>
/// <param name="Schools">Schools by scope, number and key.</param>
/// <param name="Prevalence">Estimated share of manipulated units.</param>
/// <param name="Rho">Background rounding of the data set.</param>
public sealed record Scores(ScoredUnit[] Units, ScoredSchool[] Schools, double Prevalence, double Rho);

/// <summary>Stages 1 and 2 and the school level over given evidences.</summary>
public static class ObjectivityScoring
{
    /// <param name="evidence">Evidences of the data set.</param>
    /// <param name="modelOf">Model that serves a unit; null = the unit gets no verdict and does not count as context.</param>
    /// <param name="schoolModels">Models of the school level; null when none are wanted.</param>
    public static Scores Score(EvidenceSet evidence, Func<UnitRecord, UnitModel?> modelOf, SchoolModels? schoolModels)
    {
        var served = evidence.Units.Where(u => u.Participants >= UnitRules.FewestParticipants).Select(u => (Unit: u, Model: modelOf(u))).Where(u => u.Model is not null).ToArray();
        var units = Array.ConvertAll(served, u => u.Unit);
        var stage1 = served.Select(u => u.Model!).Distinct().ToDictionary(m => m, m => new Likelihoods(m));
        var l = new double[units.Length][];
        Parallelism.For(0, units.Length, u => l[u] = stage1[served[u].Model!].Of(units[u]));
        var odds = Array.ConvertAll(l, x => Likelihoods.UnitLogOdds(x));
        var prevalence = Prevalence.Estimate(odds);
        var context = ContextScores.Build(units, l);
        var scored = new ScoredUnit[units.Length];
        Span<double> row = stackalloc double[PosteriorFeatures.Count];
        var logit = Math.Log(prevalence / (1 - prevalence));
        for (var u = 0; u < units.Length; u++)
        {
            var stage2 = served[u].Model!.Stage2;
            var features = row[..stage2.Coefficients.Length];
            PosteriorFeatures.Fill(odds[u], context.Units[u], prevalence, features);
            var posterior = Sigmoid(stage2.LogOdds(features));
            scored[u] = new ScoredUnit(units[u], l[u], odds[u], context.Units[u], posterior, Sigmoid(odds[u] + logit));
        }

        return new Scores(scored, schoolModels is null ? [] : Schools(scored, context, schoolModels), prevalence, evidence.Nuisance.Rho);
    }

    private static ScoredSchool[] Schools(ScoredUnit[] units, ContextScores context, SchoolModels models)
    {
        var posterior = Array.ConvertAll(units, u => u.Posterior);
        var odds = Array.ConvertAll(units, u => u.LogOdds);
        Span<double> row = stackalloc double[SchoolFeatures.Count];
        var result = new List<ScoredSchool>();
        foreach (var (scope, school, key, of) in SchoolGroups.Of(Array.ConvertAll(units, u => u.Unit)))
        {
            var features = row[..SchoolGroups.Features(scope)];
            SchoolGroups.Fill(scope, of, posterior, odds, context.Schools[school], features);
            result.Add(new ScoredSchool(scope, school, key, of, of.Average(u => posterior[u]), Sigmoid(models.Of(scope).LogOdds(features))));
        }

        return [.. result];
    }

    private static double Sigmoid(double x) => Numerics.LogMath.Sigmoid(x);
}
