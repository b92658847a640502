// The door of the schema room: JSON Schema as such. It knows nothing of OpenAPI documents.

export type { Containment, ContainmentOptions } from './decide-containment.ts';
export { decideContainment, haveSameWords, schemaContains } from './decide-containment.ts';
export type { Dialect } from './dialect.ts';
export { isJsonObject, type Json, type JsonObject } from './json-value.ts';
export { tokensOfReference } from './local-reference.ts';
export { patternTest } from './pattern-test.ts';
export type { Projection } from './project.ts';
export { createProjector, meaningOfFormat, project } from './project.ts';
export { sampleValue } from './sample-value.ts';
export type { Reading } from './validator.ts';
export { declareChoice, validator } from './validator.ts';
export { withoutUnusedDefinitions } from './without-unused-definitions.ts';
