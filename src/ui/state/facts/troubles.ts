/** Something beside its log that threatens a training, or that it left behind. */
export interface Trouble {
  /** The same as long as it is the same trouble. */
  readonly kind: 'disk' | 'full-disk' | 'escaped';
  /** In the header: `disk 97% full`. */
  readonly brief: string;
  /** What is wrong, and what to do about it, as a sentence. */
  readonly text: string;
}

/** Returns what is wrong now, most urgent first. Asked every few seconds. */
export type LookForTroubles = () => readonly Trouble[];
