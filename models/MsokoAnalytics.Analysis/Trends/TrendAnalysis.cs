using System.Globalization;
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
        var (series, rule) = Read(task);
        if (rule is null) return;
        using var writer = new RowWriter(task.Connection, task.Model.Schema, task.Table);
        foreach (var row in TrendCalculator.Trends(series, rule)) Write(writer, row, rule);
        writer.Complete();
    }

    /// <summary>Columns of the input in order: series_no, source … measure, year, value, se, n, segment, rule; sorted by series and year.</summary>
    private static (List<TrendSeries> Series, TrendRule? Rule) Read(AnalysisTask task)
    {
        var series = new List<TrendSeries>();
        TrendRule? rule = null;
        using var command = task.Connection.CreateCommand();
        command.CommandText = task.InputSql;
        using var reader = command.ExecuteReader();
        var current = long.MinValue;
        TrendTopic? topic = null;
        string? scope = null, scopeId = null, municipality = null;
        var points = new List<TrendPoint>();
        while (reader.Read())
        {
            task.Token.ThrowIfCancellationRequested();
            rule ??= new TrendRule("trend-1", (int)reader.GetDouble(16), (int)reader.GetDouble(17), (int)reader.GetDouble(18), (int)reader.GetDouble(19), (int)reader.GetDouble(20), reader.GetDouble(21));
            var number = reader.GetInt64(0);
            if (number != current)
            {
                Close();
                current = number;
                topic = new TrendTopic(reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(7), reader.GetString(8), reader.GetInt32(9), reader.GetString(10));
                (scope, scopeId, municipality) = (reader.GetString(4), reader.GetString(5), reader.IsDBNull(6) ? null : reader.GetString(6));
            }

            points.Add(new TrendPoint(reader.GetInt32(11), reader.GetDouble(12), reader.IsDBNull(13) ? double.NaN : reader.GetDouble(13), reader.GetInt32(14), reader.GetString(15)));
        }

        Close();
        return (series, rule);

        void Close()
        {
            if (topic is not null) series.Add(new TrendSeries(topic, scope!, scopeId!, municipality, points.ToArray()));
            points.Clear();
        }
    }

    private static void Write(RowWriter writer, TrendRow row, TrendRule rule)
    {
        var (series, line, test, step) = (row.Series, row.Line, row.Test, row.Step);
        var (first, last) = (series.Points[0], series.Points[^1]);
        writer.Text(series.Topic.Source).Text(series.Topic.Procedure).Text(series.Topic.Wave).Text(series.Scope).Text(series.ScopeId).Text(series.MunicipalityId)
            .Text(series.Topic.Subject).Text(series.Topic.Level).Whole(series.Topic.Grade).Text(series.Topic.Measure)
            .Whole(series.Points.Count).Whole(first.Year).Whole(last.Year).Text(string.Join(", ", series.Points.Select(p => p.Year.ToString(CultureInfo.InvariantCulture))))
            .Whole(series.Points.Min(p => p.N)).Number(first.Value).Number(last.Value)
            .Number(line.Intercept + (line.Slope * first.Year)).Number(line.Intercept + (line.Slope * last.Year))
            .Number(line.Slope).Number(line.SlopeInterval.Low).Number(line.SlopeInterval.High).Number(row.PeerSlope).Number(line.Slope - row.PeerSlope)
            .Number(test.PValue).Number(test.SmallestPossibleP).Number(row.Q).Whole(row.Tests).Text(row.Verdict(rule)).Flag(first.Year < 2025 && last.Year >= 2025)
            .Whole(step?.Year).Number(step?.Step).Number(step?.Step - (Z * step?.StandardError)).Number(step?.Step + (Z * step?.StandardError))
            .Number(step?.P).Number(step?.Q).Text(row.StepVerdict(rule)).Text(rule.Version).End();
    }
}
