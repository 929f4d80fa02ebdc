import * as v from 'valibot';
import { callClient } from '../processes/remote/client.ts';
import { complaintOf } from '../processes/remote/clientAnswer.ts';
import type { ClientTarget } from '../stopping/driver/clientReach.ts';
import type { StampedLog } from './followStamped.ts';

/**
 * Opens the log of a Docker container by its name or id, with the way to stop it: `docker kill --signal` signals its
 * first process, `docker pause` keeps its GPU memory. Throws a sentence without such a container or without Docker.
 */
export async function dockerContainer(
  name: string,
): Promise<{ readonly log: StampedLog; readonly target: ClientTarget }> {
  if (name.startsWith('-') || name.trim() === '')
    throw new Error(`--docker expects a container's name or id, not \`${name}\`.`);
  const inspect = async () => {
    const answer = await callClient({ program: 'docker', args: ['inspect', '--type=container', name] });
    return { answer, container: answer.status === 0 ? parseContainer(answer.stdout) : null };
  };
  const { answer, container } = await inspect();
  if (container === null) throw new Error(`Docker knows no container ${name}: ${complaintOf(answer)}.`);
  const isRunning = async () => (await inspect()).container?.running === true;
  return {
    log: {
      name: `container ${name}`,
      // A container with a terminal has one stream.
      tellsErrorsApart: !container.hasTerminal,
      call: ({ since, follow }) => ({
        program: 'docker',
        args: [
          'logs',
          '--timestamps',
          ...(follow ? ['--follow'] : []),
          ...(since === null ? [] : [`--since=${since}`]),
          name,
        ],
      }),
      isOver: async () => !(await isRunning()),
    },
    target: {
      name: `container ${name}`,
      call: (signal) => {
        if (signal === 'SIGSTOP') return { program: 'docker', args: ['pause', name] };
        if (signal === 'SIGCONT') return { program: 'docker', args: ['unpause', name] };
        return { program: 'docker', args: ['kill', `--signal=${signal.slice(3)}`, name] };
      },
      look: async () => {
        const { container: now } = await inspect();
        return now?.running === true ? { user: now.user, command: now.command, pid: now.pid } : null;
      },
    },
  };
}

/** The facts of a container. */
export interface Container {
  readonly running: boolean;
  readonly hasTerminal: boolean;
  readonly pid: number;
  readonly user: string;
  readonly command: string;
}

/** Reads the JSON of `docker inspect --type=container`; null when it is of another form. Pure. */
function parseContainer(text: string): Container | null {
  const { success, output } = v.safeParse(inspectSchema, text);
  if (!success) return null;
  const [{ State: state, Config: config, Path: path, Args: args }] = output;
  return {
    running: state.Running,
    hasTerminal: config.Tty,
    pid: state.Pid,
    user: config.User === '' ? 'root (in the container)' : `${config.User} (in the container)`,
    command: [path, ...args].join(' '),
  };
}

/** Source: Docker Engine API, ContainerInspect. */
const inspectSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseTuple([
    v.object({
      State: v.object({ Running: v.boolean(), Pid: v.number() }),
      Config: v.object({ Tty: v.boolean(), User: v.string() }),
      Path: v.string(),
      Args: v.array(v.string()),
    }),
  ]),
);
