import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { writeDeb } from './deb.ts';
import { writeDocuments } from './documents.ts';
import { writeApplication, writeExecutable } from './executable.ts';
import { type Architecture, architectures, nodeBinary } from './nodeBinary.ts';

/**
 * `npm run package [-- --arch x64] [--out DIR]`: what can be installed without Node, for each architecture a single
 * executable, the same as a `.tar.gz`, and a Debian package, with `SHA256SUMS` of them all.
 */
const { values } = parseArgs({
  options: { arch: { type: 'string', multiple: true }, out: { type: 'string', default: 'release' } },
});

const wanted = architectures.filter((each) => values.arch?.includes(each) ?? true);
if (wanted.length === 0 || wanted.length < (values.arch?.length ?? 0)) {
  process.stderr.write(`package: --arch takes ${architectures.join(' and ')}.\n`);
  process.exit(2);
}
await writePackages(values.out, wanted);

async function writePackages(out: string, chosen: readonly Architecture[]): Promise<void> {
  const work = join(out, 'work');
  await mkdir(work, { recursive: true });
  const application = await writeApplication(join(work, 'application'));
  const files: string[] = [];
  for (const architecture of chosen) {
    const executable = join(out, `plateau-linux-${architecture}`);
    await writeExecutable(executable, await nodeBinary(architecture, join(out, 'node')), application);
    files.push(executable, await writeArchive(executable, join(work, 'archive')));
    const deb = join(out, `plateau-linux-${architecture}.deb`);
    await writeDeb(deb, executable, architecture, join(work, 'deb'));
    files.push(deb);
  }
  await writeFile(join(out, 'SHA256SUMS'), (await Promise.all(files.map(checksumLine))).join(''));
  await rm(work, { recursive: true, force: true });
  for (const file of files) process.stdout.write(`${file}\n`);
}

/** The executable, man pages and completions, as `bin/` and `share/` of any prefix such as `~/.local`. */
async function writeArchive(executable: string, folder: string): Promise<string> {
  const name = basename(executable);
  await mkdir(join(folder, name, 'bin'), { recursive: true });
  await copyFile(executable, join(folder, name, 'bin/plateau'));
  await writeDocuments(join(folder, name));
  for (const each of ['README.md', 'LICENSE']) await copyFile(each, join(folder, name, each));
  const archive = `${executable}.tar.gz`;
  await execa('tar', ['--owner=0', '--group=0', '-czf', archive, '-C', folder, name]);
  await rm(folder, { recursive: true });
  return archive;
}

async function checksumLine(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `${hash.digest('hex')}  ${basename(file)}\n`;
}
