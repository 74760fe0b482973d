namespace MsokoAnalytics.Statistics.Regression;

/// <summary>How variances are estimated.</summary>
public enum Estimation
{
    /// <summary>Maximum likelihood: comparable between models with different fixed effects.</summary>
    MaximumLikelihood,

    /// <summary>Restricted maximum likelihood: variances allow for the fixed effects estimated.</summary>
    Restricted,
}

/// <summary>Prediction of one group's effect.</summary>
/// <param name="N">Rows of the group.</param>
/// <param name="Blup">û = λn/(1+λn) · mean residual, in units of y: shrunken towards 0.</param>
/// <param name="RawResidual">Mean residual of the group from the fixed part, not shrunken.</param>
/// <param name="Reliability">λn/(1+λn), 0..1: the weight of the group's own data.</param>
/// <param name="ConditionalVariance">Var(u | y) = σ²λ/(1+λn) with the fixed part taken as known (lme4's condVar).</param>
/// <param name="PredictionVariance">Var(û − u), the uncertainty of the fixed part included (Henderson 1975).</param>
public sealed record GroupEffect(
    int N, double Blup, double RawResidual, double Reliability, double ConditionalVariance, double PredictionVariance);

/// <summary>
/// y = Xβ + u(group) + e with u ~ N(0, τ²), e ~ N(0, σ²): pupils in schools. Bates et al. 2015 (JSS 67(1)) define the profiled
/// deviance; here it is written over λ = τ²/σ² with groups' means and within-group cross-products, so one evaluation costs
/// groups × columns², whatever the number of rows.
/// </summary>
public sealed class RandomInterceptModel
{
    internal RandomInterceptModel(
        Estimation estimation, double[] fixedEffects, double[,] covariance, double between, double within, double deviance,
        GroupEffect[] groups, int n)
    {
        Estimation = estimation;
        FixedEffects = fixedEffects;
        Covariance = covariance;
        BetweenVariance = between;
        WithinVariance = within;
        Deviance = deviance;
        Groups = groups;
        N = n;
    }

    /// <summary>How variances were estimated.</summary>
    public Estimation Estimation { get; }

    /// <summary>β̂, one per column.</summary>
    public IReadOnlyList<double> FixedEffects { get; }

    /// <summary>Covariance matrix of β̂, σ̂²(XᵀV⁻¹X)⁻¹.</summary>
    public double[,] Covariance { get; }

    /// <summary>τ̂², in squared units of y; 0 when groups do not differ beyond chance.</summary>
    public double BetweenVariance { get; }

    /// <summary>σ̂².</summary>
    public double WithinVariance { get; }

    /// <summary>−2 log-likelihood, or the REML criterion.</summary>
    public double Deviance { get; }

    /// <summary>Effects by group number.</summary>
    public IReadOnlyList<GroupEffect> Groups { get; }

    /// <summary>Rows.</summary>
    public int N { get; }

    /// <summary>τ²/(τ² + σ²).</summary>
    public double IntraclassCorrelation => BetweenVariance / (BetweenVariance + WithinVariance);

    /// <summary>Standard error of a fixed effect.</summary>
    public double StandardError(int column) => Math.Sqrt(Covariance[column, column]);

    /// <summary>Fits the model.</summary>
    /// <param name="design">n × p, with the column of ones if an intercept is wanted.</param>
    /// <param name="y">n finite values.</param>
    /// <param name="group">Group of each row, 0..groups−1, every number in use.</param>
    /// <param name="estimation">ML or REML.</param>
    /// <exception cref="ArgumentException">
    /// Sizes do not fit, fewer than two groups, no group with two rows, dependent columns, or y is reproduced exactly.
    /// </exception>
    public static RandomInterceptModel Fit(double[,] design, ReadOnlySpan<double> y, ReadOnlySpan<int> group, Estimation estimation)
    {
        var profile = new RandomInterceptProfile(design, y, group, estimation == Estimation.Restricted);
        return profile.Model(profile.BestRatio());
    }

    /// <summary>Fits the model from what a table keeps of the pupils: exactly the model of all pupils, because those of a cell have one row of the design.</summary>
    /// <param name="cells">Cells, in any order; group numbers 0..groups−1, every one in use.</param>
    /// <param name="estimation">ML or REML.</param>
    /// <exception cref="ArgumentException">As for pupils; also a cell without pupils or with a negative sum of squares.</exception>
    public static RandomInterceptModel Fit(IReadOnlyList<PupilCell> cells, Estimation estimation)
    {
        if (cells.Count == 0) throw new ArgumentException("no cells", nameof(cells));
        var design = new double[cells.Count, cells[0].Design.Count];
        var scatter = default(CompensatedSum);
        for (var i = 0; i < cells.Count; i++)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(cells[i].N, 1, nameof(cells));
            Guard.SameLength(design.GetLength(1), cells[i].Design.Count, nameof(cells));
            if (!(cells[i].SumOfSquares >= 0)) throw new ArgumentException("a sum of squares is not negative", nameof(cells));
            for (var j = 0; j < design.GetLength(1); j++) design[i, j] = cells[i].Design[j];
            scatter.Add(cells[i].SumOfSquares);
        }

        var profile = new RandomInterceptProfile(
            design, cells.Select(c => c.Mean).ToArray(), cells.Select(c => c.Group).ToArray(), [.. cells.Select(c => c.N)], scatter.Value, estimation == Estimation.Restricted);
        return profile.Model(profile.BestRatio());
    }
}

/// <summary>Pupils of one group who have one row of the design.</summary>
/// <param name="Group">Number of the group.</param>
/// <param name="N">Pupils, at least 1.</param>
/// <param name="Design">Their row.</param>
/// <param name="Mean">Mean of y.</param>
/// <param name="SumOfSquares">Σ (y − mean)² over the pupils.</param>
public sealed record PupilCell(int Group, int N, IReadOnlyList<double> Design, double Mean, double SumOfSquares);
