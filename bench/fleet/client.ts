import process from 'node:process';
import { openFleet } from '../../src/app/fleet/openFleet.ts';

/** Opens the fleet of the hosts that are named, says when all runs are there, and stays. Arguments: RUNS HOST ... */
const [wanted = '0', ...hosts] = process.argv.slice(2);
const fleet = await openFleet({ hosts, slurm: false, pods: null, experiment: null });
const look = (): void => {
  if (fleet.members().length < Number(wanted)) return;
  leave();
  process.stdout.write('all\n');
};
const leave = fleet.subscribe(look);
look();
setInterval(() => fleet.members(), 1000);
