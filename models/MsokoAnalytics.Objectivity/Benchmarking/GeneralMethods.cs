using MsokoAnalytics.Detection;
using MsokoAnalytics.Detection.Components;
using MsokoAnalytics.Detection.Covariance;
using MsokoAnalytics.Detection.Forest;
using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Benchmarking;

/// <summary>General outlier detectors on plain figures of the class and on our evidences. They rank and give no lists.</summary>
internal static class GeneralMethods
{
    private const int Trees = 200;
    private const int Starts = 100;
    private const int Components = 5;

    public static IEnumerable<MethodResult> All(ObjectivityData data, UnitRecord[] units, ClassFeatures[] features)
    {
        var raw = RawFeatures.Of(data, units, features);
        var evidence = EvidenceColumns.All(units);
        foreach (var (name, columns) in new[] { ("показатели класса", raw), ("наши признаки", evidence) })
        {
            yield return Ranked($"Isolation Forest, {name}", new IsolationForest(Trees), columns, units.Length);
            yield return Ranked($"ECOD, {name}", new Ecod(), columns, units.Length);
            yield return Ranked($"MCD, {name}", new RobustCovariance(Starts: Starts), columns, units.Length);
            yield return Ranked($"PCA как в ML.NET, {name}", new PcaReconstruction(Components, PcaScore.Direction), columns, units.Length);
            yield return Ranked($"PCA с величиной остатка, {name}", new PcaReconstruction(Components, PcaScore.Residual, Scale: true), columns, units.Length);
        }

        (string, double[])[] oneSided = [.. EvidenceColumns.OneSided(units).Select((column, j) => ($"e{j}", Array.ConvertAll(column, z => Math.Max(z, 0))))];
        yield return Ranked("Isolation Forest, наши признаки с одной стороны", new IsolationForest(Trees), oneSided, units.Length);
    }

    /// <summary>A detector that refuses the data knows nothing of any class: equal scores.</summary>
    private static MethodResult Ranked(string name, IAnomalyDetector detector, (string Name, double[] Values)[] columns, int rows)
    {
        var known = Array.FindAll(columns, c => c.Values.Any(v => v != c.Values[0]));
        try
        {
            var values = new double[rows * known.Length];
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < known.Length; j++) values[(i * known.Length) + j] = known[j].Values[i];
            var matrix = new FeatureMatrix([.. known.Select(c => c.Name)], values);
            return new MethodResult(name, detector.Fit(matrix).Score(matrix), null, null);
        }
        catch (DetectionException)
        {
            return new MethodResult(name, new double[rows], null, null);
        }
    }
}
