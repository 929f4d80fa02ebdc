import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshHome, plateau, recordsIn } from '../support/real/plateau.ts';

describe('plateau watch', () => {
  test('of the log of a training that was started here is attached to its keeper, which knows how it ends', () => {
    const { directory, environment } = freshHome();
    plateau(['run', '--detach', '--', 'sh', '-c', 'sleep 2; exit 7'], environment);
    const log = join(directory, 'linked.log');
    symlinkSync(recordsIn(environment)[0]!.log, log);
    const { status, stdout, stderr } = plateau(['watch', log], environment);
    expect(stdout).toContain('the trainer exited with status 7');
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test('of a file that only has the name of such a log is not', () => {
    const { environment } = freshHome();
    const { status, stderr } = plateau(['watch', '/nowhere/output.log'], environment);
    expect(stderr).toBe(
      'plateau: The log /nowhere/output.log does not exist; name the file that the trainer writes.\n',
    );
    expect(status).toBe(1);
  });

  test('--json writes the whole state of a training at each change, and its end', () => {
    const { environment } = freshHome();
    const { status, stdout } = plateau(['watch', '--json', 'fixtures/demo/overfit.log'], environment);
    expect(status).toBe(0);
    const lines: readonly { kind: string }[] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(lines.slice(0, -1).map(({ kind }) => kind))).toEqual(new Set(['change']));
    expect(lines.at(-1)).toMatchObject({
      kind: 'end',
      trainer: expect.stringMatching(/^darknet/),
      verdict: expect.any(String),
      evaluation: { map50: expect.any(Number) },
      checkpoint: { path: expect.any(String) },
    });
  });
});
