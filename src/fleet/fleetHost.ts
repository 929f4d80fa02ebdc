/** A machine, a scheduler, or a tracker, of which trainings are told. */
export interface FleetHost {
  /** As people call it. */
  readonly name: string;
  readonly kind: 'here' | 'ssh' | 'slurm' | 'kubernetes' | 'mlflow';
  /**
   * `away`: it cannot be reached, or not any more, and is tried again. `unusable`: a person has to do something first,
   * which `problem` says.
   */
  readonly state: 'connecting' | 'live' | 'away' | 'unusable';
  /** When it came to this state, in epoch seconds of this machine. */
  readonly since: number;
  /** Why it is away or unusable, as a sentence; else null. */
  readonly problem: string | null;
  /** The command that mends it, such as `plateau install gpu1`; null for none. */
  readonly remedy: string | null;
  /** How many of its runs are known. */
  readonly members: number;
}
