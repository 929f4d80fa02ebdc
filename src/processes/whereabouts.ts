import type { Machine } from './processFacts.ts';

/**
 * Where a record's process numbers mean something. `here`: in this boot of this machine, and in this namespace of
 * process numbers. `earlier-boot`: on this machine before it was started again, or on one that was cloned from the same
 * image, so that its processes are gone unless something shows that they are not. `elsewhere`: in another container or
 * on another machine, about whose processes nothing can be known here.
 */
export type Whereabouts = 'here' | 'earlier-boot' | 'elsewhere';

/**
 * Compares the machine of a record with this one. Pure. The name of a host tells nothing: it may be changed, and two
 * may have the same one. A boot is told by its boot_id (random(4)), a machine by its machine-id (machine-id(5)), which
 * clones of one image share, and a container by its namespace of process numbers together with the start of the first
 * process in it, since the number of a namespace that is gone is given to another one (namespaces(7)).
 */
export function whereaboutsOf(recorded: Machine | undefined, here: Machine): Whereabouts {
  if (recorded === undefined) return 'here';
  if (recorded.boot === here.boot && recorded.boot !== null) {
    return isDifferent(recorded.firstProcess, here.firstProcess) ? 'elsewhere' : 'here';
  }
  if (isKnown(recorded.bootId) && recorded.bootId === here.bootId) return 'elsewhere';
  const isOfThisMachine = isKnown(recorded.id) ? recorded.id === here.id : recorded.host === here.host;
  if (!isOfThisMachine) return 'elsewhere';
  // No system without /proc tells its boots apart.
  if (recorded.boot === null && here.boot === null) return 'here';
  // A record without its boot_id may be of another container of the same boot.
  return isKnown(recorded.bootId) || !isDifferent(recorded.pidNamespace, here.pidNamespace)
    ? 'earlier-boot'
    : 'elsewhere';
}

function isDifferent<Value>(one: Value | null | undefined, other: Value | null | undefined): boolean {
  return isKnown(one) && isKnown(other) && one !== other;
}

function isKnown<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
