using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MsokoAnalytics.Models;

namespace MsokoAnalytics.Analysis.Trends;

/// <summary>
/// Reads what marts.mart_trend selects: some hundreds of rows with texts (the rule, objects, topics), then a row of numbers per point, topic by topic; the points of
/// a topic in any order. Columns: kind, topic_no, object_no, year, n, segment, value, se, texts.
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
        var series = new List<TrendSeries>();
        var ofTopic = new PointBuffer();
        TrendRule? rule = null;
        using var command = task.Connection.CreateCommand();
        command.CommandText = task.InputSql;
        using var reader = command.ExecuteReader();
        var topic = -1;
        while (reader.Read())
        {
            switch ((Kind)reader.GetInt32(0))
            {
                case Kind.Point:
                    var number = reader.GetInt32(1);
                    if (number != topic)
                    {
                        task.Token.ThrowIfCancellationRequested();
                        if (topic >= 0) Split(topics[topic], objects, ofTopic, series);
                        topic = number;
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

        if (topic >= 0) Split(topics[topic], objects, ofTopic, series);
        return (series, rule);
    }

    /// <summary>The points of a topic, object by object in order of years; the buffer is empty afterwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Split(TrendTopic topic, Dictionary<int, Observed> objects, PointBuffer buffer, List<TrendSeries> series)
    {
        var points = buffer.Sorted();
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

        buffer.Clear();
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

    /// <summary>The points of one topic after the other in the same memory.</summary>
    private sealed class PointBuffer
    {
        private readonly List<Point> _points = [];
        private long[] _keys = [];

        public void Add(in Point point) => _points.Add(point);

        public Span<Point> Sorted()
        {
            var points = CollectionsMarshal.AsSpan(_points);
            if (_keys.Length < points.Length) _keys = new long[_points.Capacity];
            for (var i = 0; i < points.Length; i++) _keys[i] = ((long)points[i].ObjectNo << 32) | (uint)points[i].Year;
            MemoryExtensions.Sort(_keys.AsSpan(0, points.Length), points);
            return points;
        }

        public void Clear() => _points.Clear();
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Point(int ObjectNo, int Year, int N, int Segment, double Value, double Se);
}
