import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import process from 'node:process';
import { getRawAsset } from 'node:sea';
import { isMainThread } from 'node:worker_threads';
import { programFlag } from '../../src/processes/programs/executable.ts';
import { lowLimit } from '../../src/processes/programs/lowLimits.ts';

/**
 * The main script of the single executable, and of each of its threads: imports one of the programs of `dist/`, which
 * are assets of the executable. Nothing is written to disk.
 *
 * The first argument may name the program; it stays where Node has the path of a script, so that a program starts
 * itself again like any other.
 */
const scheme = 'plateau:///';

registerHooks({
  resolve(specifier, context, nextResolve) {
    const isRelative = specifier.startsWith('.') && context.parentURL?.startsWith(scheme) === true;
    if (!isRelative && !specifier.startsWith(scheme)) return nextResolve(specifier, context);
    return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true };
  },
  load(url, context, nextLoad) {
    if (!url.startsWith(scheme)) return nextLoad(url, context);
    const source = Buffer.from(getRawAsset(url.slice(scheme.length)));
    return { format: 'module', source, shortCircuit: true };
  },
});

const flag = process.argv[2];
const isNamed = flag?.startsWith(programFlag) === true;
if (isNamed) process.argv.splice(1, 1);
const name = isNamed ? flag.slice(programFlag.length) : 'plateau';
const complaint = isMainThread && !isNamed ? lowLimit(limits()) : null;
if (complaint === null) start();
else {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 1;
}

/** Empty where there is no /proc. */
function limits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}

function start(): void {
  import(`${scheme}${name}.js`).catch((error: unknown) => {
    process.stderr.write(`plateau could not start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
