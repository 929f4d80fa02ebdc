import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import process from 'node:process';
import type { Machine } from './processFacts.ts';

/** The machine this process runs on, between two boots. Costs two small reads. */
export function thisMachine(): Machine {
  return { host: hostname(), boot: bootFingerprint() };
}

/** A container has process numbers of its own, so that they belong to the fingerprint too. */
function bootFingerprint(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const numbers = readlinkSync('/proc/self/ns/pid');
    return createHash('sha256').update(`${boot} ${numbers}`).digest('hex').slice(0, 16);
  } catch {
    return null;
  }
}

/** The same with all that tells this machine from another one of the same name, for a record. */
export function describeMachine(): Machine {
  return {
    ...thisMachine(),
    id: textOrNull(() => readFileSync('/etc/machine-id', 'utf8').trim()),
    pidNamespace: textOrNull(() => readlinkSync('/proc/self/ns/pid')),
    uid: process.getuid?.() ?? null,
  };
}

function textOrNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
