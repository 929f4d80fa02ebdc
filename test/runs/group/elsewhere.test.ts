import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type GroupTelling, keepTelling, readTelling, tellingCounts } from '../../../src/runs/group/elsewhere.ts';
import { areAlike, likenessOf } from '../../../src/runs/group/likeness.ts';
import { standingAt } from '../../support/fleet/standing.ts';

function groupDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-group-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return join(directory, 'group');
}

function tellingOf(by: string, turn: string | null = null): GroupTelling {
  return { by, turn, runs: [{ ...standingAt(0.5, 0.5), key: 'm2//a', name: 'a on gpu2', metric: 'map50-95' }] };
}

const now = 1_780_000_000;

describe('what a list tells of the runs of a group on other machines', () => {
  test('is kept for whoever reads it, and replaced by what the same list tells next', () => {
    const directory = groupDirectory();
    const by = randomUUID();
    keepTelling(directory, tellingOf(by), now);
    expect(readTelling(directory, now)).toEqual(tellingOf(by));
    keepTelling(directory, tellingOf(by, 'm2//a'), now + 30);
    expect(readTelling(directory, now + 30)).toEqual(tellingOf(by, 'm2//a'));
  });

  test('does not count for longer than its time, nor when the clock was set back', () => {
    const directory = groupDirectory();
    keepTelling(directory, tellingOf(randomUUID()), now);
    expect(readTelling(directory, now + tellingCounts)).not.toBeNull();
    expect(readTelling(directory, now + tellingCounts + 1)).toBeNull();
    expect(readTelling(directory, now - 3600)).toBeNull();
  });

  test('is refused of a second list, until the first has taken it back or has not been heard of for its time', () => {
    const directory = groupDirectory();
    const [one, other] = [randomUUID(), randomUUID()];
    keepTelling(directory, tellingOf(one), now);
    expect(() => keepTelling(directory, tellingOf(other), now + 1)).toThrow('Another open list decides');
    expect(() => keepTelling(directory, { ...tellingOf(other), runs: [] }, now + 1)).toThrow('Another open list');
    keepTelling(directory, tellingOf(other), now + tellingCounts + 1);
    keepTelling(directory, { ...tellingOf(other), runs: [] }, now + tellingCounts + 2);
    expect(readTelling(directory, now + tellingCounts + 2)).toBeNull();
    keepTelling(directory, tellingOf(one), now + tellingCounts + 3);
  });

  test.each(['', '{', '[]', '{"writtenAt":1780000000}', '{"writtenAt":1780000000,"by":"x","turn":null,"runs":[]}'])(
    'is nothing where the file holds %j',
    (text) => {
      const directory = groupDirectory();
      keepTelling(directory, tellingOf(randomUUID()), now);
      writeFileSync(join(directory, 'elsewhere.json'), text);
      expect(readTelling(directory, now)).toBeNull();
    },
  );
});

describe('runs on two machines are compared', () => {
  const like = (name: string, ...command: string[]) => likenessOf({ name, command });

  test('by the data set that their commands name, wherever it lies', () => {
    expect(areAlike(like('a', 'yolo', 'train', 'data=a.yaml'), like('b', '/opt/yolo', 'data=a.yaml', 'lr0=1'))).toBe(
      true,
    );
    expect(areAlike(like('a', 'yolo', 'data=a.yaml'), like('b', 'yolo', 'data=b.yaml'))).toBe(false);
  });

  test('where they name none, if all but values is equal', () => {
    expect(areAlike(like('a', 'train.sh', '--lr', '0.1'), like('b', 'train.sh', '--lr', '0.2'))).toBe(true);
    expect(areAlike(like('a', 'train.sh', '--lr', '0.1'), like('b', 'other.sh', '--lr', '0.1'))).toBe(false);
    expect(areAlike(like('a', 'train.sh'), like('b', 'train.sh', 'data=a.yaml'))).toBe(false);
  });

  test('but never as two folds', () => {
    expect(areAlike(like('fold-1', 'yolo', 'data=a.yaml'), like('fold-2', 'yolo', 'data=a.yaml'))).toBe(false);
  });
});
