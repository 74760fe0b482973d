// A funnel plot; the numbers of schools outside the outer limits are placed so that they cover neither points nor each other.
import { ticks } from '../numbers.mjs';

const FONT_SIZE = 6.4, RADIUS = 2.6;
const DIRECTIONS = [[1, 0], [-1, 0], [0, -1], [0, 1], [0.8, -0.8], [0.8, 0.8], [-0.8, -0.8], [-0.8, 0.8]];

export const funnel = (chart, meta, measure) => {
  const width = meta.width - meta.left - meta.right, height = meta.height - meta.top - meta.bottom;
  const highest = Math.max(...chart.points.map(p => p.value), ...chart.limits.filter(l => l.n >= chart.limits[0].n * 1.5).map(l => l.high998));
  const yMax = Math.min(100, Math.ceil((highest + 2) / 10) * 10);
  const px = n => n / chart.maxN * width, py = value => height - value / yMax * height;
  const dots = chart.points.map(point => ({ ...point, x: px(point.n), y: py(point.value) }));
  const { numbers, leaders } = placeNumbers(dots, width, height, measure);
  const limits = chart.limits.map(l => ({
    x: px(l.n), low95: py(l.low95), high95: py(Math.min(l.high95, yMax)), low998: py(l.low998), high998: py(Math.min(l.high998, yMax)),
  }));
  const shares = ticks(yMax, 4), across = y => ({ x: 0, x2: width, y });
  return {
    width, height, padding: { left: meta.left, right: meta.right, top: meta.top, bottom: meta.bottom }, signals: {},
    data: {
      grid: shares.map(tick => across(py(tick))), base: [across(height)], mean: [across(py(chart.mean))], limits, numbers, leaders,
      // Drawn last are the points outside the limits: they matter most.
      points: dots.toSorted((a, b) => a.zone - b.zone),
      shares: shares.map(tick => ({ x: -3, y: py(tick), text: `${tick} %` })),
      counts: ticks(chart.maxN, 5).map(tick => ({ x: px(tick), y: height + 5.4, text: `${tick}` })),
    },
  };
};

const overlap = (a, b) => Math.max(0, Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1)) * Math.max(0, Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1));

// Greedy: the point with most neighbours first; of the free places the nearest, else the one that covers least.
export const placeNumbers = (dots, width, height, measure) => {
  const obstacles = dots.map(d => ({ x1: d.x - RADIUS, x2: d.x + RADIUS, y1: d.y - RADIUS, y2: d.y + RADIUS }));
  const crowd = d => dots.filter(o => Math.hypot(o.x - d.x, o.y - d.y) < 18).length;
  const outside = dots.filter(d => d.zone === 2).map(d => ({ d, crowd: crowd(d) })).sort((a, b) => b.crowd - a.crowd || a.d.no - b.d.no);
  const numbers = [], leaders = [];
  for (const { d } of outside) {
    const text = String(d.no), w = measure(text, FONT_SIZE), h = FONT_SIZE * 0.82;
    let best = null;
    for (const distance of [1.2, 4, 8, 12]) {
      for (const [dx, dy] of DIRECTIONS) {
        const cx = d.x + dx * (RADIUS + distance + w / 2), cy = d.y + dy * (RADIUS + distance + h / 2);
        const box = { x1: cx - w / 2 - 0.6, x2: cx + w / 2 + 0.6, y1: cy - h / 2 - 0.3, y2: cy + h / 2 + 0.3 };
        if (box.x1 < 0 || box.x2 > width || box.y1 < 0 || box.y2 > height) continue;
        const covered = obstacles.reduce((sum, o) => sum + overlap(box, o), 0);
        if (!best || covered < best.covered - 1e-9) best = { box, cx, cy, covered, distance };
      }
      if (best && best.covered === 0) break;
    }
    if (!best) continue;
    obstacles.push(best.box);
    numbers.push({ x: best.box.x1 + 0.6, y: best.cy + 0.3, text, no: d.no, box: best.box });
    if (best.distance > 4) leaders.push({ x: d.x, y: d.y, x2: Math.min(Math.max(d.x, best.box.x1), best.box.x2), y2: Math.min(Math.max(d.y, best.box.y1), best.box.y2) });
  }
  return { numbers, leaders };
};
