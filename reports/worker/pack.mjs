// A tagged PDF spends most of its size on thousands of small plain objects (a table cell each). PDF 1.5 and later, PDF/A-2 included,
// may keep them in compressed object streams; Typst writes them apart. This puts them together: the same objects, a third of the size.
// There are thousands of objects in a report: they are found and copied byte by byte, without a string or a buffer for each.
import zlib from 'node:zlib';

// A reader has to unpack a whole stream for one object of it.
const PER_STREAM = 400;
// Higher levels cost more time than the bytes are worth.
const LEVEL = 3;
// A line of a classic cross-reference table: ten digits of the place, five of the generation, the kind, two bytes of line end.
const ENTRY = 20;
const LETTER_N = 0x6E;

const deflate = data => zlib.deflateSync(data, { level: LEVEL });
const stream = (no, dictionary, data) => Buffer.concat([
  Buffer.from(`${no} 0 obj\n<< ${dictionary} /Length ${data.length} /Filter /FlateDecode >>\nstream\n`), data, Buffer.from('\nendstream\nendobj\n'),
]);

const isSpace = byte => byte === 0x0A || byte === 0x0D || byte === 0x20 || byte === 0x09;
const isDigit = byte => byte >= 0x30 && byte <= 0x39;
const digits = (bytes, from, count) => {
  let number = 0;
  for (let i = from; i < from + count; i++) {
    if (!isDigit(bytes[i])) return NaN;
    number = number * 10 + bytes[i] - 0x30;
  }
  return number;
};
// Whether `word` ends right before `end`.
const endsWith = (bytes, end, word) => {
  for (let i = word.length - 1, at = end - 1; i >= 0; i--, at--) if (bytes[at] !== word.charCodeAt(i)) return false;
  return true;
};
const skipBack = (bytes, end) => {
  while (isSpace(bytes[end - 1])) end--;
  return end;
};

// The cross-reference table at `start`: numbers of the objects in use and their places, in the order of the file; null for any other table.
const crossReference = (pdf, start) => {
  const [head, count] = pdf.toString('latin1', start, start + 32).match(/^xref\s+0 (\d+)\s+/) ?? [];
  if (!head) return null;
  const total = Number(count), first = start + head.length, end = first + total * ENTRY;
  const [, trailer] = pdf.toString('latin1', end).match(/^\s*trailer\s*<<([\s\S]*?)>>\s*startxref/) ?? [];
  if (!trailer) return null;
  const places = new Float64Array(total), numbers = [];
  for (let no = 0, at = first; no < total; no++, at += ENTRY) {
    places[no] = digits(pdf, at, 10);
    if (Number.isNaN(places[no]) || !isSpace(pdf[at + ENTRY - 1])) return null;
    if (pdf[at + 17] === LETTER_N) numbers.push(no);
  }
  return { total, places, numbers: numbers.sort((a, b) => places[a] - places[b]), trailer };
};

// pdf: a file with a classic cross-reference table, as Typst writes it. Anything else comes back as it is.
export const pack = pdf => {
  const tail = pdf.toString('latin1', Math.max(0, pdf.length - 1024));
  const start = Number(tail.match(/startxref\s+(\d+)\s+%%EOF\s*$/)?.[1] ?? NaN);
  if (!(start < pdf.length)) return pdf;
  const table = crossReference(pdf, start);
  if (!table?.numbers.length) return pdf;
  const { total, places, numbers, trailer } = table;

  const parts = [pdf.subarray(0, places[numbers[0]])];
  let length = parts[0].length, next = total;
  const room = total + Math.ceil(numbers.length / PER_STREAM) + 1;
  const types = new Uint8Array(room), wheres = new Float64Array(room), indexes = new Uint16Array(room);
  const put = (no, bytes) => { types[no] = 1; wheres[no] = length; parts.push(bytes); length += bytes.length; };
  const plain = [], from = [], to = [];
  for (let i = 0; i < numbers.length; i++) {
    const no = numbers[i], begin = places[no], end = i + 1 < numbers.length ? places[numbers[i + 1]] : start;
    const last = skipBack(pdf, end);
    if (!endsWith(pdf, last, 'endobj')) return pdf;
    const bodyEnd = last - 'endobj'.length;
    if (endsWith(pdf, skipBack(pdf, bodyEnd), 'endstream')) { put(no, pdf.subarray(begin, end)); continue; }
    // «12 0 obj» and what follows it.
    let body = begin;
    while (isDigit(pdf[body]) || pdf[body] === 0x20) body++;
    if (!endsWith(pdf, body + 3, 'obj')) return pdf;
    plain.push(no);
    from.push(body + 3);
    to.push(bodyEnd);
  }

  for (let first = 0; first < plain.length; first += PER_STREAM) {
    const end = Math.min(first + PER_STREAM, plain.length), no = next++;
    let size = 0, index = '';
    for (let i = first; i < end; i++) {
      index += `${plain[i]} ${size} `;
      size += to[i] - from[i];
      types[plain[i]] = 2;
      wheres[plain[i]] = no;
      indexes[plain[i]] = i - first;
    }
    const data = Buffer.allocUnsafe(index.length + size);
    let at = data.latin1Write(index, 0);
    for (let i = first; i < end; i++) at += pdf.copy(data, at, from[i], to[i]);
    put(no, stream(no, `/Type /ObjStm /N ${end - first} /First ${index.length}`, deflate(data)));
  }

  const self = next++, at = length;
  types[self] = 1;
  wheres[self] = at;
  const rows = Buffer.alloc(next * 7);
  rows.writeUInt16BE(65535, 5);
  for (let no = 0, row = 0; no < next; no++, row += 7) {
    if (!types[no]) continue;
    const where = wheres[no], index = indexes[no];
    rows[row] = types[no];
    rows[row + 1] = where >>> 24;
    rows[row + 2] = where >>> 16;
    rows[row + 3] = where >>> 8;
    rows[row + 4] = where;
    rows[row + 5] = index >>> 8;
    rows[row + 6] = index;
  }
  const keys = trailer.replace(/\/Size\s+\d+/, `/Size ${next}`).replace(/\s+/g, ' ').trim();
  parts.push(stream(self, `/Type /XRef /W [1 4 2] ${keys}`, deflate(rows)), Buffer.from(`startxref\n${at}\n%%EOF\n`));
  return Buffer.concat(parts);
};
