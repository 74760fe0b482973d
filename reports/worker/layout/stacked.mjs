// One row: the own group as a wide bar with values inside, the wider groups as thin bars below it.
import { fixed, integer } from '../numbers.mjs';

const FONT_SIZE = 7;
// Top and bottom of the wide bar and of each thin one, as parts of the row's height, by the number of wider groups.
const BANDS = [
  [[0.22, 0.78]],
  [[0.14, 0.61], [0.69, 0.85]],
  [[0.10, 0.54], [0.60, 0.73], [0.78, 0.91]],
];

export const stacked = (chart, meta, measure) => {
  const bands = BANDS[Math.min(chart.references.length, BANDS.length - 1)];
  const width = meta.width[Math.min(chart.references.length, meta.width.length - 1)], height = meta.rowHeight;
  const bar = (parts, [top, bottom], shade) => {
    const total = parts.reduce((sum, n) => sum + n, 0);
    let from = 0;
    return parts.map((n, index) => {
      const to = from + (total ? 100 * n / total : 0), category = meta.categories[index];
      const segment = { from: from / 100 * width, to: to / 100 * width, top: top * height, bottom: bottom * height, category, colour: category + shade, n, share: to - from };
      from = to;
      return segment;
    }).filter(segment => segment.n > 0);
  };
  const own = bar(chart.parts, bands[0], chart.small ? ' (малая группа)' : '');
  const labels = own.map(segment => ({
    middle: (segment.from + segment.to) / 2, y: (segment.top + segment.bottom) / 2 + 0.3, room: segment.to - segment.from,
    text: chart.small ? integer(segment.n) : fixed(segment.share),
    // On a pale bar every label is dark: it takes the colour of the category whose labels are dark.
    category: chart.small ? meta.categories[1] : segment.category,
  })).filter(label => label.room >= measure(label.text, FONT_SIZE) + 3);
  const thin = chart.references.flatMap((parts, index) => parts ? bar(parts, bands[1 + index], ' (сравнение)') : []);
  const notes = chart.parts.length ? [] : [{ x: 0, y: height / 2, text: 'малая группа' }];
  return { width, height, padding: 0, signals: {}, data: { segments: [...own, ...thin], labels, notes } };
};
