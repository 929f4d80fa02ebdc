import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { build, type Plugin } from 'esbuild';
import packageJson from '../package.json' with { type: 'json' };

const { version } = packageJson;

/** Builds modules of a library, whose paths `filter` matches, from a changed source. Throws where nothing changed. */
function patched(name: string, filter: RegExp, change: (source: string) => string): Plugin {
  return {
    name,
    setup: (bundler) => {
      bundler.onLoad({ filter }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const contents = change(source);
        if (contents === source)
          throw new Error(`${path} is not as it was when ${name} was written: look at it again.`);
        return { contents };
      });
    },
  };
}

/**
 * Yoga fetches the WebAssembly that is embedded in its own source, for which Node loads its HTTP client. Without a
 * fetch it decodes the text itself: the first frame of `plateau watch` after 438 ms and 500 ms of CPU instead of 580 ms
 * and 570 ms (medians of eight starts in turn, two cores).
 */
const yogaWithoutFetch = patched(
  'yogaWithoutFetch',
  /yoga-wasm-base64-esm\.js$/,
  (source) => `const fetch = undefined;\n${source}`,
);

/**
 * Ink cuts every row of a frame into graphemes, several times, with `Intl.Segmenter`. Every text on our screen has gone
 * through `screenText`, after which each character is one.
 */
const charactersAsGraphemes = patched(
  'charactersAsGraphemes',
  /(?:ansi-tokenize\/build\/tokenize|ink\/build\/line-update)\.js$/,
  (source) =>
    source.replace(
      /new Intl\.Segmenter\(.*?\);/,
      '{ *segment(text) { let index = 0; for (const segment of text) { yield { segment, index }; index += segment.length; } } };',
    ),
);

const clippedLines = 'characterLines.map(line => styledCharsToString(line))';

/** Ink writes each text of a frame out and reads it again, also where nothing of it is clipped and it is one line. */
const textsReadOnce = patched('textsReadOnce', /ink\/build\/output\.js$/, (source) =>
  source.replace(
    `let lines = ${clippedLines};`,
    `let lines = clip === undefined && characterLines.length === 1 ? [text] : ${clippedLines};`,
  ),
);

/** Bundles the programs of Plateau into `dist/`: one entry for each process that can be started. */
const { outputFiles } = await build({
  entryPoints: {
    start: 'src/cli/start.ts',
    plateau: 'src/cli/plateau.ts',
    keeper: 'src/keeper/program.ts',
    demo: 'src/demo/program.ts',
    checker: 'src/checklist/run/program.ts',
    imageWorker: 'src/checklist/scan/worker.ts',
  },
  outdir: 'dist',
  write: false,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  jsx: 'automatic',
  sourcemap: true,
  logLevel: 'warning',
  // Without the development checks of React and Ink.
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    plateauVersion: JSON.stringify(version),
  },
  plugins: [yogaWithoutFetch, charactersAsGraphemes, textsReadOnce],
  alias: { 'react-devtools-core': './tools/noDevtools.ts', 'string-width': './tools/stringWidth.ts' },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});

// Only when all went well: a failed build leaves the last good one.
await rm('dist', { recursive: true, force: true });
for (const { path, contents } of outputFiles) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}
