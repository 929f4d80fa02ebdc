import model from './model.json' with { type: 'json' };
import { loadModel, type LoadedModel } from './loadModel.ts';

/** The model that was fitted on the corpus with `npm run advisor:fit` and is shipped with the program. */
export const shippedModel: LoadedModel = loadModel(model);
