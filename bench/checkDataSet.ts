import process from 'node:process';
import { checkTraining } from '../src/checklist/checkTraining.ts';

/** Checks the data set it is given, and prints how long that took and how much memory; threads included. */
const start = performance.now();
const report = await checkTraining({
  data: process.argv[2]!,
  model: null,
  command: null,
  cwd: process.cwd(),
  threads: null,
  onProgress: () => {},
});
const { train, valid } = report.statistics;
process.stdout.write(
  JSON.stringify({
    seconds: (performance.now() - start) / 1000,
    images: train.images + (valid?.images ?? 0),
    objects: train.objects + (valid?.objects ?? 0),
    errors: report.counts.error,
    peak: process.resourceUsage().maxRSS * 1024,
  }),
);
