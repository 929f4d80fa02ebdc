import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../src/advisor/verdict.ts';
import { busyTimeout } from '../../src/history/database.ts';
import { type History, historyPath, openHistory } from '../../src/history/history.ts';
import { schemaVersion } from '../../src/history/schema.ts';
import { readAndRemember, recallDetails } from '../../src/history/recallDetails.ts';
import { statusOfRun } from '../../src/history/runStatus.ts';
import type { RunSummary } from '../../src/history/runDetails.ts';
import { runFiles } from '../../src/runs/runDirectory.ts';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { everyRow, freshStateHome, integrityOf, recordedRun, writtenRun } from '../support/history/home.ts';
import { notAsRoot } from '../support/skipUnless.ts';

freshStateHome();

/** Opens the history for the length of a test's step; returns what it complained of. */
async function withHistory(step: (history: History) => unknown): Promise<string[]> {
  const complaints: string[] = [];
  const history = openHistory((sentence) => complaints.push(sentence));
  await step(history);
  history.close();
  return complaints;
}

/** What is known of each training, by id. */
async function summariesOf(records: readonly RunRecord[], history: History) {
  const summaries = new Map<string, RunSummary>();
  for (const record of records) summaries.set(record.id, (await statusOfRun(record, history)).summary);
  return summaries;
}

describe('the history', () => {
  test('gives back all that a log said: figures, evaluations, verdicts, checkpoints, series', async () => {
    const record = recordedRun('20260101-000000-a');
    await withHistory(async (history) => {
      const read = await readAndRemember(record, history);
      expect(read.evaluations.length).toBeGreaterThan(20);
      expect(read.checkpoints.length).toBeGreaterThan(5);
      expect(read.series.map(({ name }) => name)).toContain('loss');
      expect(read.verdicts.map(({ name }) => name)).toContain('over-fitting');
      expect(history.details(record.id)?.what).toEqual(read);
    });
  });

  test('is a file in WAL mode that only its owner can read', async () => {
    const record = recordedRun('20260101-000000-a');
    await withHistory((history) => readAndRemember(record, history));
    expect(statSync(historyPath()).mode & 0o777).toBe(0o600);
    const database = new DatabaseSync(historyPath());
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: schemaVersion });
    database.close();
  });

  test('spares reading a log that has not changed', async () => {
    const record = recordedRun('20260101-000000-a');
    utimesSync(record.log, 1_780_000_000, 1_780_000_000);
    await withHistory((history) => summariesOf([record], history));
    // Other bytes, but as many and of the same time: whoever read them would tell another details.
    writeFileSync(record.log, Buffer.alloc(statSync(record.log).size, 'x'));
    utimesSync(record.log, 1_780_000_000, 1_780_000_000);
    await withHistory(async (history) => {
      const summaries = await summariesOf([record], history);
      expect(summaries.get(record.id)?.best?.metric).toBe('map50');
    });
  });

  test.each([
    ['log has grown', (log: string) => appendFileSync(log, 'x\n'), {}],
    ['log was written anew', (log: string) => utimesSync(log, 1, 1), {}],
    ['advice is to be judged otherwise', () => {}, { advice: { ...defaultSettings, targetMap: 0.5 } }],
    ['end is known by now', () => {}, { exit: { code: 1, signal: null, time: 1_780_000_900 } }],
  ])('reads a log again whose %s', async (_, change, changes) => {
    const record = recordedRun('20260101-000000-a');
    await withHistory((history) => summariesOf([record], history));
    change(record.log);
    await withHistory(async (history) => {
      const before = history.details(record.id)?.fingerprint;
      await summariesOf([{ ...record, ...changes }], history);
      expect(history.details(record.id)?.fingerprint).not.toEqual(before);
    });
  });

  test('is bounded, whatever the length of a log', async () => {
    const lines = Array.from(
      { length: 30_000 },
      (_, index) =>
        `${index + 1}: ${(1 + 100 / (index + 1)).toFixed(6)}, ${(1 + 100 / (index + 1)).toFixed(6)} avg loss, 0.001000 rate, 0.100000 seconds, ${(index + 1) * 64} images, 0.1 hours left`,
    );
    const record = writtenRun('20260101-000000-long', `${lines.join('\n')}\n`, { trainer: 'darknet-alexeyab' });
    await withHistory(async (history) => {
      const { series, at } = await recallDetails(record, history);
      expect(at).toBe(30_000);
      const loss = series.find(({ name }) => name === 'loss')!.points;
      expect(loss.length).toBeLessThanOrEqual(256);
      expect(loss.length).toBeGreaterThan(200);
      expect([loss[0]![0], loss.at(-1)![1]]).toEqual([1, 30_000]);
    });
    expect(statSync(historyPath()).size).toBeLessThan(400_000);
  });

  test.each([
    ["Robert'); DROP TABLE runs;--"],
    ['\u0000nul\u0001'],
    ['\u001B]0;title\u0007 \u001B[31mred'],
    ['名前 \u{1F600} \uD800'],
    ['x'.repeat(100_000)],
  ])('holds any name and command (%#)', async (name) => {
    const record = recordedRun('20260101-000000-a', { name, command: [name], cwd: `/${name}` });
    await withHistory(async (history) => {
      const read = await readAndRemember(record, history);
      expect(history.details(record.id)?.what).toEqual(read);
      expect((await summariesOf([record], history)).get(record.id)?.best).toEqual(read.best);
    });
    expect(integrityOf(historyPath())).toBe('ok');
  });

  test('forgets what it is told to, parts included', async () => {
    const [one, other] = [recordedRun('20260101-000000-a'), recordedRun('20260102-000000-b')];
    await withHistory(async (history) => {
      await summariesOf([one, other], history);
      history.remove([one.id]);
      expect([...history.summaries().keys()]).toEqual([other.id]);
      history.keepOnly([]);
      expect(history.summaries().size).toBe(0);
    });
    expect(everyRow(historyPath())).toEqual({ runs: [], evaluations: [], verdicts: [], checkpoints: [], series: [] });
  });

  test('does not remember a log that cannot be read, and tells what the record says', async () => {
    const record = recordedRun('20260101-000000-a');
    rmSync(record.log);
    mkdirSync(record.log);
    await withHistory(async (history) => {
      const summaries = await summariesOf([record], history);
      expect(summaries.get(record.id)).toMatchObject({ trainer: null, at: null, best: null, curve: [] });
      expect(history.details(record.id)).toBeNull();
    });
  });
});

describe('whatever is wrong with the history, the trainings are told of all the same, and in one sentence why', () => {
  test.each([
    ['is no database', () => writeFileSync(historyPath(), 'nonsense '.repeat(1000))],
    ['is cut off', () => writeFileSync(historyPath(), readFileSync(historyPath()).subarray(0, 5000))],
    [
      'has pages of garbage',
      () => {
        const bytes = readFileSync(historyPath());
        bytes.fill(0xa5, 4096, bytes.length - 100);
        writeFileSync(historyPath(), bytes);
      },
    ],
    [
      'has rows that make no sense',
      () => {
        const database = new DatabaseSync(historyPath());
        database.exec(`UPDATE runs SET curve = '[1,'`);
        database.close();
      },
    ],
  ])('one that %s is set aside and made anew', async (_, damage) => {
    const record = recordedRun('20260101-000000-a');
    await withHistory((history) => summariesOf([record], history));
    damage();
    const complaints = await withHistory(async (history) => {
      expect((await summariesOf([record], history)).get(record.id)?.best?.value).toBeGreaterThan(0.5);
    });
    expect(complaints).toEqual([
      `${historyPath()} was damaged and is made anew from the logs; the old one is ${historyPath()}.damaged.`,
    ]);
    expect(existsSync(`${historyPath()}.damaged`)).toBe(true);
    expect(integrityOf(historyPath())).toBe('ok');
    await withHistory((history) => expect(history.details(record.id)).not.toBeNull());
  });

  test('one that another process holds for long is done without', { timeout: (busyTimeout + 20) * 1000 }, async () => {
    const record = recordedRun('20260101-000000-a');
    await withHistory((history) => summariesOf([record], history));
    appendFileSync(record.log, 'more\n');
    const holder = new DatabaseSync(historyPath());
    holder.exec('BEGIN EXCLUSIVE');
    const complaints = await withHistory(async (history) => {
      expect((await summariesOf([record, recordedRun('20260102-000000-b')], history)).size).toBe(2);
    });
    holder.close();
    expect(complaints).toEqual([
      expect.stringMatching(/is unavailable; continuing without it: another process holds it\. Nothing is lost/),
    ]);
  });

  test('one of a newer Plateau is left alone', async () => {
    const record = recordedRun('20260101-000000-a');
    await withHistory((history) => summariesOf([record], history));
    const database = new DatabaseSync(historyPath());
    database.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
    database.close();
    const before = everyRow(historyPath());
    const complaints = await withHistory(async (history) => {
      expect((await summariesOf([record], history)).size).toBe(1);
    });
    expect(complaints).toEqual([expect.stringContaining('a newer Plateau wrote it')]);
    expect(everyRow(historyPath())).toEqual(before);
  });

  test('one of an older Plateau is made anew', async () => {
    const record = recordedRun('20260101-000000-a');
    mkdirSync(join(historyPath(), '..'), { recursive: true });
    const database = new DatabaseSync(historyPath());
    database.exec('CREATE TABLE runs (id TEXT, other TEXT); CREATE TABLE "odd ""name" (x); PRAGMA user_version = 0');
    database.close();
    const complaints = await withHistory((history) => summariesOf([record], history));
    expect(complaints).toEqual([]);
    await withHistory((history) => expect(history.details(record.id)).not.toBeNull());
  });

  test('one whose place is taken by a directory is done without', async () => {
    const record = recordedRun('20260101-000000-a');
    mkdirSync(historyPath());
    const complaints = await withHistory(async (history) => {
      expect((await summariesOf([record], history)).get(record.id)?.best).not.toBeNull();
    });
    expect(complaints).toHaveLength(1);
  });

  test('one that may not be written is done without', notAsRoot, async () => {
    const record = recordedRun('20260101-000000-a');
    chmodSync(join(historyPath(), '..'), 0o500);
    const complaints = await withHistory(async (history) => {
      expect((await summariesOf([record], history)).get(record.id)?.best).not.toBeNull();
    });
    chmodSync(join(historyPath(), '..'), 0o700);
    expect(complaints).toHaveLength(1);
  });

  test('without a training none is made', async () => {
    await withHistory((history) => summariesOf([], history));
    expect(existsSync(historyPath())).toBe(false);
    expect(existsSync(runFiles('x').directory)).toBe(false);
  });
});
