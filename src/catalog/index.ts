export {
  bracketAnswers,
  isRefusal,
  isSuccess,
  lastAnswered,
  lastWorked,
  sayAnswers,
  sumAnswers,
} from './answers.ts';
export { type CallerDecision, callerKeyOf } from './caller-decision.ts';
export {
  type Catalog,
  type ChatChannel,
  type Consumer,
  type DeclaredUse,
  livingCatalog,
  type MailingList,
  type Meeting,
  type Person,
  type SeenAs,
  type Service,
  type Team,
  type Tier,
  type Weekday,
  weekdays,
} from './catalog.ts';
export {
  addressRangeSetting,
  type CatalogSettings,
  catalogReferences,
  catalogSettings,
  resolveCatalog,
} from './catalog-settings.ts';
export {
  type CatalogChange,
  type CatalogDifference,
  type CatalogEntry,
  type CatalogKind,
  type CatalogRefusal,
  catalogEntries,
  compareCatalog,
  findCircles,
  type SyncedEntry,
  withDefaults,
  withEntries,
} from './compare-catalog.ts';
export {
  type ComparedService,
  type CompareSettings,
  compareOptionsOf,
  compareReferences,
  compareSettings,
  countForServices,
  readCompareSettings,
  settingsForNobody,
  strippedPrefixes,
} from './compare-settings.ts';
export {
  isNamedProduction,
  isProduction,
  isStaging,
  sayEnvironment,
  unknownEnvironment,
} from './environments.ts';
export {
  breakingOf,
  countExposures,
  type Exposure,
  type ExposureCounts,
  exposureOf,
  exposures,
  exposureWords,
  sayDoubtful,
  sayExposures,
} from './exposure.ts';
export { affectedTeams, findImpact, type ImpactSources } from './find-impact.ts';
export {
  type CallerGuess,
  type Certainty,
  type ConsumerImpact,
  certainties,
  type Hit,
  type Impact,
  type Sighting,
  type Spared,
  type UnknownCaller,
} from './impact.ts';
export type { Pact, PactBody } from './imports/pact.ts';
export { findNamed } from './imports/pact-names.ts';
export { locateDocuments } from './locate-documents.ts';
export { indexOperations } from './operation-index.ts';
export { owningTeam } from './owning-team.ts';
export { answersTo, fullName, peopleOf, personCalled, plainName, samePerson } from './person-called.ts';
export { type ExtraImports, type GatheredLayers, readLayers } from './read-layers.ts';
export { checkSettings, type Reference, readSettings, secretKey, whereSecretsBelong } from './read-settings.ts';
export { sayClaim } from './say-claim.ts';
export { type FactSource, factSources, layerFromYaml } from './settings-layer.ts';
export { settleCallers } from './settle-callers.ts';
export { saySightings } from './sightings.ts';
export { type CallerReport, surveyCallers } from './survey-callers.ts';
export { timeOfDaySetting, weekdaySetting, zoneSetting } from './time-settings.ts';
export {
  type Answers,
  anyOperation,
  foldedCallers,
  lastSeen,
  sentKey,
  type UsedFields,
  type UseEvidence,
} from './use-evidence.ts';
