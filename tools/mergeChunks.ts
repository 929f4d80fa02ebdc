import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Metafile } from 'esbuild';

/**
 * Puts the chunks of a build together that the same programs load. esbuild splits by all entry points, of which each
 * `import()` is one: Node found, read and linked 117 files before the first frame of `plateau watch`, and does 40 after
 * this (203 ms became 170). None of these programs loads more than before; another one may. `folder`: where esbuild
 * wrote to; `programs`: of each the sources that it begins with and imports later on.
 */
export async function mergeChunks(
  folder: string,
  { outputs }: Metafile,
  programs: readonly (readonly string[])[],
): Promise<void> {
  const files = Object.entries(outputs).filter(([path]) => path.endsWith('.js'));
  const loaded = programs.map((sources) => loadedBy(sources, new Map(files)));
  const chunks = files.filter(([, { entryPoint }]) => entryPoint === undefined).map(([path]) => path);
  const groups = Map.groupBy(chunks, (path) => loaded.map((paths) => Number(paths.has(path))).join(''));
  const places = new Map<string, string>();
  for (const [who, paths] of groups) {
    if (!who.includes('1') || paths.length < 2) continue;
    const names = paths.map((path) => basename(path)).toSorted();
    const merged = `merged-${hashOf(names)}.js`;
    const exported = paths.flatMap((path) => outputs[path]!.exports.map((name) => [basename(path), name] as const));
    await mergeInto(join(folder, merged), names, exported);
    for (const name of names) places.set(name, merged);
  }
  for (const name of places.keys()) {
    await rm(join(folder, name));
    await rm(join(folder, `${name}.map`), { force: true });
  }
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.js')) continue;
    const path = join(folder, name);
    await writeFile(path, redirected(await readFile(path, 'utf8'), places));
  }
}

type Outputs = ReadonlyMap<string, Metafile['outputs'][string]>;

/** The files that are loaded where these sources are: their own, and what those import. */
function loadedBy(sources: readonly string[], files: Outputs): ReadonlySet<string> {
  const entries = sources.map((source) => {
    const entry = [...files].find(([, { entryPoint }]) => entryPoint === source);
    if (entry === undefined) throw new Error(`${source} is not imported with import(): look at the programs again.`);
    return entry[0];
  });
  const found = new Set(entries);
  for (const path of found) {
    for (const each of files.get(path)!.imports) {
      if (each.kind === 'import-statement' && each.external !== true) found.add(each.path);
    }
  }
  return found;
}

/** esbuild names a chunk by its content, and so is the merged one. */
function hashOf(names: readonly string[]): string {
  const digest = createHash('sha256').update(names.join()).digest();
  return Array.from(digest.subarray(0, 8), (byte) => letters[byte % letters.length]).join('');
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Bundles chunks into one file that exports what they did, each under the name of its chunk and its own. */
async function mergeInto(
  path: string,
  names: readonly string[],
  exported: readonly (readonly [chunk: string, name: string])[],
): Promise<void> {
  const lines = exported.map(([chunk, name]) => `export { ${name} as ${exportOf(chunk, name)} } from './${chunk}';`);
  await build({
    stdin: {
      contents: [...names.map((name) => `import './${name}';`), ...lines].join('\n'),
      resolveDir: join(path, '..'),
    },
    outfile: path,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [
      {
        name: 'otherFiles',
        setup: (bundler) => {
          bundler.onResolve({ filter: /^\.\/[\w-]+\.js$/ }, ({ path: wanted }) =>
            names.includes(basename(wanted)) ? null : { path: wanted, external: true },
          );
        },
      },
    ],
  });
}

function exportOf(chunk: string, name: string): string {
  return `${chunk.replaceAll(/\W/g, '_')}_${name}`;
}

/** The text of a file that imports from the merged files. Throws where esbuild writes imports in another way. */
function redirected(text: string, places: ReadonlyMap<string, string>): string {
  const out = text.replaceAll(importOfChunk, (statement, names: string | undefined, chunk: string) => {
    const place = places.get(chunk);
    if (place === undefined) return statement;
    if (names === undefined) return `import "./${place}";`;
    const renamed = names.replaceAll(
      /([\w$]+)(?: as ([\w$]+))?/g,
      (_, name: string, as: string | undefined) => `${exportOf(chunk, name)} as ${as ?? name}`,
    );
    return `import {${renamed}} from "./${place}";`;
  });
  const left = /"\.\/(chunk-[A-Z0-9]{8}\.js)"/g;
  for (const [, chunk] of out.matchAll(left)) {
    if (places.has(chunk!)) throw new Error(`An import of ${chunk} is written in a way that is not known.`);
  }
  return out;
}

const importOfChunk = /^import (?:\{([^}]*)\} from )?"\.\/(chunk-[A-Z0-9]{8}\.js)";$/gm;
