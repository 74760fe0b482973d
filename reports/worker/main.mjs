// A warm worker: one JSON line in, one JSON line out. The host (RenderHost) starts several of them.
//   → {"id":1,"out":"/path/of/the.pdf","provenance":{…},"model":{…}}     (provenance: the run to print instead of the model's own; may be missing)
//   ← {"id":1,"ok":true,"bytes":280123,"pages":5,"ms":92.4,"cpuMs":101.2,"peakMb":260}   or   {"id":1,"ok":false,"error":"…"}
//     (cpuMs and peakMb are for the benchmark)
// The first line out is {"ready":true,"node":"v20.11.0"}. The end of the input ends the worker.
import fs from 'node:fs';
import v8 from 'node:v8';
import { lines } from './lines.mjs';
import { Renderer } from './renderer.mjs';

// Optimises only what is called very often: by the usual budget a worker spends a third of its own processor time on code that never earns it back.
v8.setFlagsFromString('--interrupt-budget=2000000');

const send = message => fs.writeSync(1, `${JSON.stringify(message)}\n`);
// Anything a library prints must not mix with the answers.
console.log = console.info = console.warn = console.debug = (...parts) => process.stderr.write(`${parts.join(' ')}\n`);

const renderer = new Renderer();
send({ ready: true, node: process.version });

for (const line of lines()) {
  if (!line.trim()) continue;
  let id = null;
  try {
    const request = JSON.parse(line);
    id = request.id;
    const start = performance.now(), cpu = process.cpuUsage();
    const { bytes, pages } = await renderer.pdf(request.provenance ? { ...request.model, provenance: request.provenance } : request.model);
    // The host waits until the file is on the disk: here the next report would have to.
    fs.writeFileSync(request.out, bytes);
    const { user, system } = process.cpuUsage(cpu);
    send({
      id, ok: true, bytes: bytes.length, pages, ms: Math.round((performance.now() - start) * 10) / 10,
      cpuMs: Math.round((user + system) / 100) / 10, peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    });
  } catch (error) {
    send({ id, ok: false, error: String(error?.message ?? error) });
  }
}
