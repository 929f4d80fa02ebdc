import { availableParallelism } from 'node:os';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { startOwnWorker } from '../../processes/programs/ownProgram.ts';
import { type Batch, unpackBatch } from './batch.ts';
import { type ScanJob, type Scanned, scanImage, type ScanSettings } from './scanImage.ts';

export interface ScanOptions {
  readonly settings: ScanSettings;
  /** Most threads to use; null for as many as there are processors. */
  readonly threads: number | null;
  /** Once it is aborted no further image is looked at, and the rest are not called for; null for none. */
  readonly signal: AbortSignal | null;
  /** Called for every image, in no order, with its place in the list. */
  readonly onScanned: (index: number, scanned: Scanned) => void;
  /** Called now and then with how many are done. */
  readonly onProgress: (done: number) => void;
}

/**
 * Looks at all images, on all processors when there are enough of them to be worth starting threads. Throws when a
 * thread dies.
 */
export async function scanAll(jobs: readonly ScanJob[], options: ScanOptions): Promise<void> {
  const threads = Math.min(options.threads ?? availableParallelism(), Math.floor(jobs.length / minForThread));
  await (threads < 2 ? scanHere(jobs, options) : scanInThreads(jobs, options, threads));
}

/** A thread starts in some 40 ms, in which this many small images are read. */
const minForThread = 200;

const batchSize = 64;

/** Milliseconds: a large image takes as long. */
const breathEvery = 50;

/** MB of the heap of a thread, several times what it needs: what is in the files must not take more. */
const resourceLimits = { maxOldGenerationSizeMb: 256 } as const;

async function scanHere(
  jobs: readonly ScanJob[],
  { settings, signal, onScanned, onProgress }: ScanOptions,
): Promise<void> {
  let last = performance.now();
  for (const [index, job] of jobs.entries()) {
    onScanned(index, scanImage(job, settings));
    if (performance.now() - last < breathEvery) continue;
    onProgress(index + 1);
    await breathe();
    if (signal?.aborted === true) return;
    last = performance.now();
  }
  onProgress(jobs.length);
}

async function scanInThreads(
  jobs: readonly ScanJob[],
  { settings, signal, onScanned, onProgress }: ScanOptions,
  threads: number,
): Promise<void> {
  let next = 0;
  let done = 0;
  const send = (worker: Worker): boolean => {
    if (next >= jobs.length || signal?.aborted === true) return false;
    worker.postMessage({ start: next, jobs: jobs.slice(next, next + batchSize) }, []);
    next += batchSize;
    return true;
  };
  const work = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      // Two batches each, so that a thread never waits for the next.
      let open = Number(send(worker)) + Number(send(worker));
      worker.on('error', reject);
      worker.on('message', (batch: Batch) => {
        done += unpackBatch(batch, jobs, onScanned);
        onProgress(done);
        if (!send(worker)) open--;
        if (open === 0) resolve();
      });
    });
  const workers = Array.from({ length: threads }, () =>
    startOwnWorker('imageWorker', './worker.ts', import.meta.url, { workerData: settings, resourceLimits }),
  );
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
