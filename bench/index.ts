import process from 'node:process';
import { advisor } from './advisor.ts';
import type { Bench } from './bench.ts';
import { check } from './check.ts';
import { fleet } from './fleet/fleet.ts';
import { parse } from './parse.ts';
import { report } from './report.ts';
import { screen } from './screen.ts';
import { start } from './start.ts';

const benches: readonly Bench[] = [parse, screen, start, advisor, check, fleet, report];

/**
 * `node bench/index.ts [NAME ...]`: runs the benches that are named, or all. Exit status 1 when a promise was not kept.
 */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown !== undefined) {
    process.stderr.write(
      `There is no bench ${unknown}; there are: ${benches.map((bench) => bench.name).join(', ')}.\n`,
    );
    process.exitCode = 2;
    return;
  }
  for (const bench of benches) {
    if (names.length > 0 && !names.includes(bench.name)) continue;
    process.stdout.write(`${bench.name}: ${bench.promise}\n`);
    const kept = await bench.run();
    process.stdout.write(`${bench.name}: ${kept ? 'kept' : 'NOT KEPT'}\n\n`);
    if (!kept) process.exitCode = 1;
  }
}

await main(process.argv.slice(2));
