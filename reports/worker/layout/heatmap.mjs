// Works × tasks of one class; the table around the chart has the names. Between the two values of paleWithin a cell is pale.
import { fixed } from '../numbers.mjs';

export const heatmap = (chart, meta) => {
  const width = Math.min(meta.maxCell, meta.width / chart.columns), cells = [], values = [], [low, high] = meta.paleWithin;
  // «100» must fit into the narrowest cell.
  const size = Math.min(6.6, width * 0.56);
  chart.rows.forEach((row, line) => row.forEach((task, index) => {
    if (!task) return;
    // A hair of white between cells, and below the line of the class heading.
    const x = index * width, y = line * meta.rowHeight, colour = task[meta.field] ?? null;
    if (colour !== null) cells.push({ x: x + 0.3, x2: x + width - 0.3, y: y + 0.8, y2: y + meta.rowHeight, colour });
    values.push({ x: x + width / 2, y: y + meta.rowHeight / 2 + 0.4, text: fixed(task.value, 0), size, ground: colour === null || colour >= low && colour <= high ? 'pale' : 'dark' });
  }));
  return { width: meta.width, height: chart.rows.length * meta.rowHeight, padding: 0, signals: {}, data: { cells, values } };
};
