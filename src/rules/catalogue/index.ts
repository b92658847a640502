// Every rule there is. A rule is one file and one line in the index of its area; see ../README.md.

import type { Rule } from '../rule.ts';
import { messageRules } from './messages/index.ts';
import { operationRules } from './operations/index.ts';
import { schemaRules } from './schemas/index.ts';

export const catalogue: readonly Rule[] = [...operationRules, ...messageRules, ...schemaRules];
