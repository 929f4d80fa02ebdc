import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import packageLock from '../../package-lock.json' with { type: 'json' };

/** The architectures for which there is an executable, in Node's words. */
export const architectures = ['x64', 'arm64'] as const;

export type Architecture = (typeof architectures)[number];

/**
 * The path of Node's binary for an architecture, of the version and the content that `package-lock.json` names: the
 * installed one, else fetched once into `cache`. Throws when what was fetched is something else.
 */
export async function nodeBinary(architecture: Architecture, cache: string): Promise<string> {
  const name = `node-linux-${architecture}` as const;
  const installed = join('node_modules', name, 'bin', 'node');
  if (existsSync(installed)) return installed;

  const { version, integrity } = packageLock.packages[`node_modules/${name}`];
  const folder = join(cache, `${name}-${version}`);
  const binary = join(folder, 'package', 'bin', 'node');
  if (existsSync(binary)) return binary;

  await mkdir(folder, { recursive: true });
  const { stdout: archive } = await execa('npm', ['pack', '--silent', `${name}@${version}`], { cwd: folder });
  const bytes = await readFile(join(folder, archive));
  if (`sha512-${createHash('sha512').update(bytes).digest('base64')}` !== integrity) {
    throw new Error(`${archive} is not what package-lock.json names: ${integrity}.`);
  }
  await execa('tar', ['-xzf', archive, 'package/bin/node'], { cwd: folder });
  await rename(join(folder, archive), join(folder, 'fetched.tgz'));
  return binary;
}
