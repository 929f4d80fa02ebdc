import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Picture } from '../../tools/screenshots/picture.ts';
import { palettes } from '../../tools/screenshots/palette.ts';
import { improving } from '../../tools/screenshots/recorded.ts';
import { onStage } from '../../tools/screenshots/stage.ts';
import { drawWindow } from '../../tools/screenshots/svg.ts';
import { isAlive } from '../support/real/plateau.ts';
import { readXml } from '../support/tools/xml.ts';
import { soon } from '../support/soon.ts';

function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'stage');
}

test('a story draws what the built program shows in a terminal, and leaves nothing behind', async () => {
  const directory = freshDirectory();
  const pictures: Picture[] = [];
  await onStage((stage) => improving(stage, (picture) => void pictures.push(picture)), directory);
  expect(existsSync(directory)).toBe(false);
  const { palette, ...picture } = pictures[0]!;
  const svg = drawWindow({ ...picture, palette: palettes[palette] });
  const words = readXml(svg).map(({ text }) => text);
  expect(words).toContain('> IMPROVING');
  expect(words.find((text) => text.startsWith('Made with: '))).toMatch(/ep 20\/40/);
});

test('a training that a story leaves behind is stopped', async () => {
  const directory = freshDirectory();
  let pid = 0;
  await onStage(async ({ plateau }) => {
    plateau('run', '--detach', '--', '/bin/sh', '-c', 'echo $$ > pid; exec /bin/sleep 600');
    await soon(() => expect((pid = pidIn(join(directory, 'pid')))).toBeGreaterThan(0));
    expect(isAlive(pid)).toBe(true);
  }, directory);
  expect(isAlive(pid)).toBe(false);
});

test('two cannot draw in the same directory at the same time', async () => {
  const directory = freshDirectory();
  const inside = onStage(() => onStage(async () => {}, directory), directory);
  await expect(inside).rejects.toThrow(/stage is there already: remove it when no other `npm run screenshots` runs\./);
});

function pidIn(path: string): number {
  return Number(readFileSync(path, 'utf8'));
}
