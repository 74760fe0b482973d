using System.Text.Json;
using MsokoAnalytics.Reports.Sections;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Rendering;

public sealed class ChartSpecTests
{
    private static readonly string[] FrameNames = [FrameSections.Title, FrameSections.KeyFigures, FrameSections.Conclusions, FrameSections.Notes];

    [Fact]
    public async Task Every_specification_compiles_without_a_warning()
    {
        var (code, output, errors) = await NodeScript.RunAsync(Path.Combine("worker", "check.mjs"));

        Assert.Equal(string.Empty, errors);
        using var json = JsonDocument.Parse(output);
        Assert.Empty(json.RootElement.GetProperty("errors").EnumerateArray());
        Assert.Equal(
            Directory.EnumerateFiles(Path.Combine(FakeAssets.Real, "charts")).Select(f => Path.GetFileName(f).Replace(".vl.json", string.Empty, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            json.RootElement.GetProperty("charts").EnumerateArray().Select(c => c.GetString()!));
        Assert.Equal(
            FrameNames.Concat(SectionRegistry.All.Select(s => s.Template)).Distinct().Order(StringComparer.Ordinal),
            json.RootElement.GetProperty("templates").EnumerateArray().Select(c => c.GetString()!));
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData("funnel", "\"area\"", "\"areal\"")]
    [InlineData("marks", "\"rect\"", "\"rekt\"")]
    public async Task A_misspelt_word_in_a_specification_is_an_error(string name, string word, string misspelt)
    {
        using var assets = new FakeAssets();
        var file = Path.Combine(assets.Root, "charts", name + ".vl.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(word, misspelt, StringComparison.Ordinal));

        var (code, output, _) = await NodeScript.RunAsync(Path.Combine(assets.Root, "worker", "check.mjs"));

        Assert.Equal(1, code);
        Assert.Contains($"диаграмма «{name}»", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_does_not_depend_on_the_charts_drawn_before_it()
    {
        const string script = """
            import { Charts } from './worker/charts.mjs'; import { textWidth } from './worker/text-width.mjs'; import { fontFiles } from './worker/paths.mjs';
            const measure = textWidth(fontFiles()), fresh = () => new Charts('charts', measure);
            const limit = n => ({ n, low95: 40, high95: 60, low998: 30, high998: 70 });
            const funnel = maxN => ({ spec: 'funnel', mean: 50, maxN, points: [{ no: 1, n: maxN / 2, value: 55, zone: 0 }, { no: 2, n: maxN / 4, value: 90, zone: 2 }], limits: [limit(10), limit(maxN)] });
            const used = fresh();
            await used.svg(funnel(450)); await used.vegaSvg(funnel(30));
            const same = await used.svg(funnel(100)) === await fresh().svg(funnel(100)), vega = await used.vegaSvg(funnel(100)) === await fresh().vegaSvg(funnel(100));
            console.log(same && vega);
            """;

        var (_, output, errors) = await NodeScript.RunAsync("--input-type=module", "-e", script);

        Assert.Equal(string.Empty, errors);
        Assert.Equal("true", output.Trim());
    }

    [Fact]
    public async Task Numbers_on_a_funnel_cover_neither_points_nor_each_other()
    {
        // Forty schools on a grid, every third one outside the limits: room enough for each number.
        const string script = """
            import { placeNumbers } from './worker/layout/funnel.mjs'; import { textWidth } from './worker/text-width.mjs'; import { fontFiles } from './worker/paths.mjs';
            const dots = Array.from({ length: 40 }, (_, i) => ({ no: i + 1, x: 8 + (i % 8) * 27, y: 10 + Math.floor(i / 8) * 22, zone: i % 3 === 0 ? 2 : 0 }));
            const { numbers } = placeNumbers(dots, 217, 114, textWidth(fontFiles()));
            const boxes = numbers.map(n => n.box), hit = (a, b) => a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;
            let overlaps = 0;
            boxes.forEach((a, i) => { boxes.forEach((b, j) => { if (i < j && hit(a, b)) overlaps++; }); dots.forEach(d => { if (hit(a, { x1: d.x - 2, x2: d.x + 2, y1: d.y - 2, y2: d.y + 2 })) overlaps++; }); });
            const inside = boxes.every(b => b.x1 >= 0 && b.y1 >= 0 && b.x2 <= 217 && b.y2 <= 114);
            console.log(JSON.stringify({ numbers: numbers.map(n => n.no).sort((a, b) => a - b), overlaps, inside }));
            """;

        var (_, output, errors) = await NodeScript.RunAsync("--input-type=module", "-e", script);

        Assert.Equal(string.Empty, errors);
        using var json = JsonDocument.Parse(output);
        Assert.Equal([1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 34, 37, 40], json.RootElement.GetProperty("numbers").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal(0, json.RootElement.GetProperty("overlaps").GetInt32());
        Assert.True(json.RootElement.GetProperty("inside").GetBoolean());
    }

    [Fact]
    public async Task Chart_numbers_are_russian()
    {
        const string script = "import { fixed, integer, ticks } from './worker/numbers.mjs'; console.log(JSON.stringify([fixed(12.34), fixed(-0.04), fixed(-7), integer(1234567), ticks(23, 4)]));";

        var (_, output, errors) = await NodeScript.RunAsync("--input-type=module", "-e", script);

        Assert.Equal(string.Empty, errors);
        Assert.Equal("""["12,3","0,0","−7,0","1_234_567",[0,10,20]]""".Replace('_', '\u00A0'), output.Trim());
    }
}
