import { duration } from '../words/duration.ts';
import type { StopTarget, TrainingExit } from './control.ts';
import type { StopStep } from './stopNow.ts';

/** One step of a stop as a line for a person. */
export function describeStep(step: StopStep): string {
  switch (step.step) {
    case 'sent': {
      const { signal, wait = 0, reached } = step.sent;
      const { pid = 0, command = '', processes = 1 } = reached ?? {};
      if (processes === 0) return `${signal} reached nothing: process ${pid} (${command}) had just ended`;
      const others = processes === 1 ? '' : ` and ${processes - 1} more of its group`;
      return `${signal} sent to process ${pid}${others} (${command}); waiting up to ${wait} s for it to exit`;
    }
    case 'held': {
      const { signal, files, afterwards } = step.held;
      const limit = `${afterwards === 'ask' ? 'asks' : 'is sent all the same'} after ${duration(step.seconds)}`;
      return `${files.join(' and ')} ${files.length === 1 ? 'is' : 'are'} being written: ${signal} waits until that is over, and ${limit}`;
    }
    case 'waited':
      return `it still runs ${Math.round(step.seconds)} s after ${step.signal}`;
    case 'exited':
      return describeExit(step.exit);
    case 'left':
      return `still running of its group: ${step.left.map(({ pid, command }) => `${pid} (${command})`).join(', ')}`;
    default:
      return step satisfies never;
  }
}

/**
 * What a stop would reach, as lines for a person: each process with its place in the tree, and what is odd about it.
 */
export function describeTarget({ tree = [] }: StopTarget): readonly string[] {
  return tree.map(({ pid, depth, command, inGroup, ignoresInterrupt }) => {
    const oddities = [...(ignoresInterrupt ? ['ignores SIGINT'] : []), ...(inGroup ? [] : ['in a group of its own'])];
    return `${'  '.repeat(depth)}${pid} ${command}${oddities.length === 0 ? '' : ` [${oddities.join(', ')}]`}`;
  });
}

/** How a training ended, as a line for a person. */
function describeExit({ code, signal }: Omit<TrainingExit, 'left'>): string {
  if (signal !== null) return `the training was ended by ${signal}`;
  return code === null
    ? 'the training has ended; its exit status is unknown, because no keeper was there to see it'
    : `the training has ended with exit status ${code}`;
}
