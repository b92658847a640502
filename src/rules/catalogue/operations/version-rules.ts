// Whether a document's version says what the release is. Only where both sides have a version that semver.org knows.

import { documents, type Example, parameters } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';
import { isInitialDevelopment, versionStep } from '../../semver.ts';

type Versions = { readonly before: string | null; readonly after: string | null };

/** The same breaking change, or none, under two versions. */
function released(before: string, after: string, breaks: boolean, peers?: readonly string[]): Example {
  const limit = { name: 'limit', in: 'query', required: true, schema: { type: 'integer' } };
  const { before: left, after: right } = parameters([], breaks ? [limit] : []);
  return documents(
    { ...left, info: { title: 'Example', version: before } },
    { ...right, info: { title: 'Example', version: after } },
    peers && 'safe',
    peers,
    breaks ? ['parameter-added'] : [],
  );
}

export const versionDecreased = defineRule({
  id: 'version-decreased',
  on: 'release',
  purpose: 'Reports a document whose version is lower than the one before.',
  about: 'lifecycle',
  severity: 'safe',
  advice: 'Whoever runs the API: check that the two documents were not exchanged, and raise the version.',
  at: '/info/version',
  identifying: ['before', 'after'],
  *find({ before, after, breaks }): Iterable<Versions & { readonly breaks: boolean }> {
    if (versionStep(before.version, after.version) !== 'down') return;
    yield { before: before.version, after: after.version, breaks };
  },
  say: ({ before, after }) => `the version went down from ${before} to ${after}`,
  peers: ({ facts }) => (facts.breaks ? ['api-version-decreased'] : []),
  examples: () => ({
    reports: [released('2.0.0', '1.9.0', false, []), released('2.0.0', '1.9.0', true, ['api-version-decreased'])],
    silent: [released('1.9.0', '2.0.0', false), released('spring', 'autumn', false)],
  }),
});

export const majorVersionNotBumped = defineRule({
  id: 'major-version-not-bumped',
  on: 'release',
  purpose: 'Reports a release that breaks callers though its version was raised by a minor or patch step only.',
  about: 'lifecycle',
  severity: 'safe',
  advice: 'Whoever runs the API: raise the major version, or take the breaking change back.',
  at: '/info/version',
  *find({ before, after, breaks }): Iterable<Versions> {
    const step = versionStep(before.version, after.version);
    const honest = isInitialDevelopment(before.version) && step === 'minor';
    if (breaks && !honest && (step === 'minor' || step === 'patch'))
      yield { before: before.version, after: after.version };
  },
  say: ({ before, after }) => `the version went from ${before} to ${after} only, though the release breaks callers`,
  peers: () => ['api-major-version-not-bumped'],
  examples: () => ({
    reports: [released('1.2.0', '1.3.0', true, ['api-major-version-not-bumped'])],
    silent: [released('1.2.0', '2.0.0', true), released('1.2.0', '1.3.0', false), released('0.2.0', '0.3.0', true)],
  }),
});

/** Most documents stand still between releases, and `semver` in the output says so: asked for, it is a finding. */
export const versionNotBumped = defineRule({
  id: 'version-not-bumped',
  on: 'release',
  purpose: 'Reports a release that breaks callers under the version of the one before.',
  about: 'lifecycle',
  severity: 'safe',
  onRequest: true,
  advice: 'Whoever runs the API: raise the major version, or take the breaking change back.',
  at: '/info/version',
  *find({ before, after, breaks }): Iterable<Versions> {
    if (breaks && versionStep(before.version, after.version) === 'none')
      yield { before: before.version, after: after.version };
  },
  say: ({ before }) => `the version stayed ${before}, though the release breaks callers`,
  peers: () => ['api-version-not-bumped'],
  examples: () => ({
    reports: [released('1.2.0', '1.2.0', true, ['api-version-not-bumped'])],
    silent: [released('1.2.0', '1.2.0', false), released('1.2.0', '1.2.1', true)],
  }),
});

export const versionRules: readonly Rule[] = [majorVersionNotBumped, versionDecreased, versionNotBumped];
