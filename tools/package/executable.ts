import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import { execa } from 'execa';
import { inject } from 'postject';
import { executableMain } from '../../src/processes/programs/executable.ts';

/** Of a Node that takes an application: https://nodejs.org/api/single-executable-applications.html */
const resourceName = 'NODE_SEA_BLOB';
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** Writes what all executables hold, whatever their architecture: `main.ts` and every program of `dist/`. */
export async function writeApplication(folder: string): Promise<Buffer> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const main = join(folder, executableMain);
  await build({
    entryPoints: ['tools/package/main.ts'],
    outfile: main,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    logLevel: 'warning',
  });
  const assets: Record<string, string> = { [executableMain]: resolve(main) };
  for (const file of await readdir('dist')) {
    if (!file.endsWith('.js')) continue;
    const asset = join(folder, file);
    await writeFile(asset, asAsset(await readFile(join('dist', file), 'utf8')));
    assets[file] = resolve(asset);
  }
  const config = join(folder, 'sea.json');
  const output = join(folder, 'application.blob');
  await writeFile(
    config,
    JSON.stringify({
      main: resolve(main),
      output: resolve(output),
      disableExperimentalSEAWarning: true,
      // NODE_OPTIONS is the trainer's: it is no way into this program.
      execArgvExtension: 'none',
      // Compiled code would fit only the architecture of this machine.
      useCodeCache: false,
      assets,
    }),
  );
  await execa(process.execPath, ['--experimental-sea-config', config], { stdout: 'ignore' });
  return readFile(output);
}

/** Copies Node's binary to `file` and puts the application into it. */
export async function writeExecutable(file: string, node: string, application: Buffer): Promise<void> {
  await rm(file, { force: true });
  await copyFile(node, file);
  await inject(file, resourceName, application, { sentinelFuse: fuse });
  await chmod(file, 0o755);
}

/** `require` needs the path of a file, and the source maps stay behind. */
function asAsset(code: string): string {
  return code
    .replaceAll(/(__createRequire\d*)\(import\.meta\.url\)/g, '$1(process.execPath)')
    .replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n');
}
