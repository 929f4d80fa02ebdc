import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readImage } from '../../src/checklist/image/readImage.ts';
import { standIn } from '../support/processes/standIn.ts';
import { freshHome, plateau } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { soon } from '../support/soon.ts';

const log = resolve(import.meta.dirname, '../../fixtures/ultralytics/8.3.241-curve.log');

describe('plateau report', () => {
  test('writes a page and says where, and the other forms to standard output', () => {
    const { directory, environment } = freshHome();
    const page = join(directory, 'night.html');
    expect(plateau(['report', log, '-o', page], environment)).toMatchObject({
      status: 0,
      stdout: `The report is in ${page}\n`,
    });
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/);
    expect(plateau(['report', log, '--csv'], environment).stdout).toMatch(/^run,unit,at,metric,value\r\n/);
    expect(plateau(['report', log, '--markdown'], environment).stdout).toMatch(/^## 8\.3\.241-curve\.log\n/);
    const { stdout: svg } = plateau(['report', log, '--svg', 'map'], environment);
    expect(svg).toMatch(/^<svg /);
    expect(svg).toMatch(/>mAP50<\/tspan>.*>mAP50-95<\/tspan>/);
  });

  test('draws a chart as PNG, twice its size and in its colours', needs('rsvg-convert'), () => {
    const { directory, environment } = freshHome();
    const png = join(directory, 'map.png');
    expect(plateau(['report', log, '--png', 'map', '-o', png], environment)).toMatchObject({ status: 0, stderr: '' });
    expect(readImage(readFileSync(png))).toMatchObject({
      format: 'png',
      width: 1280,
      height: 556,
      traits: { grey: false },
    });
  });

  test('says what a PNG needs where nothing can draw one', () => {
    const { directory, environment } = freshHome();
    const png = join(directory, 'map.png');
    const { status, stderr } = plateau(['report', log, '--png', 'map', '-o', png], { ...environment, PATH: directory });
    expect(status).toBe(1);
    expect(stderr).toBe(
      'plateau: A PNG needs rsvg-convert or inkscape, and neither is on PATH: install one (Debian: librsvg2-bin), or use --svg.\n',
    );
    expect(existsSync(png)).toBe(false);
  });

  test('opens the page in the browser of the desktop', async () => {
    const browser = standIn('xdg-open', '');
    const { directory, environment } = freshHome();
    const page = join(directory, 'night.html');
    expect(plateau(['report', log, '-o', page, '--open'], environment)).toMatchObject({ status: 0, stderr: '' });
    await soon(() => expect(browser.calls()).toEqual([page]));
  });

  test.each([
    [[], '`plateau report` needs a training: RUN or FILE, or --group NAME.'],
    [[log, '--csv', '--markdown'], 'Only one of --csv and --markdown can be given.'],
    [[log, '--png', 'map'], '--png requires --output FILE.'],
    [[log, '--svg', 'map', '--open'], '--open is for a page, not for --svg.'],
    [[log, log, '--svg', 'map'], '--svg draws a chart of one training, not of 2.'],
    [[log, '-o', '/nowhere/report.html'], 'The report could not be written to /nowhere/report.html: '],
    [[log, '--gpu-price', 'much'], '--gpu-price expects a number above zero, not `much`.'],
  ])('%j is refused in one sentence, and nothing is written', (words, sentence) => {
    const { directory, environment } = freshHome();
    const { status, stdout, stderr } = plateau(['report', ...words], { ...environment, PWD: directory });
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(existsSync(join(directory, 'report.html'))).toBe(false);
  });

  test('a chart that the training has no figures for is refused with those that it has', () => {
    const { environment } = freshHome();
    const { status, stderr } = plateau(['report', log, '--svg', 'iou'], environment);
    expect(status).toBe(1);
    expect(stderr).toContain('has no figures for the chart iou: there is only map, loss, forecast, precision.');
  });
});
