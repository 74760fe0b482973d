// Numbers on charts: decimal comma, no-break space between thousands (PT Sans has no narrow one), a real minus.
export const fixed = (value, decimals = 1) => {
  const text = Math.abs(value).toFixed(decimals).replace('.', ',').replace(/\B(?=(\d{3})+(?!\d))/g, '\u00A0');
  return value < 0 && /[1-9]/.test(text) ? `\u2212${text}` : text;
};

export const integer = value => fixed(value, 0);

// Round steps for an axis: about `count` intervals of 1, 2, 2.5 or 5 times a power of ten.
export const ticks = (max, count) => {
  const rough = max / count, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map(m => m * power).find(s => s >= rough - 1e-9);
  const values = [];
  for (let v = 0; v <= max + 1e-9; v += step) values.push(Number(v.toFixed(6)));
  return values;
};
