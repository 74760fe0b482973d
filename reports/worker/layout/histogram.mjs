// One histogram of primary scores: bars in the colours of the marks, boundaries of the marks, the wider group as a step line.
import { ticks } from '../numbers.mjs';

export const histogram = (chart, meta, measure) => {
  const width = meta.width[chart.columns] - meta.left - meta.right, height = meta.height[chart.columns] - meta.top - meta.bottom;
  const total = chart.counts.reduce((sum, n) => sum + n, 0), last = chart.counts.length - 1;
  const categories = meta.categories;
  const category = score => chart.thresholds.length ? categories[chart.thresholds.filter(t => score >= t).length] : categories.at(-1);
  const shares = chart.counts.map(n => 100 * n / total), highest = Math.max(...shares, ...(chart.reference ?? [0]));
  const yMax = Math.max(highest * 1.06, 1);
  // The middle of a score's column is at the score; a column is one score wide.
  const px = score => (score + 0.5) / (last + 1) * width, py = share => height - share / yMax * height;
  const bars = shares.map((share, score) => ({ x: px(score - 0.44), x2: px(score + 0.44), y: py(share), y2: height, category: category(score) })).filter(bar => bar.y < height);
  const reference = (chart.reference ?? []).flatMap((share, score) => [{ x: px(score - 0.5), y: py(share) }, { x: px(score + 0.5), y: py(share) }])
    .map((point, order) => ({ ...point, order }));
  // If one full label would run into the next boundary, all are shortened to the score.
  const full = chart.thresholds.map((threshold, i) => `«${i + 3}» от ${threshold}`);
  const fits = full.every((text, i) => {
    const next = i + 1 < full.length ? px(chart.thresholds[i + 1] - 0.5) : width + meta.right;
    return px(chart.thresholds[i] - 0.5) + measure(text, 6.6, true) + 4 <= next;
  });
  const boundaries = chart.thresholds.map((threshold, i) => (
    { x: px(threshold - 0.5), text: fits ? full[i] : `${threshold}`, top: -meta.top + 3, bottom: height, labelY: -meta.top / 2 + 0.5 }));
  const step = [1, 2, 5, 10, 20].find(s => (last / s) * 13 <= width) ?? 20;
  const levels = ticks(Math.max(highest * 1.04, 1), 3).filter(level => level <= yMax);
  return {
    width, height, padding: { left: meta.left, right: meta.right, top: meta.top, bottom: meta.bottom },
    signals: { boundaryDash: chart.assumed ? [2.5, 2] : [] },
    data: {
      bars, reference, boundaries,
      grid: levels.map(level => ({ x: 0, x2: width, y: py(level) })), floor: [{ x: 0, x2: width, y: height }],
      shares: levels.map(level => ({ x: -3, y: py(level), text: `${level} %` })),
      scores: Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => ({ x: px(i * step), y: height + 5.5, text: `${i * step}` })),
    },
  };
};
