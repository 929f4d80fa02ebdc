import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Ended } from '../../../src/continuing/resumePlan.ts';
import type { RunEvent } from '../../../src/run/events.ts';
import { trainers } from '../../../src/trainers/index.ts';
import { runOf } from '../run/build.ts';

/** Real checkpoints of PyTorch. */
export const checkpoints = fileURLToPath(new URL('../../../fixtures/checkpoints', import.meta.url));

/** A working directory with these files; `@unstripped` and `@stripped` stand for real checkpoints of PyTorch. */
export function workplace(files: Readonly<Record<string, string | Buffer>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-resume-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    const fixture = typeof content === 'string' ? /^@(.*)$/.exec(content)?.[1] : undefined;
    if (fixture === undefined) writeFileSync(join(directory, name), content);
    else cpSync(join(checkpoints, `${fixture}.pt`), join(directory, name));
  }
  return directory;
}

/** A training that has ended, as its log told by these events. */
export function ended(name: string, command: string, cwd: string, ...events: readonly RunEvent[]): Ended {
  const trainer = trainers.find(({ names }) => names.includes(name))!;
  const run = runOf({ type: 'trainer', name, version: null }, ...events);
  return { run, trainer, record: { command: command.split(' '), cwd } };
}
