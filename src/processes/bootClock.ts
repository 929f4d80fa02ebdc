import { readFileSync } from 'node:fs';
import process from 'node:process';
import { type Clock, steadyNow } from '../log/clock.ts';

/**
 * Two readings of the same moment, by which all processes of one boot of a machine count on alike, whatever becomes of
 * its clock.
 */
export interface ClockAnchor {
  /** The boot (boot_id, random(4)) whose monotonic clock was read; null where that cannot be told. */
  readonly boot: string | null;
  /** Epoch seconds. */
  readonly wall: number;
  /** Seconds of CLOCK_MONOTONIC, which all processes of a boot share (clock_gettime(2)). It stands in a suspend. */
  readonly monotonic: number;
}

/** An anchor of this moment. */
export function anchorClock(): ClockAnchor {
  return { boot: bootId(), wall: Date.now() / 1000, monotonic: monotonicNow() };
}

/**
 * The clock that counts on from an anchor; where that belongs to another boot, or none is known, this process's own.
 */
export function clockOf(anchor: ClockAnchor | null | undefined): Clock {
  if (anchor === null || anchor === undefined || anchor.boot === null || anchor.boot !== bootId()) return steadyNow;
  const start = anchor.wall - anchor.monotonic;
  return () => start + monotonicNow();
}

/** Seconds on the monotonic clock of this boot. */
export function monotonicNow(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}

/** What tells this boot of this machine from every other one; null where there is no /proc. */
export function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}
