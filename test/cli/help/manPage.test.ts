import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commands } from '../../../src/cli/commands.ts';
import { commandPage, generalPage } from '../../../src/cli/help/manPage.ts';
import { needs } from '../../support/real/programs.ts';

const edition = { version: '1.2.3', date: '2026-01-31' };
const pages = [
  ['plateau', generalPage(commands, edition)] as const,
  ...commands.map((command) => [`plateau-${command.name}`, commandPage(command, edition)] as const),
];

describe('each man page', () => {
  test('is formatted by man without a warning', needs('man'), () => {
    for (const [name, page] of pages) {
      const { status, stderr } = spawnSync(
        'man',
        ['--warnings', '-l', '-E', 'UTF-8', '-P', 'cat', written(name, page)],
        {
          encoding: 'utf8',
          env: { ...process.env, LC_ALL: 'C.UTF-8', MANWIDTH: '80' },
        },
      );
      expect([name, stderr, status]).toEqual([name, '', 0]);
    }
  });

  test('has nothing that mandoc finds wrong', needs('mandoc'), () => {
    for (const [name, page] of pages) {
      const { stdout } = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning', written(name, page)], {
        encoding: 'utf8',
      });
      expect([name, stdout]).toEqual([name, '']);
    }
  });

  test('shows what is typed as it is typed', needs('mandoc'), () => {
    const [, page] = pages.find(([name]) => name === 'plateau-inspect')!;
    const { stdout } = spawnSync('mandoc', ['-T', 'ascii', written('plateau-inspect', page)], { encoding: 'utf8' });
    // Overstruck letters are bold ones.
    expect(stdout.replaceAll(/.\u0008/g, '')).toContain("plateau inspect --metric 'loss=total loss (\\S+)' train.log");
  });
});

function written(name: string, page: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-man-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, `${name}.1`);
  writeFileSync(file, page);
  return file;
}
