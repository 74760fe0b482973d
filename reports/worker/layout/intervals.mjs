// Estimates with their intervals, one row each, beside the rows of a table: places in points from the left edge of the column.
export const intervals = chart => {
  const { width, rowHeight, min, max } = chart, height = chart.rows.length * rowHeight;
  const px = value => (Math.min(max, Math.max(min, value)) - min) / (max - min) * width;
  const data = { grid: [], zero: [], thin: [], thick: [], marks: [], hollow: [], dots: [] };
  for (const tick of chart.ticks) data.grid.push({ x: px(tick), y: 0, y2: height });
  if (chart.zero !== null) data.zero.push({ x: px(chart.zero), y: 0, y2: height });
  chart.rows.forEach((row, line) => {
    if (!row) return;
    const top = line * rowHeight, middle = top + rowHeight / 2;
    const { main, thin, mark } = row;
    // The two estimates lie beside each other, so that neither hides the other.
    // An earlier value has no interval of its own: a line joins the two, like a dumbbell.
    const joined = main && thin && thin.low === null;
    const y = main && thin && !joined ? middle + rowHeight * 0.12 : middle;
    if (main) {
      if (main.low !== null) data.thick.push({ x: px(main.low), x2: px(main.high), y, tone: row.tone });
      data.dots.push({ x: px(main.value), y, tone: row.tone });
    }
    if (thin) {
      const above = main && !joined ? middle - rowHeight * 0.2 : middle;
      if (joined) data.thin.push({ x: px(thin.value), x2: px(main.value), y: above });
      else if (thin.low !== null) data.thin.push({ x: px(thin.low), x2: px(thin.high), y: above });
      data.hollow.push({ x: px(thin.value), y: above });
    }
    if (mark !== null) data.marks.push({ x: px(mark), y: middle - rowHeight * 0.3, y2: middle + rowHeight * 0.3 });
  });
  return { width, height, padding: 0, signals: {}, data };
};
