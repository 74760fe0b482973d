using System.Runtime.CompilerServices;
using MsokoAnalytics.Models;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Analysis.Trends;

/// <summary>marts.mart_trend: the series of the warehouse through <see cref="TrendCalculator"/>.</summary>
public sealed class TrendAnalysis : IModelAnalysis
{
    private const double Z = 1.959963984540054;

    public string Name => "trend-1";

    public void Fill(AnalysisTask task)
    {
        var (series, rule) = SeriesReader.Read(task);
        if (rule is null) return;
        using var writer = new RowWriter(task.Connection, task.Schema, task.Table);
        foreach (var row in TrendCalculator.Trends(series, rule)) Write(writer, row, rule);
        writer.Complete();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Write(RowWriter writer, TrendRow row, TrendRule rule)
    {
        var (series, line, test, step) = (row.Series, row.Line, row.Test, row.Step);
        var (first, last) = (series.Points[0], series.Points[^1]);
        writer.Text(series.Topic.Source).Text(series.Topic.Procedure).Text(series.Topic.Wave).Text(series.Scope).Text(series.ScopeId).Text(series.MunicipalityId)
            .Text(series.Topic.Subject).Text(series.Topic.Level).Whole(series.Topic.Grade).Text(series.Topic.Measure)
            .Whole(series.Points.Count).Whole(first.Year).Whole(last.Year).Text(row.Years)
            .Whole(Fewest(series.Points)).Number(first.Value).Number(last.Value)
            .Number(line.Intercept + (line.Slope * first.Year)).Number(line.Intercept + (line.Slope * last.Year))
            .Number(line.Slope).Number(line.SlopeInterval.Low).Number(line.SlopeInterval.High).Number(row.PeerSlope).Number(line.Slope - row.PeerSlope)
            .Number(test.PValue).Number(test.SmallestPossibleP).Number(row.Q).Whole(row.Tests).Text(row.Verdict(rule)).Flag(first.Year < 2025 && last.Year >= 2025)
            .Whole(step?.Year).Number(step?.Step).Number(step?.Step - (Z * step?.StandardError)).Number(step?.Step + (Z * step?.StandardError))
            .Number(step?.P).Number(step?.Q).Text(row.StepVerdict(rule)).Text(rule.Version).End();
    }

    private static int Fewest(IReadOnlyList<TrendPoint> points)
    {
        var fewest = points[0].N;
        for (var i = 1; i < points.Count; i++) fewest = Math.Min(fewest, points[i].N);
        return fewest;
    }
}
