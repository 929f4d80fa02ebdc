import { chmod, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';
import { mergeChunks } from './mergeChunks.ts';
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

const commands = (...names: readonly string[]): readonly string[] => names.map((name) => `src/cli/${name}.ts`);
const dashboard = 'src/ui/terminal/dashboard.tsx';

/** What is loaded together, for `mergeChunks`: commands, of which some are waited for by themselves, and processes. */
const programs = [
  commands('start', 'plateau'),
  [...commands('list'), 'src/app/watchFleet.ts'],
  [...commands('watch'), dashboard],
  [...commands('run', 'attach'), dashboard],
  commands('status'),
  // Without these two `plateau stop` would load Ink.
  commands('serve', 'stop', 'pause', 'resume', 'edit', 'queue', 'config', 'hosts'),
  commands(
    'advise',
    'inspect',
    'replay',
    'compare',
    'rebuild',
    'adviseGroup',
    'replayGroup',
    'runs',
    'finish',
    'continue',
  ),
  ['src/keeper/program.ts'],
  ['src/keeper/openTraining.ts', 'src/keeper/openOutbox.ts'],
  ['src/demo/program.ts'],
  ['src/checklist/run/program.ts'],
  ['src/checklist/scan/worker.ts'],
];

/** Beside `dist/`, so that paths in source maps hold for both. */
const folder = await mkdtemp('dist.new-');
try {
  // One entry for each process that can be started.
  const { metafile } = await build({
    entryPoints: {
      start: 'src/cli/start.ts',
      plateau: 'src/cli/plateau.ts',
      keeper: 'src/keeper/program.ts',
      demo: 'src/demo/program.ts',
      checker: 'src/checklist/run/program.ts',
      imageWorker: 'src/checklist/scan/worker.ts',
    },
    outdir: folder,
    metafile: true,
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
  await mergeChunks(folder, metafile, programs);
  // For whoever uses an installation of somebody else; mkdtemp closes it to others.
  await chmod(folder, 0o755);
  // Only when all went well: a failed build leaves the last good one.
  await rm('dist', { recursive: true, force: true });
  await rename(folder, 'dist');
} finally {
  await rm(folder, { recursive: true, force: true });
}
