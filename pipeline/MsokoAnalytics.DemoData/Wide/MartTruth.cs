using System.Globalization;
using MsokoAnalytics.DemoData.Output;

namespace MsokoAnalytics.DemoData.Wide;

/// <summary>What a mart must say of the schools, written beside the data: <c>truth/marts/&lt;mart&gt;.csv</c> with the mart's own column names.</summary>
internal sealed class MartTruth(string mart, params string[] columns)
{
    private readonly List<string> _lines = [];

    public void Add(params ReadOnlySpan<object?> cells)
    {
        var texts = new string[cells.Length];
        for (var i = 0; i < cells.Length; i++) texts[i] = cells[i] is IFormattable f ? f.ToString(null, CultureInfo.InvariantCulture) : cells[i] as string ?? "";
        _lines.Add(string.Join(';', texts));
    }

    public void Write(OutputFolder output)
    {
        using var writer = output.TruthFile($"marts/{mart}.csv");
        writer.WriteLine(string.Join(';', columns));
        foreach (var line in _lines) writer.WriteLine(line);
    }
}
