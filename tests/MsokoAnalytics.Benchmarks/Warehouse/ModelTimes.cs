using System.Globalization;
using MsokoAnalytics.Models;

namespace MsokoAnalytics.Benchmarks.Warehouse;

/// <summary>Processor time a build spends on each model, building, checking and fingerprints together; what it spends on nobody's account is finding out what has changed, and publishing. On a shared machine the clock says little.</summary>
/// <param name="result">The build.</param>
/// <param name="spent">Processor seconds of the whole of it.</param>
internal sealed class ModelTimes(BuildResult result, double spent)
{
    private readonly List<(string Model, double Processor, double Wall, long? Rows)> _times =
        [.. result.Models.Select(m => (m.Model, m.ProcessorSeconds, m.Seconds, m.Rows)), ("planning and publishing", spent - result.Models.Sum(m => m.ProcessorSeconds), 0, null)];

    public IEnumerable<string> Dearest(int count) => _times.OrderByDescending(t => t.Processor).Take(count)
        .Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Model}: processor {t.Processor:0.00} s, {t.Wall:0.0} s, {t.Rows} rows"));

    public void Save(string path) => File.WriteAllLines(path, _times.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Model.Replace(' ', '_')} {t.Processor:R}")));

    /// <summary>Prints what each model costs more when a year comes on top than when the year is alone, dearest first.</summary>
    public static void Compare(string next, string alone)
    {
        var single = Read(alone);
        var all = Read(next).Select(m => (m.Key, OnTop: m.Value, Alone: single.GetValueOrDefault(m.Key))).ToList();
        Console.WriteLine("processor s of a model   on top    alone   excess");
        foreach (var (model, onTop, one) in all.OrderByDescending(m => m.OnTop - m.Alone).Take(40))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {model,-44} {onTop,8:0.00} {one,8:0.00} {onTop - one,8:0.00}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {"all",-44} {all.Sum(m => m.OnTop),8:0.00} {all.Sum(m => m.Alone),8:0.00} {all.Sum(m => m.OnTop - m.Alone),8:0.00}"));
    }

    private static Dictionary<string, double> Read(string path) =>
        File.ReadLines(path).Select(line => line.Split(' ')).ToDictionary(f => f[0], f => double.Parse(f[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
