/** The note that a person keeps with a training. */
export interface KeptNote {
  /** Returns it as it is now; empty for none. */
  readonly read: () => string;
  /** Keeps another one, or none for an empty text. Rejects with a full sentence when that cannot be. */
  readonly keep: (text: string) => Promise<void>;
}
