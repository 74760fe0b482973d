// One histogram of primary scores: bars in the colours of the marks, boundaries of the marks, the wider group as a step line.
import { ticks } from '../numbers.mjs';

export const histogram = (chart, meta, measure) => {
  const width = meta.width[chart.columns] - meta.left - meta.right, height = meta.height[chart.columns] - meta.top - meta.bottom;
  const total = chart.counts.reduce((sum, n) => sum + n, 0), last = chart.counts.length - 1;
  const categories = meta.categories;
  const category = score => chart.thresholds.length ? categories[chart.thresholds.filter(t => score >= t).length] : categories.at(-1);
  const bars = chart.counts.map((n, score) => ({ from: score - 0.44, to: score + 0.44, share: 100 * n / total, category: category(score) }));
  const highest = Math.max(...bars.map(bar => bar.share), ...(chart.reference ?? [0]));
  const yTicks = ticks(Math.max(highest * 1.04, 1), 3);
  const yMax = Math.max(highest * 1.06, 1);
  const reference = (chart.reference ?? []).flatMap((share, score) => [{ x: score - 0.5, share }, { x: score + 0.5, share }])
    .map((point, order) => ({ ...point, order }));
  const pixel = x => (x + 0.5) / (last + 1) * width;
  // If one full label would run into the next boundary, all are shortened to the score.
  const full = chart.thresholds.map((threshold, i) => `«${i + 3}» от ${threshold}`);
  const fits = full.every((text, i) => {
    const next = i + 1 < full.length ? pixel(chart.thresholds[i + 1] - 0.5) : width + meta.right;
    return pixel(chart.thresholds[i] - 0.5) + measure(text, 6.6, true) + 4 <= next;
  });
  const boundaries = chart.thresholds.map((threshold, i) => (
    { x: threshold - 0.5, text: fits ? full[i] : `${threshold}`, top: -meta.top + 3, bottom: height, labelY: -meta.top / 2 + 0.5 }));
  const step = [1, 2, 5, 10, 20].find(s => (last / s) * 13 <= width) ?? 20;
  const xTicks = Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step);
  return {
    width, height, padding: { left: meta.left, right: meta.right, top: meta.top, bottom: meta.bottom },
    signals: { xMin: -0.5, xMax: last + 0.5, yMax, xTicks, yTicks: yTicks.filter(t => t <= yMax), boundaryDash: chart.assumed ? [2.5, 2] : [] },
    data: { bars, reference, boundaries },
  };
};
