// Rows of stacked bars: the own group as a wide bar with values inside, the wider groups as thin bars below it.
import { fixed, integer } from '../numbers.mjs';

const FONT_SIZE = 7;
// Top and bottom of the wide bar and of each thin one, as parts of the row's height, by the number of wider groups.
const BANDS = [
  [[0.22, 0.78]],
  [[0.13, 0.60], [0.68, 0.84]],
  [[0.10, 0.54], [0.60, 0.73], [0.78, 0.91]],
];

export const stacked = (chart, meta, measure) => {
  const bands = BANDS[Math.min(chart.references, BANDS.length - 1)];
  const width = meta.width[Math.min(chart.references, meta.width.length - 1)], height = chart.rows.length * meta.rowHeight;
  const segments = [], labels = [], notes = [];
  chart.rows.forEach((row, index) => {
    const top = index * meta.rowHeight, at = part => top + part * meta.rowHeight;
    const bar = (parts, [from, to], opacity) => {
      const total = parts.reduce((sum, n) => sum + n, 0);
      let left = 0;
      return parts.map((n, category) => {
        const right = left + (total ? 100 * n / total : 0);
        const segment = { from: left, to: right, top: at(from), bottom: at(to), category: meta.categories[category], opacity, n, share: total ? 100 * n / total : 0 };
        left = right;
        return segment;
      }).filter(segment => segment.n > 0);
    };
    if (row.parts.length === 0) notes.push({ percent: 0, y: at((bands[0][0] + bands[0][1]) / 2), text: 'малая группа' });
    for (const segment of bar(row.parts, bands[0], row.small ? 0.35 : 1)) {
      segments.push(segment);
      const text = row.small ? integer(segment.n) : fixed(segment.share);
      if ((segment.to - segment.from) / 100 * width < measure(text, FONT_SIZE) + 3) continue;
      // On a pale bar every label is dark: it takes the colour of the category whose labels are dark.
      labels.push({ middle: (segment.from + segment.to) / 2, y: (segment.top + segment.bottom) / 2 + 0.3, text, category: row.small ? meta.categories[1] : segment.category });
    }
    row.references.forEach((parts, reference) => parts && segments.push(...bar(parts, bands[1 + reference], 0.62)));
  });
  const grid = [0, 25, 50, 75, 100].map(percent => ({ percent, top: 0, bottom: height }));
  return { width, height, padding: 0, signals: {}, data: { grid, segments, labels, notes } };
};
