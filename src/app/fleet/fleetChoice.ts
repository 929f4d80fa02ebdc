/** Which trainings are looked at besides those of this machine. */
export interface FleetChoice {
  /** As ssh knows them. */
  readonly hosts: readonly string[];
  /** One's own jobs of Slurm. */
  readonly slurm: boolean;
  /** Selects pods of Kubernetes by their labels; null for none. */
  readonly pods: string | null;
  /** An experiment on a server of MLflow; null for none. */
  readonly experiment: { readonly address: string; readonly name: string } | null;
}
