using System.Text.Json;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Rendering;

/// <summary>The worker draws plain specifications itself; Vega, given the same specification and data, is the independent witness.</summary>
public sealed class ChartDrawingTests
{
    // Reads both drawings into one list of marks: kind, place, size, colours, in the order of drawing. Vega nests groups and moves by
    // transforms; the worker joins neighbours of one style. A small rounding (0.02 pt) is allowed: the worker writes two decimals. Texts are
    // compared by where they begin, whatever they are anchored to, and last, for the worker draws them above the shapes.
    private const string Script = """
        import { Charts } from './worker/charts.mjs'; import { textWidth } from './worker/text-width.mjs'; import { fontFiles } from './worker/paths.mjs';
        const measure = textWidth(fontFiles()), charts = new Charts('charts', measure);
        const cases = JSON.parse(process.argv[1]);
        const numbers = text => text.match(/-?\d*\.?\d+(?:e-?\d+)?/g).map(Number);
        const colour = text => !text || text === 'none' ? null : text.startsWith('rgb') ? numbers(text).join() : text === 'white' ? '255,255,255' : [1, 3, 5].map(i => parseInt(text.slice(i, i + 2), 16)).join();
        const opened = text => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
        const share = { middle: 0.5, end: 1 };
        // Numbers of one element follow each other by steps: each begins where its step is not zero.
        const steps = (a, words) => {
          const dx = numbers(a.dx), dy = numbers(a.dy), size = parseFloat(a['font-size']), parts = [];
          if (dx.length !== words.length || dy.length !== words.length) throw new Error(`a step for each character: ${words}`);
          let x = Number(a.x), y = Number(a.y);
          for (let i = 0; i < words.length; i++) {
            x += dx[i];
            y += dy[i];
            if (i === 0 || dx[i] !== 0 || dy[i] !== 0) parts.push({ x, y, words: '' });
            parts.at(-1).words += words[i];
            x += measure(words[i], size, a['font-weight'] === 'bold');
          }
          return parts;
        };
        const marks = svg => {
          const list = [], texts = [], stack = [{ x: 0, y: 0 }];
          for (const [, close, name, text, self, after] of svg.matchAll(/<(\/?)(\w+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>([^<]*)/g)) {
            if (close) { if (name !== 'svg') stack.pop(); continue; }
            if (name === 'svg') continue;
            const a = Object.fromEntries([...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(m => [m[1], m[2]])), parent = stack.at(-1);
            const [dx, dy] = a.transform ? numbers(a.transform) : [0, 0], x = parent.x + dx, y = parent.y + dy;
            if (!self) stack.push({ x, y, a });
            if (a.display === 'none' || a.class === 'background' || name === 'g') continue;
            const opacity = Number(a.opacity ?? a['fill-opacity'] ?? a['stroke-opacity'] ?? 1), stroke = colour(a.stroke);
            const style = { fill: colour(a.fill), stroke, width: stroke ? Number(a['stroke-width'] ?? 1) : 0, dash: a['stroke-dasharray'] ?? '', opacity };
            if (name === 'text' && !after && a.x === undefined && a.transform === undefined) continue;
            if (name === 'text') {
              const words = opened(after), size = parseFloat(a['font-size']), bold = a['font-weight'] === 'bold';
              const parts = a.dx ? steps(a, words) : [{ x: Number(a.x ?? 0) - (share[a['text-anchor']] ?? 0) * measure(words, size, bold), y: Number(a.y ?? 0), words }];
              for (const part of parts) texts.push({ kind: 'text', at: [x + part.x, y + part.y, size], words: `${part.words}|${a['font-weight'] ?? ''}|${a['font-style'] ?? ''}|${colour(a.fill)}`, style: { opacity } });
            }
            else if (name === 'line') list.push({ kind: 'line', at: [x, y, x + Number(a.x2), y + Number(a.y2)], style });
            else if (name === 'path') for (const part of a.d.split(/(?=M)/)) {
              const n = numbers(part.replace(/,/g, ' ')), keys = part.replace(/[^A-Za-z]/g, '');
              if (keys === 'M' || keys === 'MZ') continue; // a line of one point: nothing to see
              if (keys === 'MhvhZ') list.push({ kind: 'rect', at: [x + n[0], y + n[1], n[2], n[3]], style });
              else if (keys === 'MHVHZ') list.push({ kind: 'rect', at: [x + n[0], y + n[1], n[2] - n[0], n[3] - n[1]], style });
              else if (keys === 'Mh') list.push({ kind: 'dot', at: [x + n[0], y + n[1], Number(a['stroke-width']) / 2], style: { fill: stroke, stroke: null, width: 0, dash: '', opacity } });
              else if (keys === 'MAA') list.push({ kind: 'dot', at: [x, y, n[0]], style });
              else if (keys === 'Maa') list.push({ kind: 'dot', at: [x + n[0] + n[2], y + n[1], n[2]], style });
              else if (/^ML+Z$/.test(keys)) list.push({ kind: 'area', at: n.map((v, i) => i % 2 ? y + v : x + v), style });
              else if (/^ML+$/.test(keys)) list.push({ kind: 'line', at: n.map((v, i) => i % 2 ? y + v : x + v), style });
              else throw new Error('unknown path ' + part);
            }
          }
          const order = t => `${t.words}|${Math.round(t.at[1])}|${Math.round(t.at[0])}`;
          return [...list, ...texts.sort((a, b) => order(a) < order(b) ? -1 : 1)];
        };
        const same = (a, b) => a && b && a.kind === b.kind && a.words === b.words && JSON.stringify(a.style) === JSON.stringify(b.style) && a.at.length === b.at.length && a.at.every((v, i) => Math.abs(v - b.at[i]) < 0.02);
        console.log(JSON.stringify(await Promise.all(cases.map(async chart => {
          const own = marks(await charts.svg(chart)), vega = marks(await charts.vegaSvg(chart));
          const at = [...Array(Math.max(own.length, vega.length)).keys()].find(i => !same(own[i], vega[i]));
          return { spec: chart.spec, marks: vega.length, kinds: [...new Set(vega.map(m => m.kind))].sort().join(), plain: await charts.svg(chart) !== await charts.vegaSvg(chart), differs: at === undefined ? '' : JSON.stringify([own[at], vega[at]]) };
        }))));
        """;

    public static TheoryData<string, int, string, string> Plain => new()
    {
        { "marks", 16, "rect,text", """{"spec":"marks","parts":[6,19,25,12],"small":false,"references":[[31,315,451,189],[993,7377,11223,5107]]}""" },
        { "marks, small", 7, "rect,text", """{"spec":"marks","parts":[0,3,4,1],"small":true,"references":[null,[1,0,0,0]]}""" },
        { "marks, hidden", 1, "text", """{"spec":"marks","parts":[],"small":true,"references":[]}""" },
        { "journal", 9, "rect,text", """{"spec":"journal","parts":[160,698,125],"small":false,"references":[[3880,17268,3552]]}""" },
        { "intervals", 12, "dot,line", """{"spec":"intervals","width":120,"rowHeight":20,"min":-30,"max":30,"ticks":[-20,0,20],"zero":0,"rows":[{"main":{"value":4,"low":-3,"high":11},"thin":{"value":9,"low":1,"high":17},"mark":null,"tone":"none"},null,{"main":{"value":-30,"low":null,"high":null},"thin":null,"mark":12,"tone":"down"},{"main":{"value":99,"low":10,"high":99},"thin":null,"mark":null,"tone":"up"}]}""" },
        { "histogram", 28, "line,rect,text", """{"spec":"histogram","columns":2,"counts":[0,1,4,2,7,9,3,1,0],"thresholds":[3,5,7],"assumed":true,"reference":[1,2,9,11,20,25,17,10,5]}""" },
        { "histogram, no scale", 14, "line,rect,text", """{"spec":"histogram","columns":1,"counts":[2,0,5,4],"thresholds":[],"assumed":false,"reference":null}""" },
        { "heatmap", 6, "rect,text", """{"spec":"heatmap","columns":4,"rows":[[{"value":5,"diff":null},null,{"value":50,"diff":null}],[{"value":93.6,"diff":null}]]}""" },
        { "heatmap-difference", 7, "rect,text", """{"spec":"heatmap-difference","columns":30,"rows":[[{"value":5,"diff":-44},{"value":60,"diff":null},{"value":100,"diff":11.5},{"value":70,"diff":23}]]}""" },
        { "lines", 28, "dot,line,text", """{"spec":"lines","years":[2021,2022,2023,2024,2025],"breakBefore":4,"own":[{"value":40,"low":31,"high":50},null,{"value":55.5,"low":44,"high":66},{"value":60,"low":50,"high":70},{"value":100,"low":90,"high":100}],"wider":[50,51,52,null,58]}""" },
        { "funnel", 26, "area,dot,line,text", """{"spec":"funnel","mean":50,"maxN":120,"points":[{"no":7,"n":40,"value":95,"zone":2},{"no":1,"n":60,"value":55,"zone":0},{"no":2,"n":30,"value":20,"zone":1}],"limits":[{"n":10,"low95":20,"high95":80,"low998":5,"high998":97},{"n":50,"low95":36,"high95":64,"low998":28,"high998":72},{"n":120,"low95":41,"high95":59,"low998":36,"high998":64}]}""" },
        { "scatter", 7, "dot,rect,text", """{"spec":"scatter","width":220,"height":180,"points":[{"x":0,"y":0,"group":1,"label":null,"own":true},{"x":1,"y":3,"group":2,"label":1,"own":false},{"x":4,"y":1,"group":9,"label":2,"own":false}]}""" },
    };

    [Theory]
    [MemberData(nameof(Plain))]
    public async Task A_plain_chart_has_the_marks_that_Vega_draws(string name, int marks, string kinds, string chart)
    {
        var (_, output, errors) = await NodeScript.RunAsync("--input-type=module", "-e", Script, "[" + chart + "]");

        Assert.Equal(string.Empty, errors);
        using var json = JsonDocument.Parse(output);
        var result = json.RootElement[0];
        Assert.Equal(string.Empty, result.GetProperty("differs").GetString());
        Assert.Equal((name, marks, kinds), (name, result.GetProperty("marks").GetInt32(), result.GetProperty("kinds").GetString()!));
        Assert.True(result.GetProperty("plain").GetBoolean(), "drawn by Vega: the specification is not plain");
    }

    [Theory]
    [InlineData("\"scale\": null", "\"scale\": { \"domain\": [0, 100] }")]
    [InlineData("\"type\": \"rect\"", "\"type\": \"bar\"")]
    [InlineData("\"type\": \"rect\"", "\"type\": \"rect\", \"cornerRadius\": 2")]
    [InlineData("\"baseline\": \"middle\"", "\"baseline\": \"top\"")]
    [InlineData("\"axis\": null", "\"axis\": { \"title\": \"%\" }")]
    public async Task A_specification_that_asks_for_more_is_left_to_Vega(string part, string instead)
    {
        var spec = File.ReadAllText(Path.Combine(FakeAssets.Real, "charts", "marks.vl.json"));
        var at = spec.IndexOf(part, StringComparison.Ordinal);
        var changed = string.Concat(spec.AsSpan(0, at), instead, spec.AsSpan(at + part.Length));

        var (_, output, errors) = await NodeScript.RunAsync(
            "--input-type=module", "-e", "import { isPlain } from './worker/plain.mjs'; console.log(process.argv.slice(1).map(s => isPlain(JSON.parse(s))).join());", spec, changed);

        Assert.Equal(string.Empty, errors);
        Assert.Equal("true,false", output.Trim());
    }
}
