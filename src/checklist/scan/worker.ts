import { parentPort, workerData } from 'node:worker_threads';
import { type ScanJob, scanPicture, type ScanSettings } from './scanPicture.ts';

/** A thread of its own that looks at the pictures it is sent, batch by batch. */
const settings: ScanSettings = workerData;

parentPort!.on('message', ({ start, jobs }: { start: number; jobs: readonly ScanJob[] }) => {
  parentPort!.postMessage({ start, scanned: jobs.map((job) => scanPicture(job, settings)) }, []);
});
