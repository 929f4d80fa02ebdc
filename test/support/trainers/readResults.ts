import { createReading } from '../../../src/monitor/reading.ts';
import { inspectionOf } from '../../../src/report/inspection.ts';

/** What is understood of a file with this text. */
export function understood(text: string) {
  const reading = createReading();
  reading.push(Buffer.from(text), null);
  reading.end();
  return { run: reading.run, ...inspectionOf(reading.run) };
}
