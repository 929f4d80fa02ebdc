import { addTimes, addTimesTransposed } from './matrix.ts';

/**
 * The sizes of one convolution, in pixels and channels. Images lie row by row, the channels of a pixel side by side.
 */
export interface ConvolutionShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filters: number;
  readonly size: number;
  readonly stride: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
}

/** Returns the shape of a convolution whose border is padded with size/2 zeros, as Darknet does for `pad=1`. */
export function convolutionShape(
  input: { height: number; width: number; channels: number },
  filter: { filters: number; size: number; stride: number },
): ConvolutionShape {
  const padding = Math.floor(filter.size / 2);
  const outputLength = (length: number): number => Math.floor((length + 2 * padding - filter.size) / filter.stride) + 1;
  return { ...input, ...filter, outputHeight: outputLength(input.height), outputWidth: outputLength(input.width) };
}

/**
 * Returns how many numbers one patch holds: what one filter sees at one place, which is also what one filter weighs.
 */
export function patchLength({ size, channels }: ConvolutionShape): number {
  return size * size * channels;
}

/** Returns at how many places the filters are laid: the pixels of the output. */
export function placeCount({ outputHeight, outputWidth }: ConvolutionShape): number {
  return outputHeight * outputWidth;
}

/**
 * Copies what the filters see into `patches` (places x patch length), zeros where they reach over the border.
 * Source: im2col of Darknet and Caffe, transposed, so that one patch lies in one piece.
 */
export function gatherPatches(shape: ConvolutionShape, input: Float64Array, patches: Float64Array): void {
  forEachRun(shape, (inside, patch, length, image) => {
    if (inside) for (let offset = 0; offset < length; offset += 1) patches[patch + offset] = input[image + offset]!;
    else patches.fill(0, patch, patch + length);
  });
}

/** Adds every number of `patches` to the place of `image` it was copied from: the transpose of `gatherPatches`. */
export function scatterPatches(shape: ConvolutionShape, patches: Float64Array, image: Float64Array): void {
  forEachRun(shape, (inside, patch, length, into) => {
    if (inside) for (let offset = 0; offset < length; offset += 1) image[into + offset]! += patches[patch + offset]!;
  });
}

/** Writes biases + patches * weights transposed to `output` (places x filters); `weights` is filters x patch length. */
export function convolve(
  shape: ConvolutionShape,
  patches: Float64Array,
  weights: Float64Array,
  biases: Float64Array,
  output: Float64Array,
): void {
  const places = placeCount(shape);
  for (let place = 0; place < places; place += 1) output.set(biases, place * shape.filters);
  addTimesTransposed(patches, weights, output, places, shape.filters, patchLength(shape));
}

/** Adds the gradients of the loss by the weights and the biases, given the one by the output. */
export function addParameterGradients(
  shape: ConvolutionShape,
  outputGradient: Float64Array,
  patches: Float64Array,
  weightGradient: Float64Array,
  biasGradient: Float64Array,
): void {
  const { filters } = shape;
  const places = placeCount(shape);
  const transposed = { row: 1, position: filters };
  addTimes(outputGradient, transposed, patches, weightGradient, filters, patchLength(shape), places);
  for (let place = 0; place < places; place += 1) {
    for (let filter = 0; filter < filters; filter += 1) {
      biasGradient[filter]! += outputGradient[place * filters + filter]!;
    }
  }
}

/**
 * Writes the gradient of the loss by the input to `inputGradient`; `patchGradient` is room to work in, sized as the
 * patches.
 */
export function findInputGradient(
  shape: ConvolutionShape,
  outputGradient: Float64Array,
  weights: Float64Array,
  patchGradient: Float64Array,
  inputGradient: Float64Array,
): void {
  const { filters } = shape;
  patchGradient.fill(0);
  const asItLies = { row: filters, position: 1 };
  addTimes(outputGradient, asItLies, weights, patchGradient, placeCount(shape), patchLength(shape), filters);
  inputGradient.fill(0);
  scatterPatches(shape, patchGradient, inputGradient);
}

/** Calls `visit` for each row of each patch, pixel by pixel at the border and in one run of the whole row inside it. */
function forEachRun(
  shape: ConvolutionShape,
  visit: (inside: boolean, patch: number, length: number, image: number) => void,
): void {
  const { height, width, channels, size, stride, outputHeight, outputWidth } = shape;
  const padding = Math.floor(size / 2);
  const rowLength = size * channels;
  let patch = 0;
  for (let outputY = 0; outputY < outputHeight; outputY += 1) {
    for (let outputX = 0; outputX < outputWidth; outputX += 1) {
      const left = outputX * stride - padding;
      for (let filterY = 0; filterY < size; filterY += 1) {
        const y = outputY * stride - padding + filterY;
        const rowInside = y >= 0 && y < height;
        if (!rowInside || (left >= 0 && left + size <= width)) {
          visit(rowInside, patch, rowLength, (y * width + left) * channels);
        } else {
          for (let filterX = 0; filterX < size; filterX += 1) {
            const x = left + filterX;
            visit(x >= 0 && x < width, patch + filterX * channels, channels, (y * width + x) * channels);
          }
        }
        patch += rowLength;
      }
    }
  }
}
