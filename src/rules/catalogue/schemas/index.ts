// Rules about schemas, in bodies, parameters and headers alike, whoever sends them.

import type { Rule } from '../../rule.ts';
import {
  additionalPropertiesClosed,
  additionalPropertiesNarrowed,
  additionalPropertiesWidened,
} from './additional-properties-rules.ts';
import { arrayRules } from './array-rules.ts';
import { becameEnum } from './became-enum.ts';
import { boundRules } from './bound-rules.ts';
import { constRules } from './const-rules.ts';
import { contentEncodingChanged, contentMediaTypeChanged } from './content-changed.ts';
import { defaultRules } from './default-rules.ts';
import { entryRules } from './entry-rules.ts';
import { enumValueAdded } from './enum-value-added.ts';
import { enumValueRemoved } from './enum-value-removed.ts';
import { excludedValueRules } from './excluded-value-rules.ts';
import { extensibleEnumValueAdded } from './extensible-enum-value-added.ts';
import { extensibleEnumValueRemoved } from './extensible-enum-value-removed.ts';
import { formatChanged } from './format-changed.ts';
import { innerListFormatChanged } from './inner-list-format-changed.ts';
import { keywordPresenceRules } from './keyword-presence-rules.ts';
import { multipleOfRules } from './multiple-of-rules.ts';
import { becameNotNullable, becameNullable } from './nullability.ts';
import { openObjectDescribed } from './open-object-described.ts';
import { patternRules } from './pattern-rules.ts';
import { propertyAdded } from './property-added.ts';
import { propertyBecameOptional } from './property-became-optional.ts';
import { propertyBecameRequired } from './property-became-required.ts';
import { propertyRemoved } from './property-removed.ts';
import { sendingRules } from './sending-rules.ts';
import { stoppedBeingEnum } from './stopped-being-enum.ts';
import { typeChanged } from './type-changed.ts';
import { unnamedPropertyRules } from './unnamed-property-rules.ts';
import { valuesNarrowed } from './values-narrowed.ts';
import { valuesWidened } from './values-widened.ts';
import { xmlChanged } from './xml-changed.ts';

export const schemaRules: readonly Rule[] = [
  becameEnum,
  becameNotNullable,
  becameNullable,
  ...boundRules,
  ...constRules,
  ...defaultRules,
  formatChanged,
  innerListFormatChanged,
  ...patternRules,
  additionalPropertiesClosed,
  additionalPropertiesNarrowed,
  additionalPropertiesWidened,
  ...arrayRules,
  ...excludedValueRules,
  extensibleEnumValueAdded,
  extensibleEnumValueRemoved,
  ...multipleOfRules,
  openObjectDescribed,
  propertyAdded,
  propertyBecameOptional,
  ...sendingRules,
  ...unnamedPropertyRules,
  stoppedBeingEnum,
  contentEncodingChanged,
  contentMediaTypeChanged,
  ...entryRules,
  ...keywordPresenceRules,
  enumValueAdded,
  enumValueRemoved,
  propertyBecameRequired,
  propertyRemoved,
  typeChanged,
  valuesNarrowed,
  valuesWidened,
  xmlChanged,
];
