import { readFileSync } from 'node:fs';
import { createLineReader } from '../../../src/log/lines/lines.ts';
import type { RunEvent } from '../../../src/run/events.ts';
import { createDetector } from '../../../src/trainers/index.ts';

export interface ReadLog {
  readonly trainer: string | null;
  readonly events: readonly RunEvent[];
  readonly lines: number;
  /** The lines that nothing explained. */
  readonly unexplained: readonly string[];
}

/** Reads the bytes of a log as the monitor does. */
export function readLog(log: Buffer | string, force?: string): ReadLog {
  const detector = createDetector({ force });
  const events: RunEvent[] = [];
  const unexplained: string[] = [];
  let lines = 0;
  const reader = createLineReader((line) => {
    lines++;
    if (!detector.read(line, (event) => events.push(event))) unexplained.push(line.text());
  });
  reader.push(Buffer.from(log), null);
  reader.end();
  const names = eventsOf(events, 'trainer');
  // Recognition explains what came before it from the oldest line on: nothing but Darknet's lines is in these logs.
  return { trainer: names.at(-1)?.name ?? null, events, lines, unexplained: unexplained.slice(detector.recovered()) };
}

export function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../../fixtures/darknet/${name}`, import.meta.url));
}

export function eventsOf<Type extends RunEvent['type']>(
  events: readonly RunEvent[],
  type: Type,
): Extract<RunEvent, { type: Type }>[] {
  return events.filter((event): event is Extract<RunEvent, { type: Type }> => event.type === type);
}
