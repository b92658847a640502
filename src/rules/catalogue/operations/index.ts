// Rules about the API as a whole, its operations, parameters, headers, security and servers.

import type { Rule } from '../../rule.ts';
import { announcementRules } from './announcement-rules.ts';
import { headerAdded } from './header-added.ts';
import { headerRemoved } from './header-removed.ts';
import { lifecycleRules } from './lifecycle-rules.ts';
import { obligationRules } from './obligation-rules.ts';
import { operationAdded } from './operation-added.ts';
import { operationIdRules } from './operation-id-rules.ts';
import { operationRemoved } from './operation-removed.ts';
import { parameterAdded } from './parameter-added.ts';
import { parameterRegrouped } from './parameter-regrouped.ts';
import { parameterRemoved } from './parameter-removed.ts';
import { pathParameterRenamed } from './path-parameter-renamed.ts';
import { schemaRemoved } from './schema-removed.ts';
import { securityRules } from './security-rules.ts';
import { securitySchemeRules } from './security-scheme-rules.ts';
import { serialisationRules } from './serialisation-rules.ts';
import { serverRules } from './server-rules.ts';
import { tagRules } from './tag-rules.ts';
import { versionRules } from './version-rules.ts';

export const operationRules: readonly Rule[] = [
  ...announcementRules,
  headerAdded,
  headerRemoved,
  ...lifecycleRules,
  ...obligationRules,
  operationAdded,
  ...operationIdRules,
  operationRemoved,
  parameterAdded,
  parameterRegrouped,
  parameterRemoved,
  pathParameterRenamed,
  schemaRemoved,
  ...securityRules,
  ...securitySchemeRules,
  ...serialisationRules,
  ...serverRules,
  ...tagRules,
  ...versionRules,
];
