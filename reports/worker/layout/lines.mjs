// A share over the years: own points with intervals joined by a line, the wider group's line behind; a missing year breaks a line.
const TICKS = [0, 25, 50, 75, 100];

export const lines = (chart, meta) => {
  const width = meta.width - meta.left - meta.right, height = meta.height - meta.top - meta.bottom, last = chart.years.length - 1;
  const px = index => last === 0 ? width / 2 : 6 + index / last * (width - 12), py = value => height - value / 100 * height;
  const joined = values => {
    let part = 0;
    return values.flatMap((value, index) => {
      if (value === null) { part++; return []; }
      return [{ x: px(index), y: py(value), part: `${part}` }];
    });
  };
  const own = joined(chart.own.map(point => point?.value ?? null)), wider = joined(chart.wider);
  return {
    width, height, padding: { left: meta.left, right: meta.right, top: meta.top, bottom: meta.bottom }, signals: {},
    data: {
      grid: TICKS.map(tick => ({ x: 0, x2: width, y: py(tick) })),
      axis: TICKS.filter(tick => tick % 50 === 0).map(tick => ({ x: -4, y: py(tick), text: `${tick}` })),
      breaks: chart.breakBefore > 0 ? [{ x: (px(chart.breakBefore - 1) + px(chart.breakBefore)) / 2, y: 0, y2: height }] : [],
      wider, widerDots: wider, own, dots: own,
      bars: chart.own.flatMap((point, index) => point ? [{ x: px(index), y: py(point.low), y2: py(point.high) }] : []),
      labels: chart.years.map((year, index) => ({ x: px(index), y: height + 8, text: `${year}` })),
    },
  };
};
