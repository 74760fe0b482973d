// Checks the assets without making a report: every chart specification must compile. Prints one JSON line.
import path from 'node:path';
import { Charts } from './charts.mjs';
import { fontFiles, root, templates } from './paths.mjs';
import { textWidth } from './text-width.mjs';

const charts = new Charts(path.join(root, 'charts'), textWidth(fontFiles()));
const errors = [];
for (const name of charts.names()) {
  try {
    await charts.compile(name);
  } catch (error) {
    errors.push(error.message);
  }
}
process.stdout.write(`${JSON.stringify({ charts: charts.names(), templates: templates(), errors })}\n`);
process.exitCode = errors.length ? 1 : 0;
