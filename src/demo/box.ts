/** A box by its middle and its size, as fractions of the image's width and height. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An object of a labelled image. */
export interface Truth {
  readonly class: number;
  readonly box: Box;
}

/** Returns the share of two boxes that is common to both, 0..1 (intersection over union); 0 where they only touch. */
export function intersectionOverUnion(first: Box, second: Box): number {
  const width = overlap(first.x, first.width, second.x, second.width);
  const height = overlap(first.y, first.height, second.y, second.height);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (first.width * first.height + second.width * second.height - common);
}

/** What a predicted box costs, and how the cost changes with its middle and size. */
export interface BoxLoss {
  readonly loss: number;
  readonly gradient: Box;
}

/**
 * Returns 1 - IoU + (distance of the middles / diagonal of the smallest box around both) squared, with its gradient by
 * `predicted`. Source: Zheng et al., Distance-IoU Loss: Faster and Better Learning for Bounding Box Regression (AAAI
 * 2020); `iou_loss=diou` in Darknet.
 */
export function distanceIouLoss(predicted: Box, truth: Box): BoxLoss {
  const across = alongAxis(predicted.x, predicted.width, truth.x, truth.width);
  const down = alongAxis(predicted.y, predicted.height, truth.y, truth.height);
  const meet = across.common > 0 && down.common > 0;
  const common = meet ? across.common * down.common : 0;
  const union = predicted.width * predicted.height + truth.width * truth.height - common;
  const diagonal = across.around ** 2 + down.around ** 2;
  const distance = across.distance ** 2 + down.distance ** 2;

  const slope = (axis: AxisRelation, other: AxisRelation, by: 'centre' | 'size', otherSize: number): number => {
    const commonSlope = meet ? axis.commonBy[by] * other.common : 0;
    const unionSlope = (by === 'size' ? otherSize : 0) - commonSlope;
    const distanceSlope = by === 'centre' ? 2 * axis.distance : 0;
    const diagonalSlope = 2 * axis.around * axis.aroundBy[by];
    const iouSlope = (commonSlope * union - common * unionSlope) / union ** 2;
    return -iouSlope + (distanceSlope * diagonal - distance * diagonalSlope) / diagonal ** 2;
  };
  return {
    loss: 1 - common / union + distance / diagonal,
    gradient: {
      x: slope(across, down, 'centre', predicted.height),
      y: slope(down, across, 'centre', predicted.width),
      width: slope(across, down, 'size', predicted.height),
      height: slope(down, across, 'size', predicted.width),
    },
  };
}

function overlap(firstMiddle: number, firstSize: number, secondMiddle: number, secondSize: number): number {
  const end = Math.min(firstMiddle + firstSize / 2, secondMiddle + secondSize / 2);
  return end - Math.max(firstMiddle - firstSize / 2, secondMiddle - secondSize / 2);
}

/** How a predicted interval lies to the true one, and how that changes with the predicted centre and size. */
interface AxisRelation {
  readonly common: number;
  readonly commonBy: { readonly centre: number; readonly size: number };
  readonly around: number;
  readonly aroundBy: { readonly centre: number; readonly size: number };
  readonly distance: number;
}

function alongAxis(centre: number, size: number, truthCentre: number, truthSize: number): AxisRelation {
  const [start, end] = [centre - size / 2, centre + size / 2];
  const [truthStart, truthEnd] = [truthCentre - truthSize / 2, truthCentre + truthSize / 2];
  // 1 where the predicted edge is the one that counts, so that moving it moves the common or the surrounding length.
  const commonEnds = end < truthEnd ? 1 : 0;
  const commonStarts = start > truthStart ? 1 : 0;
  return {
    common: Math.min(end, truthEnd) - Math.max(start, truthStart),
    commonBy: { centre: commonEnds - commonStarts, size: (commonEnds + commonStarts) / 2 },
    around: Math.max(end, truthEnd) - Math.min(start, truthStart),
    aroundBy: { centre: commonStarts - commonEnds, size: 1 - (commonEnds + commonStarts) / 2 },
    distance: centre - truthCentre,
  };
}
