import { readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createLineReader } from '../lines/lines.ts';
import { type FilledSlot, type LineJob, type LineSlot, slotOn } from './lineSlot.ts';

/** A thread of its own that reads a log to its end and divides it into lines, a slot at a time, for `readLinesOnce`. */
const job: LineJob = workerData;
const slots = job.slots.map(slotOn);
let filling: LineSlot = slots[0]!;
let lines = 0;
/** Where in the slot the next line goes that is not in the piece as it is. */
let room = 0;

const reader = createLineReader(({ bytes, start, end, volatile }) => {
  let from = start;
  if (bytes !== filling.piece) {
    from = room;
    room += bytes.copy(filling.bytes, room, start, end);
  }
  const to = from + end - start;
  filling.places[lines * 2] = from;
  filling.places[lines * 2 + 1] = volatile ? -to : to;
  lines++;
});

/** Reads one piece into a slot that is free, and hands it over; returns whether there is more to read. */
function fill(slot: number): boolean {
  filling = slots[slot]!;
  lines = 0;
  room = filling.piece.length;
  let last = false;
  let problem: string | null = null;
  try {
    last = readPiece(filling.piece) === 0;
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  const filled: FilledSlot = { slot, lines, last, problem };
  parentPort!.postMessage(filled, []);
  return !last && problem === null;
}

function readPiece(piece: Buffer): number {
  const length = readSync(job.file, piece, 0, piece.length, null);
  if (length === 0) reader.end();
  // Only the last piece is not full: its lines are copied, which is seldom enough.
  else reader.push(length === piece.length ? piece : piece.subarray(0, length), null);
  return length;
}

let more = slots.every((_, slot) => fill(slot));
parentPort!.on('message', (slot: number) => {
  if (more) more = fill(slot);
});
