// Widths of PT Sans strings from the font's own tables, so that labels are laid out as they will be drawn.
import fs from 'node:fs';

const table = file => {
  const font = fs.readFileSync(file), offset = {};
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const record = 12 + i * 16;
    offset[font.toString('latin1', record, record + 4)] = font.readUInt32BE(record + 8);
  }
  const unitsPerEm = font.readUInt16BE(offset.head + 18), metrics = font.readUInt16BE(offset.hhea + 34);
  let unicode = 0;
  for (let i = 0; i < font.readUInt16BE(offset.cmap + 2); i++) {
    const record = offset.cmap + 4 + i * 8;
    if (font.readUInt16BE(record) === 3 && font.readUInt16BE(record + 2) === 1) unicode = offset.cmap + font.readUInt32BE(record + 4);
  }
  // A cmap of format 4: parallel arrays of segment ends, starts, deltas and range offsets.
  const segments = font.readUInt16BE(unicode + 6) / 2;
  const ends = unicode + 14, starts = ends + 2 * segments + 2, deltas = starts + 2 * segments, ranges = deltas + 2 * segments;
  const glyph = code => {
    for (let i = 0; i < segments; i++) {
      if (code > font.readUInt16BE(ends + 2 * i)) continue;
      const start = font.readUInt16BE(starts + 2 * i);
      if (code < start) return 0;
      const range = font.readUInt16BE(ranges + 2 * i);
      return range
        ? font.readUInt16BE(ranges + 2 * i + range + 2 * (code - start))
        : (code + font.readUInt16BE(deltas + 2 * i)) & 0xFFFF;
    }
    return 0;
  };
  const advances = new Map();
  return text => {
    let width = 0;
    for (const character of text) {
      if (!advances.has(character)) {
        const index = Math.min(glyph(character.codePointAt(0)), metrics - 1);
        advances.set(character, font.readUInt16BE(offset.hmtx + 4 * index) / unitsPerEm);
      }
      width += advances.get(character);
    }
    return width;
  };
};

// fonts: { regular, bold } — paths of the TTF files. Gives (text, size, bold) → width in the unit of size.
export const textWidth = fonts => {
  const regular = table(fonts.regular), bold = table(fonts.bold);
  return (text, size, isBold = false) => (isBold ? bold : regular)(String(text)) * size;
};
