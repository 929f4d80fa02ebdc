import { startRun } from '../../../src/keeper/startRun.ts';

/**
 * A monitor that a test can kill: starts the command it is given, says so, and stays. Arguments: the keeper's program,
 * then the command.
 */
const [keeperProgram = '', ...command] = process.argv.slice(2);
await startRun({ command, cwd: '/', name: 'started', stdin: null, environment: {}, keeperProgram });
process.stdout.write('started\n');
setInterval(() => {}, 60_000);
