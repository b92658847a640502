// Rules about request bodies, media types, responses, links, encoding and compositions.

import type { Rule } from '../../rule.ts';
import { alternativeAdded } from './alternative-added.ts';
import { mediaTypeRemoved } from './media-type-removed.ts';
import { requestBodyBecameRequired } from './request-body-became-required.ts';
import { statusRemoved } from './status-removed.ts';

export const messageRules: readonly Rule[] = [
  alternativeAdded,
  mediaTypeRemoved,
  requestBodyBecameRequired,
  statusRemoved,
];
