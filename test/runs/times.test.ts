import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { circumstancesOf } from '../../src/monitor/circumstances.ts';
import type { ReplayedAdvice } from '../../src/monitor/replay.ts';
import { replayTraining } from '../../src/monitor/replayTraining.ts';
import { runSource } from '../../src/runs/runSource.ts';
import { openTimes, readTimes } from '../../src/runs/times.ts';

function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-times-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The pieces of a log with their times. */
async function piecesOf(log: string) {
  const pieces: { text: string; time: number | null }[] = [];
  await runSource({ log }).readOnce!((bytes, time) => void pieces.push({ text: bytes.toString(), time }));
  return pieces;
}

describe('the times of a log', () => {
  test('are noted once a second at most, and what comes between has the time before', () => {
    const directory = freshDirectory();
    const times = openTimes(directory);
    expect([times.note(0, 100), times.note(10, 100.9), times.note(20, 101), times.note(30, 105)]).toEqual([
      100, 100, 101, 105,
    ]);
    expect(readTimes(directory).map(({ offset }) => offset)).toEqual([0, 20, 30]);
    expect(readFileSync(join(directory, 'times.jsonl'), 'utf8').split('\n')[0]).toMatch(/^\{"version":1,"boot":/);
  });

  test('are told of each byte, and unknown before the first', async () => {
    const directory = freshDirectory();
    writeFileSync(join(directory, 'times.jsonl'), '{"version":1,"boot":"b"}\n[4,100,10]\n[8,104,14]\n');
    writeFileSync(join(directory, 'output.log'), 'one\ntwo\nthree\n');
    expect(await piecesOf(join(directory, 'output.log'))).toEqual([
      { text: 'one\n', time: null },
      { text: 'two\n', time: 100 },
      { text: 'three\n', time: 104 },
    ]);
  });

  test('do not jump when the clock was set', () => {
    const directory = freshDirectory();
    writeFileSync(join(directory, 'times.jsonl'), '{"version":1,"boot":"b"}\n[0,100,10]\n[8,5000,14]\n');
    expect(readTimes(directory).map(({ time }) => time)).toEqual([100, 104]);
  });

  test('that are damaged, or of a newer version, are left out', () => {
    const directory = freshDirectory();
    writeFileSync(join(directory, 'times.jsonl'), '{"version":1,"boot":"b"}\n[0,100,10]\n[8,10');
    expect(readTimes(directory)).toHaveLength(1);
    appendFileSync(join(directory, 'times.jsonl'), '\n{"version":2,"boot":"b"}\n[9,1,1]\n');
    expect(readTimes(directory)).toEqual([]);
    expect(readTimes(freshDirectory())).toEqual([]);
  });

  test('let a replay find a silence that the live view had found', async () => {
    const directory = freshDirectory();
    const log = join(directory, 'output.log');
    const line = (at: number) => `${at}: 1.5, 1.5 avg, 0.001 rate, 0.1 seconds, ${at * 64} images\n`;
    const head = `shapes\nLearning Rate: 0.001, Momentum: 0.9, Decay: 0.0005\n${line(1)}${line(2)}`;
    writeFileSync(log, `${head}${line(3)}`);
    writeFileSync(join(directory, 'times.jsonl'), `{"version":1,"boot":"b"}\n[0,100,10]\n[${head.length},700,610]\n`);
    const advice: ReplayedAdvice[] = [];
    await replayTraining(
      runSource({ log }),
      { ...circumstancesOf(null), clock: () => 701 },
      {
        onAdvice: (each) => void advice.push(each),
      },
    );
    expect(advice.map(({ kind, verdict }) => [kind, verdict.name])).toEqual([
      ['silence', 'stalled'],
      ['end', 'no-validation'],
    ]);
  });
});
