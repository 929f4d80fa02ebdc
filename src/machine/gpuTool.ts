import { execa } from 'execa';
import type { Gpu } from './machineSample.ts';
import { nvidiaGpuQuery, nvidiaProcessQuery, parseNvidia, withMigDevices } from './nvidiaSmi.ts';
import { parseRocm, rocmQuery } from './rocmSmi.ts';
import { errorMessage } from '../words/errors.ts';

/** What the GPU tool of a machine said; both empty where there is none. */
export interface GpuAnswer {
  readonly gpus: readonly Gpu[];
  readonly problem: string | null;
}

/** Asks the tool of the card's maker, within a time limit; which one there is is found out at the first call. */
export type GpuTool = (ours: ReadonlySet<number>) => Promise<GpuAnswer>;

/** Seconds that a tool has to answer: with a hung driver it never does. */
const gpuTimeout = 4;

const nothing: GpuAnswer = { gpus: [], problem: null };

export function createGpuTool(): GpuTool {
  let tool: 'nvidia-smi' | 'rocm-smi' | 'none' | null = null;
  // A tool that waits for a hung driver cannot even be killed; a second one would only wait beside it.
  let busy = false;

  async function run(program: string, args: readonly string[]): Promise<string> {
    const result = await execa(program, args, {
      reject: false,
      stdin: 'ignore',
      timeout: gpuTimeout * 1000,
      forceKillAfterDelay: 500,
    });
    if (result.code === 'ENOENT') throw new MissingTool();
    if (result.timedOut) throw new Error(`${program} did not answer within ${gpuTimeout} s: its driver may hang.`);
    if (result.failed) throw new Error(sentenceOf(program, `${result.stdout}\n${result.stderr}`, result.exitCode));
    return result.stdout;
  }

  async function ask(name: 'nvidia-smi' | 'rocm-smi', ours: ReadonlySet<number>): Promise<GpuAnswer> {
    if (name === 'rocm-smi') return { gpus: parseRocm(await run(name, rocmQuery), ours), problem: null };
    const [gpus, processes] = await Promise.all([run(name, nvidiaGpuQuery), run(name, nvidiaProcessQuery)]);
    const found = parseNvidia(gpus, processes, ours);
    // A driver does not tell the use of a GPU that is divided.
    if (found.every(({ utilisation }) => utilisation !== null)) return { gpus: found, problem: null };
    const summary = await run(name, []).catch(() => '');
    return { gpus: withMigDevices(found, summary), problem: null };
  }

  async function find(ours: ReadonlySet<number>): Promise<GpuAnswer> {
    for (const name of tool === null ? (['nvidia-smi', 'rocm-smi'] as const) : tool === 'none' ? [] : [tool]) {
      try {
        const answer = await ask(name, ours);
        tool = name;
        return answer;
      } catch (error) {
        if (error instanceof MissingTool) continue;
        tool = name;
        return { gpus: [], problem: errorMessage(error) };
      }
    }
    tool = 'none';
    return nothing;
  }

  return async (ours) => {
    if (busy) return { gpus: [], problem: `${tool ?? 'The GPU tool'} still does not answer: its driver may hang.` };
    busy = true;
    const found = find(ours).finally(() => {
      busy = false;
    });
    return Promise.race([found, givingUp()]);
  };
}

class MissingTool extends Error {}

/** A little later than the tool is killed, for one that does not even die. */
function givingUp(): Promise<GpuAnswer> {
  return new Promise((resolve) => {
    setTimeout(
      () => resolve({ gpus: [], problem: 'The GPU tool does not answer: its driver may hang.' }),
      (gpuTimeout + 1) * 1000,
    ).unref();
  });
}

function sentenceOf(program: string, said: string, status: number | undefined): string {
  const line = said.split('\n').find((each) => each.trim() !== '');
  return `${program} failed: ${(line ?? `exit status ${status}`).trim().replace(/\.$/, '')}.`;
}
