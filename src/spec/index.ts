export { type Api, pathItemKey, readApi } from './api.ts';
export { canonicalText } from './canonical-text.ts';
export { closesWhatIsTakenOver } from './closed-parts.ts';
export { excludeEachOther, mayBeSentAlike } from './credential.ts';
export { linkTargets } from './git-revision.ts';
export { escapeToken, formatPointer, nameInReference, parsePointer, selectPointer } from './json-pointer.ts';
export { type IsPlain, type ValuePlace, valuePlaceLister } from './list-value-places.ts';
export { type LoadOptions, loadSpec } from './load-spec.ts';
export {
  coversMediaType,
  essenceOf,
  isJson,
  isXml,
  normaliseMediaType,
  relatedMediaTypes,
  travelsAsText,
  widerEssences,
} from './media-type-name.ts';
export { movedDocument } from './moved-document.ts';
export { missingRevisionHint, nearFileOfCommit } from './near-names.ts';
export { newlyMisspelt } from './newly-misspelt.ts';
export { isOnlyBytes, saysOnlyBytes } from './only-bytes.ts';
export type {
  Encoding,
  Header,
  LifecycleMarks,
  Link,
  MediaType,
  OAuthFlow,
  Operation,
  OperationEntry,
  OperationKind,
  Parameter,
  ParameterLocation,
  RequestBody,
  Response,
  Security,
  SecurityAlternative,
  SecurityScheme,
  Server,
} from './operation.ts';
export {
  normalisePath,
  normaliseTarget,
  operationTitle,
  pathParameterNames,
  splitCallbackPath,
} from './path-template.ts';
export { callbackKey, operationKey } from './read-operation-list.ts';
export { readRemote } from './read-remote.ts';
export { shownName } from './remote-access.ts';
export { roundedIntegers } from './rounded-integers.ts';
export { runGit } from './run-git.ts';
export { saysNullable } from './schema-keywords.ts';
export type { SchemaLayer } from './schema-layers.ts';
export {
  type Bound,
  type Discriminator,
  type JsonType,
  type SchemaBranch,
  SchemaNode,
  type SchemaProperty,
  SchemaReader,
} from './schema-node.ts';
export { addressAsMeant, pathOfAddress, serverPath } from './server-path.ts';
export type {
  LoadedSpec,
  ReferenceFault,
  ResolvedReference,
  SourceDocument,
  SpecDialect,
  SpecProblem,
} from './source-document.ts';
export { specFromText } from './spec-from-text.ts';
export {
  elementSpots,
  followReference,
  isObject,
  type JsonObject,
  memberSpot,
  rootSpot,
  type Spot,
  spotKey,
} from './spot.ts';
export { pathUnder } from './strip-prefix.ts';
export { type Family, hasDiscriminator, type Subtype, Subtypes } from './subtypes.ts';
export { titleAndVersion } from './title-and-version.ts';
export { type PlainJson, type PlainSchema, type PlainSchemaFault, PlainSchemas } from './to-json-schema.ts';
