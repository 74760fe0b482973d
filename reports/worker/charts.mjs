// Chart specifications (Vega-Lite files) become SVG: plain ones are drawn by plain.mjs, the others by Vega. Vega comes when the first chart
// needs it; a specification is compiled once. No chart of our own needs it now.
import fs from 'node:fs';
import path from 'node:path';
import { layoutFiles } from './paths.mjs';
import { draw, isPlain } from './plain.mjs';

// A layout is the file layout/<name>.mjs that exports a function of that name.
const LAYOUTS = Object.fromEntries(await Promise.all(layoutFiles().map(async ([name, url]) => [name, (await import(url))[name]])));

export class Charts {
  #specs = new Map();
  #compiled = new Map();
  #folder;
  #measure;
  #vega = null;

  constructor(folder, measure) {
    this.#folder = folder;
    this.#measure = measure;
  }

  // Names of all specification files.
  names() {
    return fs.readdirSync(this.#folder).filter(name => name.endsWith('.vl.json')).map(name => name.slice(0, -'.vl.json'.length)).sort();
  }

  // The specification of that name, its sizes, and whether it is a plain one.
  #spec(name) {
    const cached = this.#specs.get(name);
    if (cached) return cached;
    const file = path.join(this.#folder, `${name}.vl.json`);
    if (!fs.existsSync(file)) throw new Error(`нет описания диаграммы «${name}» (${file})`);
    const spec = JSON.parse(fs.readFileSync(file, 'utf8'));
    const meta = spec.usermeta?.msoko;
    if (!meta || !LAYOUTS[meta.layout]) throw new Error(`диаграмма «${name}»: неизвестная раскладка «${meta?.layout}»`);
    const entry = { spec, meta, plain: isPlain(spec) };
    this.#specs.set(name, entry);
    return entry;
  }

  async #load() {
    if (this.#vega) return this.#vega;
    const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
    vega.textMetrics.width = (item, text) => this.#measure(text ?? item.text ?? '', item.fontSize ?? 11, /bold|[6-9]00/.test(item.fontWeight ?? ''));
    return this.#vega = { vega, vegaLite };
  }

  // Compiles one specification with Vega-Lite, a plain one too; a warning is an error, since it means that something will not be drawn as written.
  async compile(name) {
    const { spec } = this.#spec(name), cached = this.#compiled.get(name);
    if (cached) return cached;
    const { vega, vegaLite } = await this.#load();
    const warnings = [];
    const logger = { level() { return this; }, info() { return this; }, debug() { return this; }, warn(...m) { warnings.push(m.join(' ')); return this; }, error(...m) { warnings.push(m.join(' ')); return this; } };
    let runtime;
    try {
      runtime = vega.parse(vegaLite.compile(spec, { logger }).spec);
    } catch (error) {
      warnings.push(error.message);
    }
    if (warnings.length) throw new Error(`диаграмма «${name}»: ${warnings.join('; ')}`);
    this.#compiled.set(name, runtime);
    return runtime;
  }

  async svg(chart) {
    const { spec, meta, plain } = this.#spec(chart.spec);
    return plain ? draw(spec, LAYOUTS[meta.layout](chart, meta, this.#measure), this.#measure) : this.vegaSvg(chart);
  }

  // The same chart drawn by Vega, whatever its specification.
  async vegaSvg(chart) {
    const { meta } = this.#spec(chart.spec), runtime = await this.compile(chart.spec), { vega } = await this.#load();
    const { width, height, padding, signals, data } = LAYOUTS[meta.layout](chart, meta, this.#measure);
    // A fresh view: one that has drawn another chart keeps the order of that chart's ticks.
    const view = new vega.View(runtime, { renderer: 'none', logLevel: vega.Error });
    view.width(width).height(height).padding(padding);
    for (const [name, value] of Object.entries(signals)) view.signal(name, value);
    for (const [name, values] of Object.entries(data)) view.data(name, values);
    return view.toSVG();
  }
}
