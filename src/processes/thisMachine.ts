import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import process from 'node:process';
import { bootId } from './bootClock.ts';
import { startTimeFromProc } from './proc/procFiles.ts';
import type { Machine } from './processFacts.ts';

/** The machine this process runs on, between two boots, as it is written into records. */
export function thisMachine(): Machine {
  constant ??= readConstant();
  return { host: hostname(), ...constant };
}

/** What cannot change while this process lives: a host may be given another name. */
let constant: Omit<Machine, 'host'> | null = null;

function readConstant(): Omit<Machine, 'host'> {
  const boot = bootId();
  const pidNamespace = textOrNull(() => readlinkSync('/proc/self/ns/pid'));
  return {
    boot: boot === null || pidNamespace === null ? null : fingerprint(`${boot} ${pidNamespace}`),
    bootId: boot,
    id: textOrNull(() => readFileSync('/etc/machine-id', 'utf8').trim()) || null,
    pidNamespace,
    firstProcess: startTimeFromProc(1),
    uid: process.getuid?.() ?? null,
  };
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function textOrNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
