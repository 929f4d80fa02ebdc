import { chmod, copyFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import packageJson from '../../package.json' with { type: 'json' };
import { writeDocuments } from './documents.ts';
import type { Architecture } from './nodeBinary.ts';

/** Debian's names of the architectures. */
const debianArchitectures = { x64: 'amd64', arm64: 'arm64' } as const satisfies Record<Architecture, string>;

/**
 * Writes a package for `dpkg`, which puts the executable into `/usr/bin`. `folder` is for work. The packages it depends
 * on are the libraries that Node's binary is linked with; its C library is that of Debian 10 or later.
 */
export async function writeDeb(
  file: string,
  executable: string,
  architecture: Architecture,
  folder: string,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const documents = join(folder, 'usr/share/doc/plateau');
  for (const each of [join(folder, 'DEBIAN'), join(folder, 'usr/bin'), documents]) {
    await mkdir(each, { recursive: true, mode: 0o755 });
  }
  const program = join(folder, 'usr/bin/plateau');
  await copyFile(executable, program);
  await chmod(program, 0o755);
  await copyFile('LICENSE', join(documents, 'copyright'));
  await writeDocuments(join(folder, 'usr'));
  const { size } = await stat(program);
  await writeFile(join(folder, 'DEBIAN/control'), control(architecture, Math.ceil(size / 1024)));
  // Blobs of compressed WebAssembly and code: more effort saves little and takes minutes.
  await execa('dpkg-deb', ['--root-owner-group', '-Zxz', '-z1', '--build', folder, file], { stdout: 'ignore' });
}

function control(architecture: Architecture, kibibytes: number): string {
  return `Package: plateau
Version: ${packageJson.version}
Section: science
Priority: optional
Architecture: ${debianArchitectures[architecture]}
Maintainer: The Plateau authors <plateau@localhost>
Installed-Size: ${kibibytes}
Depends: libc6 (>= 2.28), libstdc++6, libgcc-s1 | libgcc1
Recommends: tmux, openssh-client
Description: terminal monitor of object detector trainings
 ${packageJson.description}.
 .
 It reads the logs of Darknet, Ultralytics YOLO, MMDetection, Detectron2, DETR
 and many other trainers, and needs no GPU and no change to the training code.
`;
}
