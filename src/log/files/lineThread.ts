import { on } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Line } from '../lines/line.ts';
import { createSharedSlot, type FilledSlot, type LineJob, type LineSlot, slotOn } from './lineSlot.ts';
import { createLine } from '../lines/lines.ts';
import { openLog, UnreadableLog } from './openLog.ts';

/**
 * Reads all lines of a regular file, as `readFileOnce` and a line reader would, with a second thread that reads the file and divides it: a third of the
 * work on a long log. To start it costs what some fifty megabytes do. The callback's line is always the same object.
 * Throws a full sentence when the file is missing, a directory or unreadable.
 */
export async function readLinesOnce(path: string, onLine: (line: Line) => void): Promise<void> {
  const { handle } = await openLog(path);
  try {
    await takeLines(path, handle.fd, onLine);
  } finally {
    await handle.close();
  }
}

/** One that is filled, one that is looked at, and one between them. */
const slotCount = 3;

async function takeLines(path: string, file: number, onLine: (line: Line) => void): Promise<void> {
  const job: LineJob = { file, slots: Array.from({ length: slotCount }, createSharedSlot) };
  const slots = job.slots.map(slotOn);
  const worker = new Worker(workerProgram(), { workerData: job });
  try {
    for await (const message of on(worker, 'message')) {
      const { slot, lines, last, problem }: FilledSlot = message[0];
      deliver(slots[slot]!, lines, onLine);
      if (problem !== null) throw new UnreadableLog(path, new Error(problem));
      if (last) return;
      worker.postMessage(slot, []);
    }
  } finally {
    await worker.terminate();
  }
}

function deliver({ bytes, places }: LineSlot, lines: number, onLine: (line: Line) => void): void {
  const line = createLine(bytes);
  for (let index = 0; index < lines; index++) {
    const end = places[index * 2 + 1]!;
    line.start = places[index * 2]!;
    line.end = end < 0 ? -end : end;
    line.volatile = end < 0;
    onLine(line);
  }
}

/** The thread's program: beside this bundle, or beside this file when Plateau runs from its sources. */
function workerProgram(): string {
  return fileURLToPath(new URL(`./lineWorker${extname(import.meta.url)}`, import.meta.url));
}
