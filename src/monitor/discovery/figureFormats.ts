import { checkpointStates } from '../../log/formats/checkpointStates.ts';
import type { FigureFormat } from '../../log/formats/figureFormat.ts';
import { mlflowRuns } from '../../log/formats/mlflow/mlflowRuns.ts';
import { mlflowDatabases } from '../../log/formats/mlflowDatabase/mlflowDatabases.ts';
import { mlflowServers } from '../../log/formats/mlflowServer/mlflowServers.ts';
import { notebooks } from '../../log/formats/notebook/notebooks.ts';

/** Every format of figures that are no one file that grows. */
export const figureFormats: readonly FigureFormat[] = [
  mlflowServers,
  mlflowRuns,
  mlflowDatabases,
  checkpointStates,
  notebooks,
];
