import { closeSync, readdirSync, readFileSync } from 'node:fs';

/**
 * Closes what this process was handed beyond its three standard streams: a lock or a pipe of the shell that started it
 * would otherwise be held open by the trainer for days. Such descriptors are those without close-on-exec
 * (proc_pid_fdinfo(5)), which Node sets on all of its own. Does nothing where there is no /proc.
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
    const flags = /^flags:\s+([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0;
  } catch {
    // The one that the directory was read through is closed again.
    return false;
  }
}
