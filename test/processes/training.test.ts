import { describe, expect, test } from 'vitest';
import type { ProcessFacts } from '../../src/processes/processFacts.ts';
import {
  everyProcess,
  familyOf,
  ignoresInterrupt,
  type LivingTraining,
  trainingAmong,
  type TrainingProcesses,
} from '../../src/processes/training.ts';

/** A process that started at a tick equal to its number. */
function facts(pid: number, parent: number, group: number, more: Partial<ProcessFacts> = {}): ProcessFacts {
  const plain = { startTime: pid, user: 0, stopped: false, ignoresInterrupt: false, command: `program ${pid}` };
  return { pid, parent, group, ...plain, ...more };
}

function training(leader: number, more: Partial<TrainingProcesses> = {}): TrainingProcesses {
  return { leader: { pid: leader, startTime: leader }, ownsGroup: false, strays: [], spared: [], ...more };
}

const pids = (processes: readonly ProcessFacts[]): readonly number[] => processes.map(({ pid }) => pid);

/** Also checks that `familyOf` names all that is needed. */
function among(processes: readonly ProcessFacts[], wanted: TrainingProcesses): LivingTraining {
  const family = familyOf(processes, wanted);
  const living = trainingAmong(processes, wanted);
  expect(
    trainingAmong(
      processes.filter(({ pid }) => family.has(pid)),
      wanted,
    ),
  ).toEqual(living);
  return living;
}

test('a process that waits for a stopped child, as between vfork and exec, is halted like it', () => {
  const waiting = { uninterruptible: true };
  const wanted = training(10, { ownsGroup: true });
  const halted = among([facts(10, 1, 10, waiting), facts(11, 10, 10, { stopped: true })], wanted);
  expect(everyProcess(halted).map(({ stopped }) => stopped)).toEqual([true, true]);
  expect(halted.leader?.stopped).toBe(true);
  const reads = among([facts(10, 1, 10, waiting), facts(11, 10, 10)], wanted);
  expect(reads.leader?.stopped).toBe(false);
  const runs = among([facts(10, 1, 10), facts(11, 10, 10, { stopped: true })], wanted);
  expect(runs.leader?.stopped).toBe(false);
});

describe('a training that was started with a group of its own', () => {
  test('is its group, with those that their parent has left there, and what left the group', () => {
    const processes = [facts(2, 1, 2), facts(10, 1, 10), facts(11, 10, 10), facts(12, 1, 10), facts(13, 11, 13)];
    const living = among(processes, training(10, { ownsGroup: true }));
    expect(living.leader?.pid).toBe(10);
    expect(pids(living.group)).toEqual([10, 11, 12]);
    expect(pids(living.strays)).toEqual([13]);
    expect(living.isWholeGroup).toBe(true);
  });

  test('whose leader has gone is what it left in its group, and the strays that were seen before', () => {
    const processes = [facts(11, 1, 10), facts(12, 11, 12), facts(20, 1, 20), facts(21, 20, 20)];
    const living = among(processes, training(10, { ownsGroup: true, strays: [{ pid: 20, startTime: 20 }] }));
    expect(living.leader).toBeNull();
    expect(pids(living.group)).toEqual([11]);
    expect(pids(living.strays)).toEqual([12, 20, 21]);
  });

  test('is not a later process with its number, nor the group of that, nor an older one', () => {
    const later = [facts(10, 1, 10, { startTime: 99 }), facts(11, 10, 10)];
    expect(everyProcess(among(later, training(10, { ownsGroup: true })))).toEqual([]);
    const older = [facts(5, 1, 10)];
    expect(everyProcess(among(older, training(10, { ownsGroup: true })))).toEqual([]);
  });

  test('whose start time is not known is nothing', () => {
    const processes = [facts(10, 1, 10), facts(11, 10, 10)];
    const unknown = { ...training(10, { ownsGroup: true }), leader: { pid: 10, startTime: null } };
    expect(everyProcess(among(processes, unknown))).toEqual([]);
  });
});

describe('a training that somebody else started', () => {
  test('is its process with all that this started; the shell in its group is a stranger', () => {
    const processes = [facts(9, 1, 9), facts(10, 9, 9), facts(11, 10, 9), facts(12, 9, 9), facts(13, 11, 13)];
    const living = among(processes, training(10));
    expect(pids(living.group)).toEqual([10, 11]);
    expect(pids(living.strays)).toEqual([13]);
    expect(living.isWholeGroup).toBe(false);
  });

  test('leads a group of its own where nothing else is in that', () => {
    expect(among([facts(10, 9, 10), facts(11, 10, 10)], training(10)).isWholeGroup).toBe(true);
    expect(among([facts(10, 9, 10), facts(11, 10, 10), facts(12, 9, 10)], training(10)).isWholeGroup).toBe(false);
  });

  test('does not hold what only carries its output', () => {
    const processes = [facts(10, 9, 10), facts(11, 10, 10, { command: 'tee log' })];
    const living = among(processes, training(10, { spared: [{ pid: 11, startTime: 11 }] }));
    expect(pids(everyProcess(living))).toEqual([10]);
    expect(living.isWholeGroup).toBe(false);
  });

  test('whose process has gone is what was seen to belong to it', () => {
    const processes = [facts(11, 1, 9), facts(12, 11, 9), facts(13, 1, 9)];
    const living = among(processes, training(10, { strays: [{ pid: 11, startTime: 11 }] }));
    expect(pids(living.group)).toEqual([]);
    expect(pids(living.strays)).toEqual([11, 12]);
  });
});

test('the leader decides whether SIGINT is ignored; without one all that are left do', () => {
  const ignoring = { ignoresInterrupt: true };
  const own = training(10, { ownsGroup: true });
  expect(ignoresInterrupt(among([facts(10, 1, 10), facts(11, 10, 10, ignoring)], own))).toBe(false);
  expect(ignoresInterrupt(among([facts(10, 1, 10, ignoring), facts(11, 10, 10)], own))).toBe(true);
  expect(ignoresInterrupt(among([facts(11, 1, 10, ignoring), facts(12, 1, 10)], own))).toBe(false);
  expect(ignoresInterrupt(among([facts(11, 1, 10, ignoring)], own))).toBe(true);
  expect(ignoresInterrupt(among([], own))).toBe(false);
});
