import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { installOn } from '../../src/install/installOn.ts';
import { sshPlace } from '../../src/processes/remote/place.ts';
import { needs } from '../support/real/programs.ts';
import { asRoot } from '../support/skipUnless.ts';
import { soon } from '../support/soon.ts';
import { type SshServer, startSshServer } from '../support/sources/sshServer.ts';

describe('on a machine that a real ssh reaches, Plateau', needs('sshd'), () => {
  let folder: string;
  let home: string;
  let server: SshServer;
  let path: string | undefined;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plateau-install-'));
    home = join(folder, 'home');
    mkdirSync(home);
    server = await startSshServer({ home });
    path = process.env['PATH'];
    process.env['PATH'] = server.path;
  });

  afterEach(() => {
    process.env['PATH'] = path;
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is put where there was nothing, and the PATH that lacks it is told', async () => {
    const file = program('/bin/true');
    const said = await installOn(sshPlace('box'), { file, onlyUpgrade: false });
    expect(said[0]).toMatch(/^box has Plateau true \(GNU coreutils\) .* in ~\/\.local\/bin\/plateau \(.* kB\)\.$/);
    expect(said[1]).toMatch(/^The PATH of box lacks that directory: add export PATH=/);
    expect(readFileSync(installed())).toEqual(readFileSync(file));
    expect(statSync(installed()).mode & 0o777).toBe(0o755);
    expect(leftovers()).toEqual(['plateau']);
  });

  test('is not copied again, and replaces another one', async () => {
    const file = program('/bin/true');
    await expect(installOn(sshPlace('box'), { file, onlyUpgrade: true })).rejects.toThrow(
      'box has no ~/.local/bin/plateau to upgrade: `plateau install box` puts it there.',
    );
    await installOn(sshPlace('box'), { file, onlyUpgrade: false });
    const again = await installOn(sshPlace('box'), { file, onlyUpgrade: true });
    expect(again).toEqual(['box has this Plateau already.']);

    const newer = program('/bin/echo');
    const [said] = await installOn(sshPlace('box'), { file: newer, onlyUpgrade: true });
    expect(said).toContain('echo (GNU coreutils)');
    expect(readFileSync(installed())).toEqual(readFileSync(newer));
  });

  test('for another architecture is refused, as is what is no program', async () => {
    const bytes = readFileSync(program('/bin/true'));
    const [ours, other] = bytes.readUInt16LE(18) === 0x3e ? (['x64', 0xb7] as const) : (['arm64', 0x3e] as const);
    bytes.writeUInt16LE(other, 18);
    const wrong = join(folder, 'wrong');
    writeFileSync(wrong, bytes);
    const theirs = ours === 'x64' ? 'arm64' : 'x64';
    await expect(installOn(sshPlace('box'), { file: wrong, onlyUpgrade: false })).rejects.toThrow(
      `${wrong} is an executable for ${theirs}, and the machine needs one for ${ours}.`,
    );
    const text = join(folder, 'text');
    writeFileSync(text, 'no program');
    await expect(installOn(sshPlace('box'), { file: text, onlyUpgrade: false })).rejects.toThrow(
      `${text} is no Linux executable, and the machine needs one for ${ours}.`,
    );
    expect(existsSync(join(home, '.local'))).toBe(false);
  });

  test('that does not run there leaves what was there', async () => {
    await installOn(sshPlace('box'), { file: program('/bin/true'), onlyUpgrade: false });
    const before = readFileSync(installed());
    const broken = join(folder, 'broken');
    writeFileSync(broken, before.subarray(0, 1000));
    await expect(installOn(sshPlace('box'), { file: broken, onlyUpgrade: false })).rejects.toThrow(
      /^Plateau could not be copied to box, and the Plateau that is there was left as it is: .+\.$/,
    );
    expect(readFileSync(installed())).toEqual(before);
    expect(leftovers()).toEqual(['plateau']);
  });

  test('is whole or not there when the connection is cut', async () => {
    const file = program('/bin/true', 400_000_000);
    const installing = installOn(sshPlace('box'), { file, onlyUpgrade: false });
    const outcome = installing.catch((error: Error) => error.message);
    await soon(() => expect(leftovers()).toEqual([expect.stringMatching(/^\.plateau\.\d+\.part$/)]), 1);
    server.cut();
    expect(await outcome).toMatch(/^Plateau could not be copied to box, and nothing was installed: /);
    await soon(() => expect(leftovers()).toEqual([]));
  });

  test('is whole or not there when the disk is full', asRoot, async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', home]);
    try {
      const file = program('/bin/true', 3_000_000);
      await expect(installOn(sshPlace('box'), { file, onlyUpgrade: false })).rejects.toThrow(
        /^Plateau could not be copied to box, and nothing was installed: .*No space left on device\.$/,
      );
      expect(leftovers()).toEqual([]);
    } finally {
      execFileSync('umount', [home]);
    }
  });

  /** A real program, made longer: what is behind its end does not matter to it. */
  function program(source: string, padding = 0): string {
    const file = join(folder, `${source.replaceAll('/', '-')}-${padding}`);
    copyFileSync(source, file);
    const piece = Buffer.alloc(Math.min(padding, 10_000_000));
    for (let left = padding; left > 0; left -= piece.length) appendFileSync(file, piece);
    return file;
  }

  function installed(): string {
    return join(home, '.local/bin/plateau');
  }

  function leftovers(): readonly string[] {
    const directory = join(home, '.local/bin');
    return existsSync(directory) ? readdirSync(directory) : [];
  }
});
