import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fleet } from './screenshots/fleet.ts';
import { demo } from './screenshots/live.ts';
import { palettes } from './screenshots/palette.ts';
import type { Picture, Story } from './screenshots/picture.ts';
import { improving, why } from './screenshots/recorded.ts';
import { onStage } from './screenshots/stage.ts';
import { states } from './screenshots/states.ts';
import { drawWindow } from './screenshots/svg.ts';

/*
 * Draws the pictures of `docs/screens`: `npm run screenshots` all of them, `npm run screenshots -- STORY ...` some.
 * Each is what the built program really shows, in a real terminal, of a training that really ran: recorded ones give
 * the same bytes every time; of those that train anew the figures that are times and process numbers differ.
 */
const stories: Readonly<Record<string, Story>> = { fleet, demo, improving, why, states };

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => stories[name] === undefined);
if (unknown === undefined) {
  for (const name of chosen.length === 0 ? Object.keys(stories) : chosen) {
    await onStage((stage) => stories[name]!(stage, draw));
  }
} else {
  process.stderr.write(`There is no story "${unknown}": choose some of ${Object.keys(stories).join(', ')}.\n`);
  process.exitCode = 2;
}

function draw({ name, palette, ...rest }: Picture): void {
  const directory = resolve(import.meta.dirname, '../docs/screens');
  const path = join(directory, `${name}.svg`);
  mkdirSync(dirname(path), { recursive: true });
  const svg = drawWindow({ ...rest, palette: palettes[palette] });
  writeFileSync(path, svg);
  process.stdout.write(`${path}: ${Math.round(svg.length / 100) / 10} kB\n`);
}
