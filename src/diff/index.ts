export type { FormFields } from './form-parts.ts';
export { furtherSchema } from './further-schema.ts';
export { branchLabel } from './match-branches.ts';
export { matchOperations } from './match-operations.ts';
export { oncePerPair } from './once-per-pair.ts';
export type {
  Both,
  Composition,
  Context,
  DescribedNames,
  Direction,
  Either,
  ElementKind,
  FindContext,
  Heir,
  OperationRef,
  Pairs,
  Place,
  PlaceOfParameter,
  SchemaStep,
} from './pair.ts';
export {
  type Carriage,
  carriedBelow,
  freshName,
  heldSchemas,
  isUnsent,
  type OfWhole,
  type SchemaEdge,
  SchemaPair,
} from './schema-pairs.ts';
export { speltOtherwise } from './spelt-otherwise.ts';
export { spreadObjects } from './spread-objects.ts';
export { exchangesItems, saysMoreOfAll, streamItems } from './stream-items.ts';
export { mayBeList, type Shape, shapesOf } from './value-shapes.ts';
export {
  meaningOfValues,
  operationRef,
  type Visitor,
  type WalkCost,
  type WalkOptions,
  walk,
  wholeApi,
} from './walk.ts';
