// One report: charts → SVG, template + model → PDF/A-2a.
import fs from 'node:fs';
import path from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { Charts } from './charts.mjs';
import { fontFiles, root } from './paths.mjs';
import { pack } from './pack.mjs';
import { textWidth } from './text-width.mjs';

const STANDARD = 'a-2a';

// A dash or a per cent sign never begins a line, «n = 5» is never torn. Here once instead of by a rule of the template: Typst would search every cell.
const typography = text => text.replaceAll(' — ', '\u00A0— ').replaceAll(' %', '\u00A0%').replaceAll('n = ', 'n\u00A0=\u00A0');
// What the page needs of a chart; its figures are in its SVG.
const page = model => ({ ...model, charts: Object.fromEntries(Object.entries(model.charts).map(([name, { alt }]) => [name, { alt }])) });

export class Renderer {
  #compiler;
  #charts;

  constructor() {
    const fonts = fontFiles();
    this.#charts = new Charts(path.join(root, 'charts'), textWidth(fonts));
    this.#compiler = NodeCompiler.create({ workspace: root, fontArgs: [{ fontBlobs: Object.values(fonts).map(file => fs.readFileSync(file)) }] });
  }

  // model: the report's model. Gives the PDF's bytes and the number of its pages.
  async pdf(model) {
    const shadows = [];
    const shadow = (name, content) => {
      const file = path.join(root, 'run', name);
      this.#compiler.mapShadow(file, content);
      shadows.push(file);
    };
    try {
      shadow('model.json', Buffer.from(typography(JSON.stringify(page(model)))));
      for (const [name, chart] of Object.entries(model.charts)) shadow(path.join('charts', `${name}.svg`), Buffer.from(await this.#charts.svg(chart)));
      const compiled = this.#compiler.compile({ mainFilePath: path.join(root, 'templates', 'report.typ') });
      if (compiled.hasError()) throw new Error(`отчёт «${model.kind}»: ${this.#diagnostics(compiled.takeError())}`);
      const document = compiled.result, pages = document.numOfPages;
      // The template sets the document's date; the clock of this machine must not get into the file in any other way.
      return { bytes: pack(this.#compiler.pdf(document, { pdfStandard: STANDARD, creationTimestamp: 0 })), pages };
    } finally {
      for (const file of shadows) this.#compiler.unmapShadow(file);
      this.#compiler.evictCache(2);
      // Native documents are freed on the event loop only; without a turn of it each report would keep its memory.
      await new Promise(setImmediate);
    }
  }

  #diagnostics(error) {
    if (!error) return 'неизвестная ошибка';
    const list = this.#compiler.fetchDiagnostics(error);
    return list.slice(0, 3).map(d => [d.message, d.path && path.basename(d.path), d.range?.start && `строка ${d.range.start.line + 1}`, ...(d.hints ?? [])].filter(Boolean).join(', ')).join('; ') || String(error.shortDiagnostics?.[0]?.message ?? 'неизвестная ошибка');
  }
}
