import xterm from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import { readGrid } from '../../tools/screenshots/grid.ts';
import { palettes } from '../../tools/screenshots/palette.ts';
import { drawWindow } from '../../tools/screenshots/svg.ts';
import { readXml } from '../support/tools/xml.ts';

const palette = palettes.dark;

/** What a real emulator makes of the bytes, drawn, and read again as XML. */
async function drawn(bytes: string, columns = 20, rows = 2) {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  await new Promise<void>((done) => {
    terminal.write(bytes, done);
  });
  const svg = drawWindow({
    grid: readGrid(terminal),
    palette,
    caption: 'A caption',
    title: 'plateau',
    recipe: 'plateau watch',
  });
  const elements = readXml(svg);
  const rules = elements.find(({ name }) => name === 'style')!.text;
  const texts = elements
    .filter(({ name, attributes }) => name === 'text' && attributes['text-anchor'] === undefined)
    .map(({ attributes, text }) => ({
      text,
      x: Number(attributes['x']),
      y: Number(attributes['y']),
      length: attributes['textLength'] === undefined ? null : Number(attributes['textLength']),
      rule: new RegExp(`\\.${attributes['class']}\\{(.*?)\\}`).exec(rules)?.[1] ?? '',
    }));
  return { svg, elements, texts, paths: elements.filter(({ name }) => name === 'path').map((each) => each.attributes) };
}

describe('text', () => {
  test('stands where its cells are and is as long as they are', async () => {
    const { texts } = await drawn('ab cd   ef\r\n    g');
    expect(texts).toEqual([
      { text: 'ab cd', x: 0, y: 13, length: 40, rule: '' },
      { text: 'ef', x: 64, y: 13, length: 16, rule: '' },
      { text: 'g', x: 32, y: 30, length: null, rule: '' },
    ]);
  });

  test('of another style is another stretch', async () => {
    const { texts } = await drawn('one \u001B[1;31mtwo\u001B[0m \u001B[3mthree');
    expect(texts.map(({ text, x, rule }) => ({ text, x, rule }))).toEqual([
      { text: 'one', x: 0, rule: '' },
      { text: 'two', x: 32, rule: `fill:${palette.ansi[1]};font-weight:bold` },
      { text: 'three', x: 64, rule: 'font-style:italic' },
    ]);
  });

  test('that a font may not have as wide as a cell stands alone, and a wide character takes two cells', async () => {
    const { texts } = await drawn('a日b→c');
    expect(texts.map(({ text, x, length }) => ({ text, x, length }))).toEqual([
      { text: 'a', x: 0, length: null },
      { text: '日', x: 8, length: 16 },
      { text: 'b', x: 24, length: null },
      { text: '→', x: 32, length: null },
      { text: 'c', x: 40, length: null },
    ]);
  });

  test('that means something in XML is escaped', async () => {
    const { texts, svg } = await drawn('<a> & "b"');
    expect(texts.map(({ text }) => text)).toEqual(['<a> & "b"']);
    expect(svg).toContain('>&lt;a&gt; &amp; &quot;b&quot;</text>');
  });

  test('has no control bytes, wherever they come from', () => {
    const style = {
      foreground: { kind: 'own' },
      background: { kind: 'own' },
      bold: false,
      dim: false,
      italic: false,
      underline: false,
      inverse: false,
    } as const;
    const grid = [[{ text: '\u001B\u0000a\uFFFF\uD800', width: 1, style }]];
    const svg = drawWindow({ grid, palette, caption: '\u0007rung', title: 'cat', recipe: 'cat \u009B31m' });
    expect(svg).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\uFFFF\uD800]/);
    expect(readXml(svg).find(({ name }) => name === 'title')?.text).toBe('rung');
  });
});

describe('colours', () => {
  test.each([
    ['31', palette.ansi[1]],
    ['92', palette.ansi[10]],
    ['38;5;4', palette.ansi[4]],
    ['38;5;196', '#ff0000'],
    ['38;5;67', '#5f87af'],
    ['38;5;244', '#808080'],
    ['38;2;1;22;255', '#0116ff'],
  ])('SGR %s is %s', async (code, hex) => {
    const { texts } = await drawn(`\u001B[${code}mx`);
    expect(texts[0]!.rule).toBe(`fill:${hex}`);
  });

  test('behind text are areas, one for cells side by side', async () => {
    const { paths, texts } = await drawn('..\u001B[30;103mstop\u001B[0m');
    expect(paths).toContainEqual({ fill: palette.ansi[11], d: 'M16 0h32v17h-32z' });
    expect(texts[1]).toMatchObject({ text: 'stop', rule: `fill:${palette.ansi[0]}` });
  });

  test('change places where they are inverse', async () => {
    const { paths, texts } = await drawn('\u001B[7mx');
    expect(paths).toContainEqual({ fill: palette.foreground, d: 'M0 0h8v17h-8z' });
    expect(texts[0]!.rule).toBe(`fill:${palette.background}`);
  });

  test('that are dim lie between the text and what is behind it', async () => {
    const { texts } = await drawn('\u001B[2;38;2;255;255;255;48;2;0;0;0mx');
    expect(texts[0]!.rule).toBe('fill:#aaaaaa');
  });

  test('underlined text has a line of its own, under blanks too', async () => {
    const { paths } = await drawn('\u001B[4ma  b');
    expect(paths.map(({ d }) => d)).toContain('M0 15h32');
  });
});

describe('what is not text', () => {
  test('box drawing becomes lines that go through all cells that they join', async () => {
    const { paths, texts } = await drawn('┌──┐\r\n└──┘');
    expect(texts).toEqual([]);
    expect(paths.map(({ d }) => d)).toContain('M4 8.5h24M4 25.5h24M4 8.5v17M28 8.5v17');
  });

  test('rounded corners join the lines beside and below them', async () => {
    const { paths } = await drawn('╭─\r\n│');
    expect(paths.map(({ d }) => d)).toContain('M8 8.5h8M4 17v17M4 17V12.5Q4 8.5 8 8.5');
  });

  test('a sparkline becomes areas as high as its eighths', async () => {
    const { paths } = await drawn('▄█\r\n░');
    expect(paths).toContainEqual({ fill: palette.foreground, d: 'M8 0h8v17h-8zM0 8.5h8v8.5h-8z' });
    expect(paths).toContainEqual({ fill: palette.foreground, 'fill-opacity': '0.25', d: 'M0 17h8v17h-8z' });
  });

  test('each dot of a braille character is at its place', async () => {
    const { paths } = await drawn('⢁');
    expect(paths.find((path) => path['stroke-linecap'] === 'round')?.['d']).toBe('M2 2.13h0M6 14.88h0');
  });
});

describe('a window', () => {
  test('says what it shows and how it was made to who cannot see it', async () => {
    const { elements } = await drawn('┌ loss ─┐  0.3\r\n──────');
    expect(elements[0]!.attributes).toMatchObject({ role: 'img', 'aria-labelledby': 'title text' });
    expect(elements.find(({ attributes }) => attributes['id'] === 'title')?.text).toBe('A caption');
    expect(elements.find(({ attributes }) => attributes['id'] === 'text')?.text).toBe(
      'Made with: plateau watch\n\nloss  0.3',
    );
  });

  test('is as large as its cells and the frame around them', async () => {
    const { elements } = await drawn('', 80, 24);
    expect(elements[0]!.attributes).toMatchObject({ width: '660', height: '456', viewBox: '0 0 660 456' });
  });

  test('cuts a title that it has no room for', async () => {
    const { elements } = await drawn('');
    expect(elements.find(({ attributes }) => attributes['text-anchor'] === 'middle')?.text).toBe('plate…');
  });

  test('of the same cells is made of the same bytes', async () => {
    const bytes = '\u001B[1;32mIMPROVING\u001B[0m ╭─╮ ⣿';
    expect((await drawn(bytes)).svg).toBe((await drawn(bytes)).svg);
  });
});
