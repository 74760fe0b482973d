// A tagged PDF spends most of its size on thousands of small plain objects (a table cell each). PDF 1.5 and later, PDF/A-2 included,
// may keep them in compressed object streams; Typst writes them apart. This puts them together: the same objects, a third of the size.
import zlib from 'node:zlib';

// A reader has to unpack a whole stream for one object of it.
const PER_STREAM = 400;
// Higher levels cost more time than the bytes are worth.
const LEVEL = 3;

const deflate = data => zlib.deflateSync(data, { level: LEVEL });
const stream = (no, dictionary, data) => Buffer.concat([
  Buffer.from(`${no} 0 obj\n<< ${dictionary} /Length ${data.length} /Filter /FlateDecode >>\nstream\n`), data, Buffer.from('\nendstream\nendobj\n'),
]);

// pdf: a file with a classic cross-reference table, as Typst writes it. Anything else comes back as it is.
export const pack = pdf => {
  const tail = pdf.subarray(Math.max(0, pdf.length - 1024)).toString('latin1');
  const start = Number(tail.match(/startxref\s+(\d+)\s+%%EOF\s*$/)?.[1] ?? NaN);
  if (!(start < pdf.length)) return pdf;
  const table = pdf.subarray(start).toString('latin1');
  const [, count, entries, trailer] = table.match(/^xref\s+0 (\d+)\s+([\s\S]*?)trailer\s*<<([\s\S]*?)>>\s*startxref/) ?? [];
  if (!trailer) return pdf;
  const used = [...entries.matchAll(/(\d{10}) (\d{5}) ([nf])/g)].map(([, offset, , kind], no) => ({ no, offset: Number(offset), kind })).filter(e => e.kind === 'n');
  const ordered = used.toSorted((a, b) => a.offset - b.offset);
  if (!ordered.length) return pdf;

  const parts = [pdf.subarray(0, ordered[0].offset)];
  let length = parts[0].length;
  const place = new Map(); // number of an object → [type, where, index]
  const put = (no, bytes) => { place.set(no, [1, length, 0]); parts.push(bytes); length += bytes.length; };
  const plain = [];
  ordered.forEach((entry, i) => {
    const bytes = pdf.subarray(entry.offset, i + 1 < ordered.length ? ordered[i + 1].offset : start);
    const end = bytes.lastIndexOf('endobj'), head = bytes.indexOf('obj') + 3;
    const body = bytes.subarray(head, end);
    if (body.subarray(-12).includes('endstream')) put(entry.no, bytes);
    else plain.push({ no: entry.no, body });
  });

  let next = Number(count);
  for (let from = 0; from < plain.length; from += PER_STREAM) {
    const group = plain.slice(from, from + PER_STREAM), bodies = [];
    let offset = 0, index = '';
    for (const { no, body } of group) {
      index += `${no} ${offset} `;
      bodies.push(body);
      offset += body.length;
    }
    const no = next++;
    group.forEach((object, i) => place.set(object.no, [2, no, i]));
    put(no, stream(no, `/Type /ObjStm /N ${group.length} /First ${index.length}`, deflate(Buffer.concat([Buffer.from(index), ...bodies]))));
  }

  const self = next++, at = length;
  place.set(self, [1, at, 0]);
  const rows = Buffer.alloc(next * 7);
  rows.writeUInt16BE(65535, 5);
  for (const [no, [type, where, index]] of place) {
    rows.writeUInt8(type, no * 7);
    rows.writeUInt32BE(where, no * 7 + 1);
    rows.writeUInt16BE(index, no * 7 + 5);
  }
  const keys = trailer.replace(/\/Size\s+\d+/, `/Size ${next}`).replace(/\s+/g, ' ').trim();
  parts.push(stream(self, `/Type /XRef /W [1 4 2] ${keys}`, deflate(rows)), Buffer.from(`startxref\n${at}\n%%EOF\n`));
  return Buffer.concat(parts);
};
