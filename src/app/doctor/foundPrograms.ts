import process from 'node:process';
import { askBriefly, type BriefAnswer } from '../../processes/programs/askBriefly.ts';
import { askTmux } from '../../processes/programs/askTmux.ts';
import { counted } from '../../words/count.ts';
import { isInTmux } from '../../words/terminal/osc.ts';
import { fault, type Diagnosis, fine, maxSeconds } from './finding.ts';

/** tmux, and what its client of this terminal can show. */
export async function findTmux(): Promise<Diagnosis> {
  const found = await askVersion('tmux', 'tmux', ['-V'], /[\d.]+\w*/);
  if (!isInTmux(process.env)) return { ...found, says: `${found.says}, not in it now` };
  const format = 'client UTF-8 #{client_utf8}, client TERM #{client_termname}, passthrough #{allow-passthrough}';
  const client = await askTmux(['display-message', '-p', format]);
  return client === null
    ? fault('tmux', `${found.says}, its server does not answer`)
    : fine('tmux', `${found.says}, ${client.trim()}`);
}

/** NVIDIA's cards and their driver. */
export async function findGpus(): Promise<Diagnosis> {
  const query = ['--query-gpu=driver_version,name', '--format=csv,noheader'];
  const answer = await askBriefly('nvidia-smi', query, maxSeconds);
  if (typeof answer !== 'object' || answer.status !== 0) return unanswered('gpu', 'nvidia-smi', answer);
  const names = answer.text.trim().split('\n');
  return fine('gpu', `nvidia-smi: driver ${[...new Set(names)].join('; ')} (${counted(names.length, 'GPU')})`);
}

/** Schedulers and containers, in one line: most boxes have one of them. */
export async function findClients(): Promise<Diagnosis> {
  const found = await Promise.all([
    askVersion('Slurm', 'scontrol', ['--version'], /[\d.]+[\w.-]*/),
    askVersion('docker', 'docker', ['--version'], /[\d.]+[\w.-]*/),
    askVersion('kubectl', 'kubectl', ['version', '--client'], /v[\d.]+[\w.-]*/),
  ]);
  const says = found.map((each) => `${each.name}: ${each.says}`).join(', ');
  return { name: 'clients', says, isFault: found.some(({ isFault }) => isFault) };
}

/** Asks a program for its version. */
export async function askVersion(
  name: string,
  program: string,
  args: readonly string[],
  version: RegExp,
): Promise<Diagnosis> {
  const answer = await askBriefly(program, args, maxSeconds);
  const found = typeof answer === 'object' && answer.status === 0 ? version.exec(answer.text)?.[0] : undefined;
  return found === undefined ? unanswered(name, program, answer) : fine(name, found);
}

function unanswered(name: string, program: string, answer: BriefAnswer): Diagnosis {
  if (answer === 'missing') return fine(name, `no ${program}`);
  if (answer === 'silent') return fault(name, `${program} does not answer within ${maxSeconds} s`);
  const line = answer.text.split('\n').find((each) => each.trim() !== '') ?? 'it says nothing';
  return fault(name, `${program} fails (${answer.status ?? 'killed'}): ${line.slice(0, 120)}`);
}
