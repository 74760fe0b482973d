// Works × tasks. Columns are the numbers of the tasks in the protocol; a gap separates the classes.
import { fixed, integer } from '../numbers.mjs';

export const heatmap = (chart, meta, measure) => {
  const left = meta.labelWidth + meta.countWidth;
  const cell = Math.min(meta.maxCell, (meta.width - left) / chart.columns);
  const cells = [], values = [], rows = [], counts = [], header = [];
  let y = meta.headerHeight, group = null;
  for (const row of chart.rows) {
    if (row.group !== group) {
      if (group !== null) y += meta.groupGap;
      rows.push({ x: 0, y: y + meta.rowHeight / 2, text: row.group.replace(/^Программа (.*?) \(.*$/, '$1') });
      group = row.group;
    }
    const middle = y + meta.rowHeight / 2 + 0.4;
    rows.push({ x: 36, y: middle, text: shorten(row.work, meta.labelWidth - 36, measure) });
    counts.push({ x: left - 6, y: middle, text: integer(row.n) });
    row.cells.forEach((task, index) => {
      if (!task) return;
      const x = left + index * cell, colour = meta.field === 'diff' ? task.diff : task.value;
      if (colour !== null) cells.push({ x, x2: x + cell, y, y2: y + meta.rowHeight, colour });
      values.push({ x: x + cell / 2, y: middle, text: fixed(task.value, 0), colour: colour ?? (meta.field === 'diff' ? 0 : 50) });
    });
    y += meta.rowHeight;
  }
  for (let column = 0; column < chart.columns; column++) header.push({ x: left + (column + 0.5) * cell, y: meta.headerHeight / 2, text: String(column + 1) });
  const legend = [{ x: left - 14, y: meta.headerHeight / 2, text: 'n' }];
  // The key: the same colours in a row below the table.
  const keyTop = y + 7, keyCell = 15;
  meta.legend.values.forEach((value, index) => {
    const x = left + index * keyCell;
    cells.push({ x, x2: x + keyCell, y: keyTop, y2: keyTop + 6, colour: value });
    const text = meta.legend.labels[String(value)];
    if (text) legend.push({ x: x + keyCell / 2, y: keyTop + 12, text });
  });
  return { width: meta.width, height: y + 7 + meta.legendHeight, padding: 0, signals: {}, data: { cells, values, rows, counts, header, legend } };
};

const shorten = (text, width, measure) => {
  if (measure(text, 7.4) <= width) return text;
  let cut = text;
  while (cut.length > 1 && measure(`${cut}…`, 7.4) > width) cut = cut.slice(0, -1);
  return `${cut.trimEnd()}…`;
};
