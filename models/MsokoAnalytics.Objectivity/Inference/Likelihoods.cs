using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Inference;

/// <summary>Stage 1: log likelihood ratios of seven hypotheses against «honest» from the evidences of one unit.</summary>
public sealed class Likelihoods
{
    /// <summary>Share of units with journal leniency among honest ones, in the comparison of a ВПР fault with everything else.</summary>
    private const double InflateShare = 0.04;

    private readonly UnitModel _model;
    private readonly EvidenceKind[] _evidences;

    public Likelihoods(UnitModel model)
    {
        _model = model;
        _evidences = EvidenceBasis.Kinds(model.Evidence);
    }

    /// <summary>Mechanisms 1..6 and journal leniency.</summary>
    public const int Hypotheses = 7;

    /// <summary>L₁..L₇ of the unit.</summary>
    public double[] Of(UnitRecord unit)
    {
        Span<double> row = stackalloc double[EvidenceBasis.Width(_evidences.Length)];
        EvidenceBasis.Fill(unit, _evidences, row);
        for (var i = 0; i < row.Length; i++) row[i] = (row[i] - _model.Mean[i]) / _model.Scale[i];
        Span<double> eta = stackalloc double[Hypotheses + 1];
        for (var k = 0; k <= Hypotheses; k++)
        {
            var sum = _model.Intercept[k];
            for (var i = 0; i < row.Length; i++) sum += _model.Coefficients[k][i] * row[i];
            eta[k] = sum;
        }

        var result = new double[Hypotheses];
        for (var k = 1; k <= Hypotheses; k++) result[k - 1] = eta[k] - eta[0] - Math.Log(_model.Prior[k] / _model.Prior[0]);
        return result;
    }

    /// <summary>Log odds of any of the six mechanisms against honest work, all six alike likely.</summary>
    public static double UnitLogOdds(ReadOnlySpan<double> l) =>
        LogMath.LogMeanExp(l[..6]) - Math.Log(1 - InflateShare + (InflateShare * Math.Exp(l[6])));

    /// <summary>Contribution of each evidence of the model to the log odds of a mechanism against honest work.</summary>
    public double[] Contributions(UnitRecord unit, Mechanism mechanism)
    {
        Span<double> row = stackalloc double[EvidenceBasis.Width(_evidences.Length)];
        EvidenceBasis.Fill(unit, _evidences, row);
        var result = new double[UnitEvidence.Count];
        for (var e = 0; e < _evidences.Length; e++)
        {
            double sum = 0;
            for (var i = e * EvidenceBasis.ColumnsOfEvidence; i < (e + 1) * EvidenceBasis.ColumnsOfEvidence; i++)
            {
                var zero = _model.HonestMean is { } honest ? honest[i] : _model.Mean[i];
                sum += (_model.Coefficients[(int)mechanism][i] - _model.Coefficients[0][i]) * (row[i] - zero) / _model.Scale[i];
            }

            result[(int)_evidences[e]] = sum;
        }

        return result;
    }
}
