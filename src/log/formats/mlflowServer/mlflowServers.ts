import process from 'node:process';
import { errorMessage } from '../../../words/errors.ts';
import { singleLine } from '../../../words/harmless.ts';
import type { FigureFormat } from '../figureFormat.ts';
import { type FigurePlace, isAddress, placeOf } from '../place.ts';
import { trackedSource } from '../tracked/trackedRun.ts';
import { type MlflowClient, mlflowClient, type ServerRun } from './client.ts';
import { mlflowHttp } from './http.ts';
import { createServerLines } from './lines.ts';

/** Runs on a server of MLflow. */
export const mlflowServers: FigureFormat = {
  follow: (text) => {
    const place = serverPlace(text);
    if (place === null) return null;
    const client = clientOf(place);
    const name = `The MLflow run ${singleLine(place.run ?? 'that is the newest')} on ${client.host}`;
    return trackedSource({
      open: () => createServerLines(client, async () => client.runMeant(place.run)),
      name,
      empty: `${name} has no metric yet; name another run, or the training's log.`,
      pollSeconds: 10,
    });
  },
  describe: (text) => {
    const place = serverPlace(text);
    return place === null ? null : singleLine(`${place.run ?? 'newest run'} (${clientOf(place).host})`);
  },
  // A server is asked only when somebody names it.
  discover: () => null,
};

/** What a run on a server is called, with its experiment. Rejects with what the server did instead of answering. */
export async function describeServerRun(text: string): Promise<{ readonly id: string; readonly title: string }> {
  const place = placeOf(text);
  const client = clientOf(place);
  const run = await client.runMeant(place.run);
  const experiment = await client.experimentName(run.experimentId).catch(() => '');
  return { id: run.id, title: singleLine(`${run.name} (${experiment === '' ? '' : `${experiment}, `}${client.host})`) };
}

/** The runs of an experiment, the newest first. Rejects with a sentence. */
export async function experimentOnServer(address: string, experiment: string): Promise<readonly ServerRun[]> {
  try {
    return await clientOf({ at: address, run: null }).runsOf(experiment);
  } catch (error) {
    throw new Error(`${errorMessage(error).replace(/\.$/, '')}.`, { cause: error });
  }
}

function serverPlace(text: string): FigurePlace | null {
  const place = placeOf(text);
  return isAddress(place.at) ? place : null;
}

function clientOf({ at }: FigurePlace): MlflowClient {
  return mlflowClient(mlflowHttp(at, process.env));
}
