import { expect, test } from 'vitest';
import { crashOf, type KnownEnd } from '../../../src/keeper/retry/crash.ts';

function crash(changes: Partial<KnownEnd>) {
  return crashOf({ code: 1, signal: null, wasStopped: false, state: 'failed', faults: [], lastWords: [], ...changes });
}

test.each([
  ['RuntimeError: CUDA error: an illegal memory access was encountered', 'a CUDA error'],
  ['RuntimeError: CUDA error: uncorrectable ECC error encountered', 'a CUDA error'],
  ['CUDA Error: unspecified launch failure', 'a CUDA error'],
  ['RuntimeError: cuDNN error: CUDNN_STATUS_EXECUTION_FAILED', 'a CUDA error'],
  [
    'torch.distributed.DistBackendError: NCCL error in: ../ProcessGroupNCCL.cpp:1691',
    'a node or its connection was lost',
  ],
  [
    'RuntimeError: [../gloo/transport/tcp/pair.cc:534] Connection closed by peer [10.0.0.2]:2',
    'a node or its connection was lost',
  ],
  ['OSError: [Errno 116] Stale file handle', 'a file system was away'],
])('%s is worth another start', (fault, what) => {
  expect(crash({ faults: [fault] })).toEqual({ isWorthIt: true, what: `${what}: ${fault}`, needsRoom: false });
});

test('a full disk is worth one once there is room', () => {
  expect(crash({ lastWords: ['OSError: [Errno 28] No space left on device'] })).toMatchObject({
    isWorthIt: true,
    needsRoom: true,
  });
});

test('a crash within the program is worth one', () => {
  expect(crash({ code: null, signal: 'SIGSEGV', state: 'running' }).isWorthIt).toBe(true);
});

test.each([
  ['a divergence, whatever else it says', { state: 'diverged', faults: ['RuntimeError: CUDA error: unknown error'] }],
  ['a stop that was asked for', { wasStopped: true, faults: ['RuntimeError: CUDA error: unknown error'] }],
  ['an end that nobody saw', { code: null }],
  ['an end of its own', { code: 0, state: 'ended' }],
  ['too little memory of the GPU', { faults: ['torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB'] }],
  ['a wrong label', { faults: ['RuntimeError: CUDA error: device-side assert triggered'] }],
  ['a bug', { faults: ["KeyError: 'boxes'"] }],
  ['SIGKILL, which is the kernel or a person', { code: null, signal: 'SIGKILL', state: 'running' }],
  ['an exit status without a word', { state: 'running' }],
] as const)('%s is not', (_, changes) => {
  expect(crash(changes).isWorthIt).toBe(false);
});
