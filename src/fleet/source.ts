import type { FleetHost } from './fleetHost.ts';
import type { Member } from './member.ts';
import type { FleetRequest, Reply } from './request.ts';

/** One way to trainings: this machine, a host, a scheduler. */
export interface FleetSource {
  readonly host: () => Omit<FleetHost, 'members'>;
  /** The same array as before as long as nothing has changed. */
  readonly members: () => readonly Member[];
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks something of one of its members. Never rejects. */
  readonly request: (member: Member, request: FleetRequest) => Promise<Reply>;
  readonly close: () => Promise<void>;
}
