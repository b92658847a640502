// Rules about schemas, in bodies, parameters and headers alike, whoever sends them.

import type { Rule } from '../../rule.ts';
import { boundRules } from './bound-rules.ts';
import { contentEncodingChanged, contentMediaTypeChanged } from './content-changed.ts';
import { entryRules } from './entry-rules.ts';
import { enumValueAdded } from './enum-value-added.ts';
import { enumValueRemoved } from './enum-value-removed.ts';
import { keywordPresenceRules } from './keyword-presence-rules.ts';
import { propertyBecameRequired } from './property-became-required.ts';
import { propertyRemoved } from './property-removed.ts';
import { typeChanged } from './type-changed.ts';

export const schemaRules: readonly Rule[] = [
  ...boundRules,
  contentEncodingChanged,
  contentMediaTypeChanged,
  ...entryRules,
  ...keywordPresenceRules,
  enumValueAdded,
  enumValueRemoved,
  propertyBecameRequired,
  propertyRemoved,
  typeChanged,
];
