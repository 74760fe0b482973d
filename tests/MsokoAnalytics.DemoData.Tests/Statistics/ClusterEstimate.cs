using System.Runtime.InteropServices;

namespace MsokoAnalytics.DemoData.Tests.Statistics;

/// <summary>A mean over pupils with the standard error that schools as clusters give it (linearised ratio estimator).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ClusterEstimate(double Mean, double StandardError, int Count)
{
    /// <param name="values">School and value of every pupil.</param>
    public static ClusterEstimate Of(IEnumerable<(int School, double Value)> values)
    {
        var schools = values.GroupBy(v => v.School).Select(g => (Count: g.Count(), Sum: g.Sum(v => v.Value))).ToList();
        var n = schools.Sum(s => s.Count);
        var mean = schools.Sum(s => s.Sum) / n;
        var variance = schools.Sum(s => Math.Pow(s.Sum - mean * s.Count, 2)) * schools.Count / (schools.Count - 1.0);
        return new ClusterEstimate(mean, Math.Sqrt(variance) / n, n);
    }

    /// <summary>Intraclass correlation by one-way analysis of variance (unequal groups), with its large-sample standard error.</summary>
    public static (double Icc, double StandardError) Icc(IEnumerable<(int School, double Value)> values)
    {
        var schools = values.GroupBy(v => v.School).Select(g => g.Select(v => v.Value).ToList()).ToList();
        double n = schools.Sum(s => s.Count);
        double k = schools.Count;
        var mean = schools.Sum(s => s.Sum()) / n;
        var between = schools.Sum(s => s.Count * Math.Pow(s.Average() - mean, 2)) / (k - 1);
        var within = schools.Sum(s => s.Sum(v => Math.Pow(v - s.Average(), 2))) / (n - k);
        var size = (n - schools.Sum(s => (double)s.Count * s.Count) / n) / (k - 1);
        var icc = (between - within) / (between + (size - 1) * within);
        return (icc, Math.Sqrt(2 / (k - 1)) * (1 - icc) * (1 + (size - 1) * icc) / size);
    }
}
