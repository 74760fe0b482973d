// Lines of the standard input, read without events: a worker has nothing else to do while it waits, and a model of 150 kB in pieces through
// streams, decoders and line splitters costs it some milliseconds.
import fs from 'node:fs';

const INPUT = 0;
const PIECE = 256 * 1024;
const LINE_FEED = 0x0A;

// Fills `buffer`; gives the number of bytes, 0 at the end of the input.
const read = (fd, buffer) => {
  while (true) {
    try {
      return fs.readSync(fd, buffer);
    } catch (error) {
      // Windows tells the end of a pipe so.
      if (error.code === 'EOF') return 0;
      if (error.code !== 'EAGAIN') throw error;
      // A pipe that does not block: look again in a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
};

// Each line without its end; the last one may lack it.
export const lines = function* (fd = INPUT) {
  const buffer = Buffer.allocUnsafe(PIECE);
  let parts = [];
  for (let size; (size = read(fd, buffer)) > 0;) {
    let from = 0;
    for (let end; (end = buffer.indexOf(LINE_FEED, from)) >= 0 && end < size; from = end + 1) {
      yield Buffer.concat([...parts, buffer.subarray(from, end)]).toString();
      parts = [];
    }
    if (from < size) parts.push(Buffer.from(buffer.subarray(from, size)));
  }
  if (parts.length) yield Buffer.concat(parts).toString();
};
