import { parentPort, workerData } from 'node:worker_threads';
import { packBatch } from './batch.ts';
import { type ScanJob, scanImage, type ScanSettings } from './scanImage.ts';

/** A thread of its own that looks at the images it is sent, batch by batch. */
const settings: ScanSettings = workerData;

parentPort!.on('message', ({ start, jobs }: { start: number; jobs: readonly ScanJob[] }) => {
  const scanned = jobs.map((job) => scanImage(job, settings));
  const batch = packBatch(start, jobs, scanned, settings.cellRows);
  parentPort!.postMessage(batch, [batch.numbers.buffer, batch.cells.buffer, batch.boxes.buffer]);
});
