import { checkpointStates } from '../../log/formats/checkpointStates.ts';
import type { FigureFormat } from '../../log/formats/figureFormat.ts';
import { mlflowRuns } from '../../log/formats/mlflow/mlflowRuns.ts';
import { mlflowDatabases } from '../../log/formats/mlflowDatabase/mlflowDatabases.ts';
import { mlflowServers } from '../../log/formats/mlflowServer/mlflowServers.ts';
import { notebooks } from '../../log/formats/notebook/notebooks.ts';
import { tensorboardRuns } from '../../log/formats/tensorboard/tensorboardRuns.ts';
import { trackioProjects } from '../../log/formats/trackio/trackioProjects.ts';

/** Every format of figures that are no one file that grows. */
export const figureFormats: readonly FigureFormat[] = [
  mlflowServers,
  mlflowRuns,
  mlflowDatabases,
  trackioProjects,
  checkpointStates,
  notebooks,
  tensorboardRuns,
];
