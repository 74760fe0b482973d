// A map of likeness: one scale for both directions, so that distances keep their meaning; numbers do not cover points or each other.
import { placeNumbers } from './funnel.mjs';

const MARGIN = 12;

export const scatter = (chart, meta, measure) => {
  const { width, height, points } = chart;
  const range = field => [Math.min(...points.map(p => p[field])), Math.max(...points.map(p => p[field]))];
  const [x1, x2] = range('x'), [y1, y2] = range('y');
  const scale = Math.min((width - 2 * MARGIN) / Math.max(x2 - x1, 1e-9), (height - 2 * MARGIN) / Math.max(y2 - y1, 1e-9));
  const dots = points.map(p => ({
    x: width / 2 + (p.x - (x1 + x2) / 2) * scale, y: height / 2 - (p.y - (y1 + y2) / 2) * scale,
    group: `${(p.group - 1) % meta.colors.length + 1}`, no: p.label, zone: p.label === null ? 0 : 2, own: p.own,
  }));
  const { numbers } = placeNumbers(dots, width, height, measure);
  return {
    width, height, padding: 0, signals: {},
    data: { frame: [{ x: 0.3, x2: width - 0.3, y: 0.3, y2: height - 0.3 }], rings: dots.filter(d => d.own), dots, labels: numbers },
  };
};
