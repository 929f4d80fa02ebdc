import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { needs } from '../../support/real/programs.ts';
import { writeReports } from '../../support/report/writeReports.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('a page of plateau report in Chromium', needs('chromium'), () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(async () => browser?.close());

  /** Opens a page, and notes what it complains of and what it asks for. */
  async function open(path: string, colorScheme: 'light' | 'dark' = 'light') {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 900 } });
    onTestFinished(() => page.close());
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(path).href);
    return { page, complaints, requests };
  }

  test.each(['one', 'several'] as const)(
    'of %s: no complaint, no request but for itself, all charts drawn',
    async (which) => {
      const { page, complaints, requests } = await open(writeReports()[which]);
      expect(complaints).toEqual([]);
      expect(requests).toHaveLength(1);
      const charts = page.locator('svg.chart');
      expect(await charts.count()).toBe(which === 'one' ? 4 : 11);
      for (const chart of await charts.all()) {
        const box = await chart.boundingBox();
        expect(box!.width).toBeGreaterThan(300);
        expect(await chart.locator('.curve').first().getAttribute('d')).toMatch(/^M[\d.]+ [\d.]+L/);
      }
    },
  );

  test('the keyboard reaches the values of a chart, and the pointer reads the nearest', async () => {
    const { page } = await open(writeReports().one);
    const slider = page.getByRole('slider', { name: 'Read the values of: mAP' });
    const output = page.locator('figure').first().locator('output');
    await slider.focus();
    await page.keyboard.press('Home');
    expect(await output.textContent()).toMatch(/^epoch 1: mAP50 /);
    await page.keyboard.press('ArrowRight');
    expect(await output.textContent()).toMatch(/^epoch 2: mAP50 /);
    expect(await slider.getAttribute('aria-valuetext')).toBe(await output.textContent());
    const box = (await page.locator('svg.chart').first().boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.97, box.y + box.height / 2);
    expect(await output.textContent()).toMatch(/^epoch 40: /);
  });

  test.each(['light', 'dark'] as const)('axe finds no serious fault, %s', async (scheme) => {
    const { page } = await open(writeReports().several, scheme);
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await seriousFaults(page)).toEqual([]);
  });

  test('the printed PDF has its charts', async () => {
    const { page } = await open(writeReports().one);
    const pdf = await page.pdf({ format: 'A4' });
    // Each curve is a path of many lines; without charts there is nothing but text and rules.
    const lines = contentOf(pdf).match(/ l\n/g) ?? [];
    expect(lines.length).toBeGreaterThan(150);
  });
});

/** The drawing instructions of a PDF. */
function contentOf(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/stream\r?\n([\s\S]*?)endstream/g)]
    .map(([, stream]) => {
      try {
        return inflateSync(Buffer.from(stream!, 'latin1')).toString('latin1');
      } catch {
        return '';
      }
    })
    .join('\n');
}

async function seriousFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate<string[]>(`axe.run().then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 120)).join(' | ')))`);
}
