using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MsokoAnalytics.Models;

namespace MsokoAnalytics.Analysis.Trends;

/// <summary>
/// Reads what marts.mart_trend selects: a row of numbers per point, and some hundreds of rows with texts (topics, objects, the rule), in any order. Columns: kind,
/// topic_no, object_no, year, n, segment, value, se, texts.
/// </summary>
internal static class SeriesReader
{
    private const char Separator = '\u001f';

    /// <summary>Texts of the first numbers: a million points share them.</summary>
    private static readonly string[] Few = [.. Enumerable.Range(0, 64).Select(n => n.ToString(CultureInfo.InvariantCulture))];

    /// <returns>Null rule where the settings are missing.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (List<TrendSeries> Series, TrendRule? Rule) Read(AnalysisTask task)
    {
        var topics = new Dictionary<int, TrendTopic>();
        var objects = new Dictionary<int, Observed>();
        var points = new Dictionary<int, List<Point>>();
        TrendRule? rule = null;
        using var command = task.Connection.CreateCommand();
        command.CommandText = task.InputSql;
        using var reader = command.ExecuteReader();
        var (topic, ofTopic) = (-1, new List<Point>());
        while (reader.Read())
        {
            switch ((Kind)reader.GetInt32(0))
            {
                case Kind.Point:
                    var number = reader.GetInt32(1);
                    if (number != topic)
                    {
                        task.Token.ThrowIfCancellationRequested();
                        topic = number;
                        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(points, number, out _);
                        ofTopic = list ??= [];
                    }

                    ofTopic.Add(new Point(reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5), reader.GetDouble(6), reader.IsDBNull(7) ? double.NaN : reader.GetDouble(7)));
                    break;
                case Kind.Topic:
                    var t = reader.GetString(8).Split(Separator);
                    topics[reader.GetInt32(1)] = new TrendTopic(t[0], t[1], t[2], t[3], t[4], int.Parse(t[5], CultureInfo.InvariantCulture), t[6]);
                    break;
                case Kind.Object:
                    var o = reader.GetString(8).Split(Separator);
                    objects[reader.GetInt32(2)] = new Observed(o[0], o[1], o[2].Length == 0 ? null : o[2]);
                    break;
                case Kind.Rule:
                    double[] s = [.. reader.GetString(8).Split(Separator).Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
                    rule = new TrendRule("trend-1", (int)s[0], (int)s[1], (int)s[2], (int)s[3], (int)s[4], s[5]);
                    break;
            }
        }

        var series = new List<TrendSeries>();
        foreach (var (no, list) in points) Split(topics[no], objects, CollectionsMarshal.AsSpan(list), series);
        return (series, rule);
    }

    /// <summary>The points of a topic, object by object in order of years.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Split(TrendTopic topic, Dictionary<int, Observed> objects, Span<Point> points, List<TrendSeries> series)
    {
        var keys = new long[points.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = ((long)points[i].ObjectNo << 32) | (uint)points[i].Year;
        MemoryExtensions.Sort(keys.AsSpan(), points);
        for (var first = 0; first < points.Length;)
        {
            var end = first + 1;
            while (end < points.Length && points[end].ObjectNo == points[first].ObjectNo) end++;
            var ofObject = new TrendPoint[end - first];
            for (var i = 0; i < ofObject.Length; i++)
            {
                ref var point = ref points[first + i];
                ofObject[i] = new TrendPoint(point.Year, point.Value, point.Se, point.N, Segment(point.Segment));
            }

            var observed = objects[points[first].ObjectNo];
            series.Add(new TrendSeries(topic, observed.Scope, observed.ScopeId, observed.MunicipalityId, ofObject));
            first = end;
        }
    }

    private static string Segment(int number) => number < Few.Length ? Few[number] : number.ToString(CultureInfo.InvariantCulture);

    private enum Kind
    {
        Point,
        Topic,
        Object,
        Rule,
    }

    private sealed record Observed(string Scope, string ScopeId, string? MunicipalityId);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Point(int ObjectNo, int Year, int N, int Segment, double Value, double Se);
}
