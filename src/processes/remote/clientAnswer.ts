/** What a client said when it was run once. */
export interface ClientAnswer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The sentence for a program that is not there. */
export function missing(program: string): string {
  return `The program \`${program}\` is not installed here, or not on PATH: it is what Plateau asks, so install it or run Plateau where it is.`;
}

/** The last line in which a client complained, without control bytes; or what its status says. */
export function complaintOf({ status, stderr }: Pick<ClientAnswer, 'status' | 'stderr'>): string {
  const lines = stderr.split('\n').map((line) => line.replaceAll(/[\u0000-\u001F\u007F-\u009F]+/g, ' ').trim());
  const last = lines.findLast((line) => line !== '' && !line.startsWith('Warning: Permanently added'));
  return (last ?? (status === null ? 'it was ended' : `exit status ${status}`)).replace(/\.$/, '');
}
