// Numbers on charts: decimal comma, no-break space between thousands (PT Sans has no narrow one), a real minus.
export const fixed = (value, decimals = 1) => {
  const text = Math.abs(value).toFixed(decimals).replace('.', ',').replace(/\B(?=(\d{3})+(?!\d))/g, '\u00A0');
  return value < 0 && /[1-9]/.test(text) ? `\u2212${text}` : text;
};

export const integer = value => fixed(value, 0);

// Whole round values of an axis from 0 to max: at most `count` steps of 1, 2 or 5 times a power of ten (or 25).
export const ticks = (max, count) => {
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000].find(s => max / s <= count) ?? 10_000;
  return Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_, i) => i * step);
};
