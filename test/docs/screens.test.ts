import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readXml } from '../support/tools/xml.ts';

const readme = readFileSync('README.md', 'utf8');

/** `![alt](docs/screens/NAME.svg)`, and the line of text below it. */
const pictures = Array.from(readme.matchAll(/!\[(.*?)\]\(docs\/screens\/(.*?)\.svg\)\n+(.*)/g), (match) => ({
  alt: match[1]!,
  name: match[2]!,
  below: match[3]!,
}));

test('the README shows every picture that is drawn, and no other', () => {
  const drawn = readdirSync('docs/screens').filter((name) => name.endsWith('.svg'));
  expect(pictures.map(({ name }) => `${name}.svg`).toSorted()).toEqual(drawn.toSorted());
  expect(pictures.length).toBeLessThanOrEqual(6);
});

describe.each(pictures)('docs/screens/$name.svg', ({ name, alt, below }) => {
  const svg = readFileSync(`docs/screens/${name}.svg`, 'utf8');
  const elements = readXml(svg);
  const textOf = (id: string) => elements.find(({ attributes }) => attributes['id'] === id)?.text ?? '';

  test('is a well-formed SVG of less than 60 kB that needs nothing from outside', () => {
    expect(elements[0]).toMatchObject({
      name: 'svg',
      attributes: { xmlns: 'http://www.w3.org/2000/svg', role: 'img' },
    });
    expect(svg.length).toBeLessThan(60_000);
    expect(elements.filter(({ name: tag }) => !drawing.has(tag))).toEqual([]);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import/);
  });

  test('says which command made it, and so does the line below it', () => {
    const recipe = /^Made with: (.+)$/m.exec(textOf('text'))?.[1];
    expect(recipe).toBeDefined();
    expect(below).toContain(`\`${recipe}\``);
  });

  test('says what it shows to who cannot see it', () => {
    expect(alt).toBe(textOf('title'));
    expect(textOf('text').split('\n').length).toBeGreaterThan(5);
  });

  test('tells nothing of the machine that it was drawn on but its temporary directory', () => {
    const paths = textOf('text').match(/(?<![\w.])\/(?:home|root|Users|work|usr|opt|mnt)\/\S*/g);
    expect(paths).toBeNull();
  });
});

const drawing = new Set(['svg', 'title', 'desc', 'style', 'rect', 'path', 'circle', 'g', 'text']);
