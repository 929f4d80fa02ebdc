import { setTimeout as sleep } from 'node:timers/promises';

/** The screen once it is the same for so many looks, of 30 ms each. */
export async function atRest(screen: () => string, looks = 10): Promise<string> {
  let last = screen();
  for (let same = 0; same < looks; await sleep(30)) {
    const now = screen();
    same = now === last ? same + 1 : 0;
    last = now;
  }
  return last;
}
