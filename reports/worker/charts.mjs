// Chart specifications (Vega-Lite files) become SVG. A specification is compiled once and its view is kept; a chart only puts in
// its data, signals and size, which takes about a millisecond.
import fs from 'node:fs';
import path from 'node:path';
import * as vega from 'vega';
import * as vegaLite from 'vega-lite';
import { layoutFiles } from './paths.mjs';

// A layout is the file layout/<name>.mjs that exports a function of that name.
const LAYOUTS = Object.fromEntries(await Promise.all(layoutFiles().map(async ([name, url]) => [name, (await import(url))[name]])));

export class Charts {
  #specs = new Map();
  #folder;
  #measure;

  constructor(folder, measure) {
    this.#folder = folder;
    this.#measure = measure;
    vega.textMetrics.width = (item, text) => measure(text ?? item.text ?? '', item.fontSize ?? 11, /bold|[6-9]00/.test(item.fontWeight ?? ''));
  }

  // Names of all specification files.
  names() {
    return fs.readdirSync(this.#folder).filter(name => name.endsWith('.vl.json')).map(name => name.slice(0, -'.vl.json'.length)).sort();
  }

  // Compiles one specification; a warning of Vega-Lite is an error, since it means that something will not be drawn as written.
  compile(name) {
    const cached = this.#specs.get(name);
    if (cached) return cached;
    const file = path.join(this.#folder, `${name}.vl.json`);
    if (!fs.existsSync(file)) throw new Error(`нет описания диаграммы «${name}» (${file})`);
    const spec = JSON.parse(fs.readFileSync(file, 'utf8'));
    const meta = spec.usermeta?.msoko;
    if (!meta || !LAYOUTS[meta.layout]) throw new Error(`диаграмма «${name}»: неизвестная раскладка «${meta?.layout}»`);
    const warnings = [];
    const logger = { level() { return this; }, info() { return this; }, debug() { return this; }, warn(...m) { warnings.push(m.join(' ')); return this; }, error(...m) { warnings.push(m.join(' ')); return this; } };
    let runtime;
    try {
      runtime = vega.parse(vegaLite.compile(spec, { logger }).spec);
    } catch (error) {
      warnings.push(error.message);
    }
    if (warnings.length) throw new Error(`диаграмма «${name}»: ${warnings.join('; ')}`);
    const entry = { meta, runtime, view: null };
    this.#specs.set(name, entry);
    return entry;
  }

  // Compiles all specifications before the first report asks for them; a wrong one is told by the report that uses it.
  warm() {
    for (const name of this.names()) {
      try { this.compile(name); } catch { /* told later */ }
    }
  }

  async svg(chart) {
    const entry = this.compile(chart.spec), { meta } = entry;
    const { width, height, padding, signals, data } = LAYOUTS[meta.layout](chart, meta, this.#measure);
    const view = entry.view ?? new vega.View(entry.runtime, { renderer: 'none', logLevel: vega.Error });
    entry.view = null; // a view that has failed is not used again
    // Ticks left from the previous chart would keep their places among the new ones, and the file would depend on what was
    // drawn before; so the axes are emptied first.
    for (const name of ['xTicks', 'yTicks']) if (name in signals) view.signal(name, []);
    view.run();
    view.width(width).height(height).padding(padding);
    for (const [name, value] of Object.entries(signals)) view.signal(name, value);
    for (const [name, values] of Object.entries(data)) view.data(name, values);
    const svg = await view.toSVG();
    entry.view = view;
    return svg;
  }
}
