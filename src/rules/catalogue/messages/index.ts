// Rules about request bodies, media types, responses, links, encoding and compositions.

import type { Rule } from '../../rule.ts';
import { alternativeRules } from './alternative-rules.ts';
import { discriminatorRules } from './discriminator-rules.ts';
import { encodingChanged } from './encoding-changed.ts';
import { linkRules } from './link-rules.ts';
import { mediaTypeAdded } from './media-type-added.ts';
import { mediaTypeRemoved } from './media-type-removed.ts';
import { mediaTypeRenamed } from './media-type-renamed.ts';
import { mediaTypeSchemaRules } from './media-type-schema-rules.ts';
import { partRules } from './part-rules.ts';
import { requestBodyRules } from './request-body-rules.ts';
import { statusAdded } from './status-added.ts';
import { statusRemoved } from './status-removed.ts';
import { subtypeRules } from './subtype-rules.ts';
import { xmlRootRenamed } from './xml-root-renamed.ts';

export const messageRules: readonly Rule[] = [
  ...alternativeRules,
  ...discriminatorRules,
  encodingChanged,
  ...linkRules,
  mediaTypeAdded,
  mediaTypeRemoved,
  mediaTypeRenamed,
  ...mediaTypeSchemaRules,
  ...partRules,
  ...requestBodyRules,
  statusAdded,
  statusRemoved,
  ...subtypeRules,
  xmlRootRenamed,
];
