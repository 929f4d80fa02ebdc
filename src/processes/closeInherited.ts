import { closeSync, fstatSync, readdirSync, readFileSync } from 'node:fs';
import { isForWriting } from './proc/procText.ts';

/**
 * Closes what this process was handed beyond its three standard streams: a lock or a pipe of the shell that started it
 * would otherwise be held open by the trainer for days. Such descriptors are those without close-on-exec
 * (proc_pid_fdinfo(5)), which Node sets on all of its own, but for the certificates of NODE_EXTRA_CA_CERTS: those a
 * thread of it reads meanwhile, so that a file that is only read, and not locked, is left alone. Does nothing where
 * there is no /proc.
 */
export function closeInherited(): void {
  for (const descriptor of descriptors()) {
    if (descriptor > 2 && survivesExec(descriptor)) {
      closeSync(descriptor);
    }
  }
}

const closeOnExec = 0o2000000;

function descriptors(): readonly number[] {
  try {
    return readdirSync('/proc/self/fd').map(Number);
  } catch {
    return [];
  }
}

function survivesExec(descriptor: number): boolean {
  try {
    const info = readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8');
    const flags = /^flags:\s+([0-7]+)/m.exec(info)?.[1];
    if (flags === undefined || (Number.parseInt(flags, 8) & closeOnExec) !== 0) return false;
    const isOnlyRead = !isForWriting(flags) && !/^lock:/m.test(info);
    return !(isOnlyRead && fstatSync(descriptor).isFile());
  } catch {
    // The one that the directory was read through is closed again.
    return false;
  }
}
