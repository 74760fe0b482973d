// Draws the plain part of Vega-Lite itself: layers of rectangles, areas, rules, lines, points and texts at places that a layout has computed
// (every position has `scale: null`). Nearly all charts of a report are such, and Vega's machinery of scales, axes and bounds costs twenty
// times as much as drawing them. A specification that asks for anything else is left to Vega; ChartDrawingTests hold both to the same marks.
const within = (object, allowed) => Object.keys(object).every(key => allowed.includes(key));
const isNumber = value => typeof value === 'number';

const MARK_KEYS = {
  rect: ['type', 'filled', 'strokeWidth', 'color', 'opacity'],
  rule: ['type', 'strokeWidth', 'strokeDash', 'color', 'opacity'],
  area: ['type', 'color', 'opacity'],
  line: ['type', 'strokeWidth', 'strokeDash', 'strokeJoin', 'interpolate', 'color', 'opacity'],
  point: ['type', 'filled', 'size', 'stroke', 'strokeWidth', 'color', 'fill', 'opacity'],
  text: ['type', 'fontSize', 'fontStyle', 'fontWeight', 'align', 'baseline', 'dx', 'color', 'opacity'],
};
const CHANNELS = {
  rect: ['x', 'x2', 'y', 'y2', 'color'], rule: ['x', 'x2', 'y', 'y2', 'color'], area: ['x', 'y', 'y2'], line: ['x', 'y', 'color', 'detail', 'order'],
  point: ['x', 'y', 'color'], text: ['x', 'y', 'text', 'color', 'size'],
};
const NEEDED = { rect: ['x', 'x2', 'y', 'y2'], rule: ['x', 'y'], area: ['x', 'y', 'y2'], line: ['x', 'y'], point: ['x', 'y'], text: ['x', 'y', 'text'] };
const ANCHORS = { left: undefined, center: 'middle', right: 'end' };

const isPlace = channel => within(channel, ['field', 'type', 'scale', 'axis']) && channel.type === 'quantitative' && channel.scale === null && (channel.axis ?? null) === null;
const isColour = channel => {
  const { field, type, scale, legend } = channel;
  if (!within(channel, ['field', 'type', 'scale', 'legend']) || !field || legend !== null || !scale) return false;
  if (type === 'nominal') return within(scale, ['domain', 'range']) && scale.domain.length === scale.range.length;
  return type === 'quantitative' && within(scale, ['domain', 'range', 'interpolate', 'clamp']) && scale.interpolate === 'rgb' && scale.clamp === true
    && scale.domain.length === scale.range.length && scale.range.every(colour => /^#[0-9A-Fa-f]{6}$/.test(colour));
};
const CHECKS = {
  x: isPlace, y: isPlace, color: isColour,
  x2: channel => within(channel, ['field']), y2: channel => within(channel, ['field']),
  detail: channel => within(channel, ['field', 'type']) && channel.type === 'nominal',
  order: channel => within(channel, ['field', 'type']) && channel.type === 'quantitative',
  text: channel => within(channel, ['field', 'type']) && channel.type === 'nominal',
  size: channel => within(channel, ['field', 'type', 'scale']) && channel.scale === null,
};

const isPlainLayer = (layer, params) => {
  const { data, mark, encoding } = layer, type = mark?.type;
  if (!within(layer, ['name', 'data', 'mark', 'encoding']) || !MARK_KEYS[type] || !within(mark, MARK_KEYS[type]) || !within(data ?? {}, ['name'])) return false;
  if (!encoding || !within(encoding, CHANNELS[type]) || !NEEDED[type].every(name => encoding[name])) return false;
  const dash = mark.strokeDash;
  if (dash !== undefined && !Array.isArray(dash) && !(within(dash, ['expr']) && params.includes(dash.expr))) return false;
  if (type === 'line' && (mark.interpolate ?? 'linear') !== 'linear') return false;
  if (type === 'line' && dash !== undefined && !Array.isArray(dash)) return false;
  if (type === 'point' && (!isNumber(mark.size) || (mark.stroke !== undefined && !mark.filled))) return false;
  if (type === 'text' && (mark.baseline !== 'middle' || !((mark.align ?? 'center') in ANCHORS) || !(isNumber(mark.fontSize) || encoding.size))) return false;
  return Object.entries(encoding).every(([name, channel]) => CHECKS[name](channel));
};

// Whether `spec` keeps to what is drawn here.
export const isPlain = spec => {
  const { config = {}, params = [], layer } = spec;
  return within(spec, ['$schema', 'description', 'usermeta', 'config', 'autosize', 'padding', 'width', 'height', 'params', 'layer', 'resolve'])
    && spec.autosize === 'none' && Array.isArray(layer)
    && within(config, ['font', 'background', 'view', 'text', 'aria']) && config.background === null && config.view?.stroke === null && Boolean(config.font)
    && within(config.text ?? {}, ['font']) && params.every(p => within(p, ['name', 'value']))
    && layer.every(l => isPlainLayer(l, params.map(p => p.name)));
};

const rgb = colour => [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
const gradient = ({ domain, range }) => {
  const colours = range.map(rgb), last = domain.length - 1;
  return value => {
    const at = Math.min(domain[last], Math.max(domain[0], value));
    let i = 1;
    while (i < last && at > domain[i]) i++;
    const part = (at - domain[i - 1]) / (domain[i] - domain[i - 1]);
    return `rgb(${colours[i - 1].map((from, k) => Math.round(from + (colours[i][k] - from) * part)).join(', ')})`;
  };
};
// Row → colour.
const colouring = (mark, channel) => {
  if (!channel) return () => mark.color;
  const { field, type, scale } = channel;
  if (type === 'quantitative') { const of = gradient(scale); return row => of(row[field]); }
  const of = new Map(scale.domain.map((value, i) => [`${value}`, scale.range[i]]));
  return row => of.get(`${row[field]}`);
};

const short = value => `${Math.round(value * 100) / 100}`;
const escape = text => String(text).replace(/[&<>]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);
const attributes = list => list.map(([name, value]) => value === undefined || value === null ? '' : ` ${name}="${value}"`).join('');
// Attributes of a layer's elements by what tells them apart, mostly the colour: written once, not for every row.
const styling = build => {
  const known = new Map();
  return key => {
    let style = known.get(key);
    if (style === undefined) known.set(key, style = attributes(build(key)));
    return style;
  };
};

const LETTER = /[A-Za-zА-Яа-яЁё]/;
// What part of a text lies left of the place it is anchored to.
const SHARES = { middle: 0.5, end: 1 };

// Each gives pieces { style, body } (texts: see `writing`): neighbours of one style become one element. See-through shapes stay apart, since one path of two
// overlapping shapes would be paler there than the shapes one over the other.
const DRAW = {
  rect: ({ mark, encoding: { x, x2, y, y2 } }, rows, colour) => {
    const style = styling(paint => mark.filled === false ? [['stroke', paint], ['stroke-width', mark.strokeWidth]] : [['fill', paint]]);
    return rows.map(row => {
      const a = row[x.field], b = row[x2.field], c = row[y.field], d = row[y2.field];
      const left = short(Math.min(a, b)), right = short(Math.max(a, b)), top = short(Math.min(c, d)), bottom = short(Math.max(c, d));
      return { style: style(colour(row)), body: `M${left},${top}H${right}V${bottom}H${left}Z` };
    });
  },
  rule: ({ mark, encoding: { x, x2, y, y2 } }, rows, colour, signals) => {
    const dash = mark.strokeDash?.expr ? signals[mark.strokeDash.expr] : mark.strokeDash;
    const style = styling(paint => [['stroke', paint], ['stroke-width', mark.strokeWidth], ['stroke-dasharray', dash?.length ? dash.join(',') : undefined]]);
    return rows.map(row => ({
      style: style(colour(row)),
      body: `M${short(row[x.field])},${short(row[y.field])}L${short(row[(x2 ?? x).field])},${short(row[(y2 ?? y).field])}`,
    }));
  },
  // There along `y`, back along `y2`.
  area: ({ encoding: { x, y, y2 } }, rows, colour) => rows.length < 2 ? [] : [{
    style: attributes([['fill', colour(rows[0])]]),
    body: `M${[...rows.map(row => [row[x.field], row[y.field]]), ...rows.toReversed().map(row => [row[x.field], row[y2.field]])].map(([a, b]) => `${short(a)},${short(b)}`).join('L')}Z`,
  }],
  line: ({ mark, encoding: { x, y, detail, order } }, rows, colour) => {
    const lines = new Map();
    for (const row of rows) {
      const part = row[detail?.field];
      if (!lines.has(part)) lines.set(part, []);
      lines.get(part).push(row);
    }
    const style = styling(paint => [['stroke', paint], ['stroke-width', mark.strokeWidth], ['stroke-dasharray', mark.strokeDash?.length ? mark.strokeDash.join(',') : undefined], ['stroke-linejoin', mark.strokeJoin]]);
    // One point makes no line.
    return [...lines.values()].filter(line => line.length > 1).map(line => ({
      style: style(colour(line[0])),
      body: `M${(order ? line.toSorted((a, b) => a[order.field] - b[order.field]) : line).map(row => `${short(row[x.field])},${short(row[y.field])}`).join('L')}`,
    }));
  },
  // A filled point is a line too short to see with round ends: in the file that is a tenth of four curves.
  point: ({ mark, encoding: { x, y } }, rows, colour) => {
    const r = Math.sqrt(mark.size) / 2, d = short(2 * r), dot = mark.filled && !mark.stroke;
    const style = styling(paint => dot
      ? [['stroke', paint], ['stroke-width', d], ['stroke-linecap', 'round']]
      : [['fill', mark.filled ? paint : mark.fill], ['stroke', mark.filled ? mark.stroke : paint], ['stroke-width', mark.strokeWidth]]);
    const arcs = `a${short(r)},${short(r)},0,1,1,${d},0a${short(r)},${short(r)},0,1,1,-${d},0`;
    return rows.map(row => ({
      style: style(colour(row)),
      body: dot ? `M${short(row[x.field])},${short(row[y.field])}h0.01` : `M${short(row[x.field] - r)},${short(row[y.field])}${arcs}`,
    }));
  },
  text: ({ mark, encoding: { x, y, text, size } }, rows, colour, signals, font, measure) => {
    const dx = mark.dx ?? 0, anchor = ANCHORS[mark.align ?? 'center'], bold = mark.fontWeight === 'bold', share = SHARES[anchor] ?? 0;
    const ofSize = new Map();
    const style = fontSize => {
      if (!ofSize.has(fontSize)) ofSize.set(fontSize, styling(paint => [['font-family', font], ['font-size', `${short(fontSize)}px`], ['font-style', mark.fontStyle], ['font-weight', mark.fontWeight], ['fill', paint], ['fill-opacity', mark.opacity]]));
      return ofSize.get(fontSize);
    };
    return rows.map(row => {
      const fontSize = size ? row[size.field] : mark.fontSize, words = String(row[text.field]), place = row[x.field] + dx;
      // Only upright fonts are measured; letters keep their kerning and their anchor.
      const apart = mark.fontStyle !== undefined || LETTER.test(words), width = apart ? 0 : measure(words, fontSize, bold);
      // Half the height of the letters below the middle, in whole points as Vega has it.
      return { style: style(fontSize)(colour(row)), words, anchor: apart ? anchor : null, x: place - share * width, y: row[y.field] + Math.round(0.3 * fontSize), width };
    });
  },
};

// Texts lie above the shapes. All numbers of one style are one element in which only steps are given, for each element and each absolute
// place costs the compiler a font opened anew, and numbers were a tenth of a card's time. So the worker must know where the last one has ended:
// without kerning the widths of the font's own table are exact.
const writing = labels => {
  const runs = new Map();
  let body = '';
  for (const { style, words, anchor, x, y, width } of labels) {
    if (words === '') continue;
    if (anchor !== null) {
      body += `<text${style}${attributes([['text-anchor', anchor], ['x', short(x)], ['y', short(y)]])}>${escape(words)}</text>`;
      continue;
    }
    const run = runs.get(style), still = ' 0'.repeat(words.length - 1);
    if (!run) {
      runs.set(style, { x: short(x), y: short(y), dx: `0${still}`, dy: `0${still}`, words, endX: Number(short(x)) + width, atY: Number(short(y)) });
      continue;
    }
    const dx = short(x - run.endX), dy = short(y - run.atY);
    run.dx += ` ${dx}${still}`;
    run.dy += ` ${dy}${still}`;
    run.words += words;
    run.endX += Number(dx) + width;
    run.atY += Number(dy);
  }
  for (const [style, { x, y, dx, dy, words }] of runs) body += `<text${style} font-kerning="none" x="${x}" y="${y}" dx="${dx}" dy="${dy}">${escape(words)}</text>`;
  return body;
};

// Vega-Lite draws points a little see-through unless told otherwise.
const OPACITY = { point: 0.7 };

// The SVG of a plain specification. What a layout gives: size and padding of the plot (points), signals, rows of data by name. `measure`
// gives the width of a text (text-width.mjs).
export const draw = (spec, { width, height, padding, signals, data }, measure) => {
  const pad = isNumber(padding) ? { left: padding, right: padding, top: padding, bottom: padding } : padding;
  const values = { ...Object.fromEntries((spec.params ?? []).map(p => [p.name, p.value])), ...signals };
  const labels = [];
  let body = '';
  for (const layer of spec.layer) {
    const { mark, encoding } = layer, type = mark.type, rows = data[layer.data.name] ?? [];
    if (!rows.length) continue;
    const opacity = mark.opacity ?? OPACITY[type] ?? 1, seeThrough = opacity < 1;
    const pieces = DRAW[type](layer, rows, colouring(mark, encoding.color), values, spec.config.text?.font ?? spec.config.font, measure);
    if (type === 'text') {
      labels.push(...pieces);
      continue;
    }
    for (let i = 0; i < pieces.length;) {
      const { style } = pieces[i];
      let joined = pieces[i++].body;
      while (i < pieces.length && pieces[i].style === style && !seeThrough) joined += pieces[i++].body;
      // A see-through element is a picture of its own in the file; one see-through colour is not.
      const paints = ['fill', 'stroke'].filter(name => style.includes(` ${name}="`)), only = paints.length === 1 ? `${paints[0]}-` : '';
      const rest = style + (seeThrough ? ` ${only}opacity="${opacity}"` : '');
      body += `<path${rest} d="${joined}"/>`;
    }
  }
  body += writing(labels);
  const w = short(width + pad.left + pad.right), h = short(height + pad.top + pad.bottom);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}"><g fill="none" stroke-miterlimit="4" transform="translate(${short(pad.left)},${short(pad.top)})">${body}</g></svg>`;
};
