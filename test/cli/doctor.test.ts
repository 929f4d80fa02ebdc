import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../src/app/doctor/finding.ts';
import { keptRun } from '../support/cli/kept.ts';
import { freshHome, plateau } from '../support/real/plateau.ts';

/** Programs of these names on the PATH, before the real ones. */
function withPrograms(directory: string, scripts: Readonly<Record<string, string>>): string {
  const folder = join(directory, 'programs');
  mkdirSync(folder);
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return `${folder}:${process.env['PATH']}`;
}

describe('plateau doctor', () => {
  test('says in ten lines what it finds, what does not answer in time included, and no secret', () => {
    const { directory, environment } = freshHome();
    keptRun(environment, '20260101-000000-own');
    mkdirSync(join(directory, 'config/plateau'), { recursive: true });
    writeFileSync(join(directory, 'config/plateau/config.json'), '{"webhooks": ["https://ntfy.sh/verySecret"]}');
    const PATH = withPrograms(directory, {
      'nvidia-smi': "trap '' TERM; sleep 600",
      docker: "echo 'Docker version 24.0.7, build afdd53b'",
      kubectl: 'echo cannot >&2; exit 1',
      ssh: "echo 'OpenSSH_9.2p1 Debian-2+deb12u3, OpenSSL 3.0.15' >&2",
    });
    const { status, stdout, stderr } = plateau(['doctor'], { ...environment, PATH, HOME: directory, LC_ALL: 'C' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[0]).toMatch(/^ {2}plateau {3}\d+\.\d+\.\d+, on Node 24\./);
    expect(lines[1]).toMatch(/^ {2}terminal {2}output is no terminal, input is no terminal, TERM=/);
    expect(lines[3]).toMatch(/^ {2}locale {4}no UTF-8, LC_ALL=C/);
    expect(lines[4]).toBe('! gpu       nvidia-smi does not answer within 3 s');
    expect(lines[5]).toBe('  ssh       OpenSSH_9.2p1');
    expect(lines[6]).toMatch(/^! clients {3}Slurm: .*, docker: 24\.0\.7, kubectl: kubectl fails \(1\): cannot$/);
    expect(lines[7]).toBe('  config    read without a fault');
    expect(lines[8]).toMatch(/^ {2}state {5}~\/state\/plateau, .* free, .*, 1 run, 0 running/);
    expect(lines[9]).toMatch(/^ {2}history {3}~\/state\/plateau\/history\.db .*SQLite 3\./);
    expect(stdout).not.toContain('verySecret');
    expect(homedir() === '/' || !stdout.includes(`${homedir()}/`)).toBe(true);
  });

  test('names what is wrong, as JSON too', () => {
    const { directory, environment } = freshHome();
    mkdirSync(join(directory, 'config/plateau'), { recursive: true });
    writeFileSync(join(directory, 'config/plateau/config.json'), '{"theme": "pink"}');
    const { status, stdout } = plateau(['doctor', '--json'], environment);
    expect(status).toBe(0);
    const findings: readonly Diagnosis[] = JSON.parse(stdout);
    expect(findings.find(({ name }) => name === 'config')).toMatchObject({
      isFault: true,
      says: expect.stringContaining('invalid key `theme`'),
    });
  });
});
