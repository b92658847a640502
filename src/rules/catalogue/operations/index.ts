// Rules about the API as a whole, its operations, parameters, headers, security and servers.

import type { Rule } from '../../rule.ts';
import { headerRemoved } from './header-removed.ts';
import { operationAdded } from './operation-added.ts';
import { operationRemoved } from './operation-removed.ts';
import { parameterAdded } from './parameter-added.ts';
import { securityAlternativeRemoved } from './security-alternative-removed.ts';

export const operationRules: readonly Rule[] = [
  headerRemoved,
  operationAdded,
  operationRemoved,
  parameterAdded,
  securityAlternativeRemoved,
];
