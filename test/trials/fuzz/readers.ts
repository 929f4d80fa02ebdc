import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readImage } from '../../../src/checklist/image/readImage.ts';
import { readVocLabels } from '../../../src/checklist/labels/vocLabels.ts';
import { readYoloLabels } from '../../../src/checklist/labels/yoloLabels.ts';
import { checkNetwork } from '../../../src/checklist/model/checkNetwork.ts';
import { readNetwork } from '../../../src/checklist/model/readNetwork.ts';
import { readChecklist } from '../../../src/checklist/run/checklistFile.ts';
import { openDataSet } from '../../../src/checklist/sources/openDataSet.ts';
import { keeperMessageOf, messageReader, requestOf } from '../../../src/keeper/socket/messages.ts';
import { fileSource } from '../../../src/log/files/fileSource.ts';
import { circumstancesOf } from '../../../src/monitor/circumstances.ts';
import { readTraining } from '../../../src/monitor/readTraining.ts';
import { inspectionOf } from '../../../src/report/inspection.ts';
import { auditedProblems, auditedSignals } from '../../../src/runs/audit.ts';
import { readRecord } from '../../../src/runs/runRecord.ts';
import { readStatus } from '../../../src/runs/statusFile.ts';
import { readTimes } from '../../../src/runs/times.ts';
import { event, simple, tensor, version } from '../../support/log/eventBytes.ts';
import * as samples from './samples.ts';

/** Reads what others wrote. May throw an error that says in a sentence what is wrong, and no other. */
export interface Reader {
  readonly name: string;
  readonly samples: () => readonly Buffer[];
  /** `directory` is empty, and for this input alone. */
  readonly read: (bytes: Buffer, directory: string) => unknown;
}

const fixtures = join(import.meta.dirname, '../../../fixtures');

export const readers: readonly Reader[] = [
  {
    name: 'logs of trainers',
    samples: () => fixturesLike(/\.log$/),
    read: async (bytes, directory) => judged(bytes, join(directory, 'output.log')),
  },
  {
    name: 'tables and JSON lines',
    samples: () => [...fixturesLike(/\.(?:csv|json)$/), Buffer.from(samples.jsonLines)],
    read: async (bytes, directory) => {
      for (const name of ['results.csv', 'metrics.json', 'log.jsonl']) await judged(bytes, join(directory, name));
    },
  },
  {
    name: 'event files',
    samples: () => [
      Buffer.concat([version, event(1, simple('loss', 2)), event(2, simple('metrics/mAP_0.5', 0.4))]),
      Buffer.concat([version, event(5, tensor('val/AP', Buffer.alloc(4))), event(6, simple('loss', Number.NaN))]),
    ],
    read: async (bytes, directory) => judged(bytes, join(directory, 'events.out.tfevents.1.box')),
  },
  {
    name: 'images',
    samples: () => filesIn(join(fixtures, 'checklist'), /\.(?:png|jpg|gif|bmp|webp)$/),
    read: (bytes) => readImage(bytes),
  },
  {
    name: 'labels',
    samples: () => [samples.yoloLabels, samples.vocLabels].map((text) => Buffer.from(text)),
    read: (bytes) => [
      readYoloLabels(bytes.toString(), { outlines: true, keyPoints: 0 }),
      readVocLabels(bytes.toString(), () => 0),
    ],
  },
  {
    name: 'networks',
    samples: () => [readFileSync(join(fixtures, 'shapes/shapes.cfg'))],
    read: (bytes, directory) => {
      const network = readNetwork(written(bytes, join(directory, 'net.cfg')));
      return checkNetwork(network, { statistics: null, classes: 3, names: 3, gpuMemory: 8e9 });
    },
  },
  {
    name: 'data sets',
    samples: () => [samples.darknetData, samples.yoloData, samples.cocoData].map((text) => Buffer.from(text)),
    read: (bytes, directory) => {
      writeFileSync(join(directory, 'train.txt'), bytes);
      for (const name of ['shapes.data', 'data.yaml', 'coco.json']) {
        tried(() =>
          openDataSet(written(bytes, join(directory, name)), { cwd: directory, network: { width: 64, height: 64 } }),
        );
      }
    },
  },
  {
    name: 'files of a run',
    samples: () => [samples.record, samples.statusFile, samples.times, samples.audit].map((text) => Buffer.from(text)),
    read: (bytes, directory) => {
      for (const name of ['run.json', 'status.json', 'times.jsonl', 'events.log', 'checklist.json']) {
        writeFileSync(join(directory, name), bytes);
      }
      tried(() => readRecord(directory));
      readStatus({ log: join(directory, 'output.log') });
      readTimes(directory);
      readChecklist(directory);
      auditedSignals(directory);
      auditedProblems(directory);
    },
  },
  {
    name: 'messages of the socket',
    samples: () => [samples.messages].map((text) => Buffer.from(text)),
    read: (bytes) => {
      const take = messageReader((message) => [requestOf(message), keeperMessageOf(message)]);
      for (let at = 0; at < bytes.length; at += 1000) take(bytes.toString('utf8', at, at + 1000));
    },
  },
];

/** What is no sentence for a person: an error of the language itself. Null for a sentence. */
export function rawError(error: unknown): string | null {
  const isSentence =
    error instanceof Error &&
    ![TypeError, RangeError, ReferenceError, SyntaxError, URIError, EvalError].some((kind) => error instanceof kind);
  return isSentence ? null : error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Reads on after a sentence. */
function tried(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (rawError(error) !== null) throw error;
  }
}

async function judged(bytes: Buffer, path: string): Promise<unknown> {
  try {
    const read = await readTraining(fileSource(written(bytes, path)), circumstancesOf(null));
    return [read.verdict(1_780_000_000), inspectionOf(read.run)];
  } catch (error) {
    if (rawError(error) !== null) throw error;
    return null;
  }
}

function written(bytes: Buffer, path: string): string {
  writeFileSync(path, bytes);
  return path;
}

/** Those of all trainers that are short enough to be read thousands of times. */
function fixturesLike(name: RegExp): readonly Buffer[] {
  return readdirSync(fixtures).flatMap((folder) =>
    folder === 'index.tsv' || folder === 'checklist' ? [] : filesIn(join(fixtures, folder), name),
  );
}

function filesIn(folder: string, name: RegExp): readonly Buffer[] {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder)
    .filter((file) => name.test(file))
    .map((file) => readFileSync(join(folder, file)))
    .filter(({ length }) => length < 60_000);
}
