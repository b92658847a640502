import { join } from 'node:path';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { Marked } from 'marked';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { compareSpecs } from '../../src/compare/index.ts';
import { renderComparison, reportFormats } from '../../src/report/index.ts';
import type { Comparison, Finding } from '../../src/rules/index.ts';
import { codeQualityFaults, junitFaults, junitSchemaFaults, sarifFaults } from '../support/report-standards.ts';

const position = (source: string, line: number) => ({ source, pointer: '/paths', line, column: 7, exact: true });

const finding = (change: Partial<Finding> = {}): Finding => ({
  fingerprint: 'f1',
  cause: 'c1',
  rule: 'enum-value-removed',
  severity: 'breaking',
  breaks: { wire: 'breaking', codegen: 'breaking' },
  ruleSeverity: 'breaking',
  exemption: null,
  direction: 'request',
  operation: { kind: 'path', method: 'GET', path: '/pets', name: null, operationId: 'listPets' },
  subject: 'query.sort',
  subjectPath: ['query', 'sort'],
  base: position('old.yaml', 3),
  revision: position('new.yaml', 12),
  facts: { value: 'age' },
  message: 'sort no longer takes age',
  advice: 'Sort by birth instead.',
  proof: 'witness',
  undecidedBecause: null,
  witness: { kind: 'request', http: 'GET /pets?sort=age', at: '', value: 'age' },
  lifecycle: null,
  peers: [],
  ...change,
});

/** What breaks clients made from the document, and no call. */
const renamed: Partial<Finding> = {
  rule: 'operation-id-removed',
  severity: 'safe',
  breaks: { wire: 'safe', codegen: 'breaking' },
  message: 'GET /pets is no longer called a',
};

const comparison = (change: Partial<Comparison> = {}): Comparison => ({
  schemaVersion: 1,
  engine: { name: 'tocsin', version: '9.9.9' },
  asOf: '2026-11-20',
  base: { source: 'old.yaml', sources: ['old.yaml'], title: 'Pets', version: '1.0', digest: 'sha256:aa' },
  revision: { source: 'new.yaml', sources: ['new.yaml'], title: 'Pets', version: '2.0', digest: 'sha256:bb' },
  verdict: 'breaking',
  summary: { breaking: 1, risky: 0, safe: 0, refactors: 0, exempted: 0 },
  reversed: false,
  semver: { declared: 'major', required: 'major', next: '2.0.0', complaint: null },
  causes: [],
  findings: [finding()],
  refactors: [],
  blindSpots: { share: 0, places: [] },
  secondOpinion: null,
  problems: [],
  ...change,
});

const unreadable = comparison({
  verdict: 'unknown',
  findings: [],
  problems: [
    {
      code: 'spec-reference-broken',
      message: 'Nothing is at #/gone.',
      hint: 'Mend it.',
      position: position('new.yaml', 4),
      hides: true,
    },
  ],
});

function render(format: string, input: Comparison, failOn: 'breaking' | 'risky' = 'breaking'): string {
  const found = reportFormats.find(({ id }) => id === format);
  if (!found) throw new Error(`no format ${format}`);
  return found.render(input, { failOn });
}

/** Who says whether a report is one, for the formats that a program reads. */
const referees = { sarif: sarifFaults, junit: junitFaults, gitlab: codeQualityFaults };

describe('every format', () => {
  it.each(reportFormats.map(({ id }) => id))(
    '%s names the break, its operation and what to do or where to look',
    (format) => {
      const text = render(format, comparison());
      expect(text).toContain('enum-value-removed');
      expect(text).toContain('sort no longer takes age');
      expect(text).toContain('GET /pets');
    },
  );

  it.each(reportFormats.map(({ id }) => id))('%s does not pass off what could not be compared as fine', (format) => {
    expect(render(format, unreadable)).toContain(
      'Nothing is at #/gone.'.replace('#', format === 'markdown' ? '\\#' : '#'),
    );
  });

  it.each(reportFormats.map(({ id }) => id))('%s gives the same text for the same comparison', (format) => {
    expect(render(format, comparison())).toBe(render(format, structuredClone(comparison())));
  });
});

const on = (path: string) => ({ kind: 'path', method: 'GET', path, name: null, operationId: null }) as const;
const secondOpinion: Comparison['secondOpinion'] = {
  agrees: 3,
  agreesOn: ['/fine', '/good', '/well'].map(on),
  disagrees: [{ operation: on('/pets'), theirs: 'values lost', ours: 'no break in the response' }],
  notConsulted: ['/a', '/b', '/c', '/d'].map((path) => ({ operation: on(path), because: 'it is OpenAPI 3.1' })),
  failed: [{ operation: on('/slow'), because: 'it had no answer after 10 s' }],
};

const inputs = (): readonly [string, Comparison][] => {
  const twice = { code: 'operation-id-duplicate', message: 'Twice.', hint: 'Once.', position: null, hides: false };
  const elsewhere = (source: string) =>
    finding({ base: position('-', 1), revision: { ...position(source, 1), line: null, column: null, exact: false } });
  return [
    ['a break', comparison()],
    ['a second opinion', comparison({ secondOpinion })],
    ['a change that breaks generated clients alone', comparison({ findings: [finding(renamed)] })],
    ['what could not be read', unreadable],
    ['nothing', comparison({ verdict: 'identical', findings: [] })],
    ['an exemption', comparison({ findings: [finding({ exemption: { reason: '', owner: 'ann', until: null } })] })],
    ['a version that says too little', comparison({ semver: { ...comparison().semver, complaint: 'It stays.' } })],
    ['problems of one kind without a place', comparison({ problems: [twice, { ...twice, message: 'Again.' }] })],
    ['a finding without a place', comparison({ findings: [finding({ base: null, revision: null, operation: null })] })],
    ['standard input', comparison({ findings: [elsewhere('-')] })],
    ['a file whose name needs escaping', comparison({ findings: [elsewhere('./a b/%/ö?#[1].yaml')] })],
    ['a file of another system', comparison({ findings: [elsewhere('C:\\specs\\api.yaml')] })],
    ['a URL', comparison({ findings: [elsewhere('https://api.example/a b/openapi.json?x=[1]')] })],
    ['a release on GitHub', comparison({ findings: [elsewhere('github:ana/pets@v1.2:specs/api.yaml')] })],
    ['a revision in git', comparison({ findings: [elsewhere('origin/main:specs/api.yaml')] })],
  ];
};

describe.each(Object.entries(referees))('%s holds to its standard', (format, faultsOf) => {
  it.each(inputs())('with %s', (_, input) => {
    expect(faultsOf(render(format, input))).toEqual([]);
  });

  it.each([
    ['pkgdb-1.yaml', 'pkgdb-2.yaml'],
    ['fas-before.yaml', 'fas-after.yaml'],
    ['pkgdb-1.yaml', 'nowhere.yaml'],
  ])('for %s against %s', async (base, revision) => {
    const input = await compareSpecs(base, revision, { cwd: join(import.meta.dirname, '../../examples/pkgdb2/specs') });
    expect(faultsOf(render(format, input))).toEqual([]);
  });
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '</details>',
    '```',
    '<script>alert(1)</script>',
    ']]>',
    '::error::x',
    '%0A',
    '@everyone',
    '\u0000',
    '<!-- x -->',
    '| a |',
  ),
);

const hostileComparison = fc
  .record({ message: hostile, advice: hostile, http: hostile, path: hostile, title: hostile, subject: hostile })
  .map(({ message, advice, http, path, title, subject }) =>
    comparison({
      base: { ...comparison().base, title },
      revision: { ...comparison().revision, title },
      findings: [
        finding({
          message,
          advice,
          subject,
          operation: { kind: 'path', method: 'GET', path, name: null, operationId: null },
          witness: { kind: 'request', http, at: '', value: null },
        }),
      ],
    }),
  );

describe('text from a document stays text', () => {
  it.each(Object.entries(referees))('in %s, which holds to its standard', (format, faultsOf) => {
    fc.assert(
      fc.property(hostileComparison, (input) => {
        expect(faultsOf(render(format, input))).toEqual([]);
      }),
    );
  });

  it('in Markdown, which renders to no element of the document’s own', () => {
    fc.assert(
      fc.property(hostileComparison, (input) => {
        const html = new Marked({ gfm: true }).parse(render('markdown', input), { async: false });
        expect(html.replaceAll(/<pre>[\s\S]*?<\/pre>/g, '')).not.toMatch(/<script|<img|<a |<table/i);
        expect(html.match(/<details>/g)?.length).toBe(html.match(/<\/details>/g)?.length);
      }),
    );
  });

  it('in HTML, which holds no element that we did not write', () => {
    fc.assert(
      fc.property(hostileComparison, (input) => {
        const page = render('html', input);
        expect(page).not.toMatch(/<script|<img|<iframe| on\w+=/i);
        expect(page.match(/<article/g)).toHaveLength(1);
      }),
    );
  });

  it('in GitHub annotations, which stay one command a line', () => {
    fc.assert(
      fc.property(hostileComparison, (input) => {
        const lines = render('github', input).split('\n');
        expect(lines).toHaveLength(2);
        expect(lines[0]).toMatch(/^::error file=new\.yaml,line=12,col=7,title=breaking%3A enum-value-removed::/);
      }),
    );
  });
});

describe('JUnit', () => {
  it('is what the schema of Jenkins describes, whatever a document says', async () => {
    const usual = inputs().map(([, input]) => render('junit', input));
    const strange = fc.sample(hostileComparison, 200).map((input) => render('junit', input));
    expect(await junitSchemaFaults([...usual, ...strange])).toEqual([]);
    expect(await junitSchemaFaults([usual[0]!.replace('<testcase ', '<testcase colour="red" ')])).not.toEqual([]);
  });

  const parse = (text: string) =>
    new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(text).testsuites;

  it('fails for what breaks and, where asked, for what is risky', () => {
    const risky = comparison({ findings: [finding({ severity: 'risky' })] });
    expect(parse(render('junit', comparison())).failures).toBe('1');
    expect(parse(render('junit', risky)).failures).toBe('0');
    expect(parse(render('junit', risky, 'risky')).failures).toBe('1');
  });

  it('has one passing case where nothing differs, and an error where it cannot tell', () => {
    const clean = parse(render('junit', comparison({ verdict: 'identical', findings: [] })));
    expect([clean.tests, clean.failures, clean.errors]).toEqual(['1', '0', '0']);
    expect(parse(render('junit', unreadable)).errors).toBe('1');
  });

  it('skips what is exempted, and says why', () => {
    const exempted = finding({ exemption: { reason: 'agreed', owner: 'ann', until: '2026-09-01' } });
    const only = parse(render('junit', comparison({ findings: [exempted] })));
    expect([only.tests, only.failures, only.testsuite.skipped]).toEqual(['2', '0', '1']);
    expect(only.testsuite.testcase[1].skipped).toBe('Exempted: agreed; ann, until 1 Sep 2026');
    const both = parse(render('junit', comparison({ findings: [exempted, finding({ fingerprint: 'other' })] })));
    expect([both.tests, both.failures, both.testsuite.skipped]).toEqual(['2', '1', '1']);
  });
});

describe('GitHub annotations', () => {
  const lines = (input: Comparison) => render('github', input).trimEnd().split('\n');

  it('mark one cause once, and name its operations', () => {
    const places = ['/a', '/b'].map((path, index) =>
      finding({
        fingerprint: `f${index}`,
        operation: { kind: 'path', method: 'GET', path, name: null, operationId: null },
      }),
    );
    const marks = lines(comparison({ findings: places }));
    expect(marks).toHaveLength(1);
    expect(marks[0]).toContain('GET /a, GET /b: ');
  });

  it('keep to the ten errors that GitHub shows, and count the rest', () => {
    const many = Array.from({ length: 30 }, (_, index) => finding({ fingerprint: `f${index}`, cause: `c${index}` }));
    const marks = lines(comparison({ findings: many }));
    expect(marks).toHaveLength(10);
    expect(marks[9]).toMatch(/^::error title=21 more::21 errors more than GitHub shows/);
  });

  it('say that nothing breaks above what is only noted', () => {
    const problem = {
      code: 'base-missing',
      message: 'It is not there.',
      hint: 'Name it.',
      position: null,
      hides: false,
    };
    const clean = { verdict: 'compatible', findings: [] } as const;
    const pathFilters = { includePaths: [], excludePaths: ['/admin'], operations: 4, leftOut: 1 };
    expect(lines(comparison({ ...clean, pathFilters }))[0]).toMatch(/^::notice title=tocsin%3A compatible::/);
    expect(lines(comparison({ ...clean, problems: [problem] }))).toContainEqual(
      expect.stringMatching(/^::notice title=tocsin%3A new::Pets 2\.0 is new/),
    );
  });

  it('say that all is well, rather than nothing', () => {
    expect(lines(comparison({ verdict: 'compatible', findings: [] }))).toEqual([
      '::notice title=tocsin%3A compatible::Pets 2.0 is compatible with 1.0.',
    ]);
  });

  it('name the file of a checkout where the document came from git', () => {
    const position = { source: 'origin/main:specs/new.yaml', pointer: '', line: 3, column: 1, exact: true };
    expect(lines(comparison({ findings: [finding({ revision: position })] }))[0]).toContain('file=specs/new.yaml,');
  });
});

describe('an example that is long', () => {
  const http = `POST /a HTTP/1.1\n\n{\n  "ids": [\n${'    0,\n'.repeat(250)}    0\n  ]\n}`;
  const input = comparison({ findings: [finding({ witness: { kind: 'request', http, at: '', value: null } })] });

  it.each(['markdown', 'html'])('is folded in %s', (format) => {
    const text = render(format, input);
    expect(text).toContain('    … 247 more like it …');
    expect(text.match(/^ +0,$/gm)).toHaveLength(3);
  });
});

describe('whom a change breaks', () => {
  const codegenOnly = comparison({ findings: [finding(renamed)] });

  it.each(['markdown', 'html'])('is told in %s also where calls go on', (format) => {
    expect(render(format, codegenOnly)).toMatch(/no longer called a[\s\S]{0,80}breaks generated clients/);
    const unseen = finding({ breaks: { wire: 'breaking', codegen: 'safe' } });
    expect(render(format, comparison({ findings: [unseen] }))).not.toContain('generated clients');
  });

  it('is counted in a terminal where safe changes are not shown, and told where they are', () => {
    const told = (all: boolean) => renderComparison(codegenOnly, { colour: false, width: 100, all });
    expect(told(false)).toContain('1 safe change, not shown; it breaks generated clients (--all)');
    expect(told(true)).toContain('safe · operation-id-removed · breaks generated clients');
  });

  it('is in SARIF by both severities', () => {
    const log: Log = JSON.parse(render('sarif', codegenOnly));
    expect(log.runs[0]?.results?.[0]?.properties).toEqual({
      tags: ['wire-safe', 'codegen-breaking'],
      wire: 'safe',
      codegen: 'breaking',
      proof: 'witness',
      example: 'GET /pets?sort=age',
    });
  });

  it.each(['sarif', 'junit', 'github', 'gitlab'])('is told in %s by both severities, for each finding', (format) => {
    expect(render(format, comparison())).toContain('On the wire: breaking; for generated clients: breaking.');
    expect(render(format, codegenOnly)).toContain('On the wire: safe; for generated clients: breaking.');
  });

  it('is a notice on GitHub and minor on GitLab where calls go on, and fails no test in JUnit', () => {
    expect(render('github', codegenOnly)).toMatch(
      /^::notice .*title=breaking for generated clients%3A operation-id-rem/,
    );
    expect(JSON.parse(render('gitlab', codegenOnly))[0].severity).toBe('minor');
    expect(render('junit', codegenOnly)).toContain('failures="0"');
  });
});

describe('what its author had announced', () => {
  const lifecycle = { deprecated: true, sunset: '2026-06-01', kept: true };
  it.each(['markdown', 'html', 'sarif', 'junit', 'github', 'gitlab'])('is told in %s, its day in words', (format) => {
    expect(render(format, comparison({ findings: [finding({ lifecycle })] }))).toContain(
      'It was deprecated, to stay until 1 Jun 2026; that day was kept, so it is no accident.',
    );
  });
});

describe('a second opinion', () => {
  const inBody = (path: string) =>
    finding({ operation: on(path), subject: 'body.sort', subjectPath: ['body', 'sort'] });
  const input = comparison({ secondOpinion, findings: [inBody('/pets')] });
  const answers: [string, string][] = [
    ['/pets', 'disagrees: it sees values lost; tocsin says no break in the response'],
    ['/fine', 'agrees, of the operation as a whole'],
    ['/b', 'not consulted: it is OpenAPI 3.1'],
    ['/slow', 'failed: it had no answer after 10 s'],
    ['/new', 'not consulted: only operations that both releases have are put to it'],
  ];
  const machines = ['sarif', 'junit', 'github', 'gitlab'];

  describe.each(machines)('in %s', (format) => {
    it.each(answers)('is told of the finding on %s: %s', (path, answer) => {
      const text = render(format, { ...input, findings: [inBody(path)] });
      expect(text).toContain(`Second opinion (openapi-diff) on GET ${path}: ${answer}.`);
    });

    it('is no agreement on what openapi-diff does not look at', () => {
      const text = render(format, { ...input, findings: [finding({ operation: on('/fine') })] });
      expect(text).toContain('on GET /fine: not consulted: it looks at bodies, statuses and the headers of answers');
    });

    it('is not spoken of where it was not asked for', () => {
      expect(render(format, comparison())).not.toMatch(/second.?opinion/i);
    });

    it('alters neither what fails nor how severe it is', () => {
      const levels = (text: string) => text.match(/"(?:level|severity)": "\w+"|<failure type="\w+"|^::\w+/gm);
      expect(levels(render(format, input))).toEqual(levels(render(format, comparison())));
      expect(levels(render(format, input))).not.toBeNull();
    });
  });

  it('is in the properties of SARIF, for each result and for the whole run', () => {
    const log: Log = JSON.parse(render('sarif', input));
    expect(log.runs[0]?.results?.[0]?.properties).toMatchObject({
      tags: ['wire-breaking', 'codegen-breaking', 'second-opinion-disagrees'],
      secondOpinion: { state: 'disagrees' },
    });
    expect(log.runs[0]?.properties?.secondOpinion).toEqual(secondOpinion);
  });

  it('is counted in the properties of the JUnit suite', () => {
    const text = render('junit', input);
    expect(text).toContain('<property name="second-opinion.disagrees" value="1"/>');
    expect(text).toContain('<property name="second-opinion.not-consulted" value="4"/>');
  });

  it('is told once on GitHub for all operations that share a cause and an answer', () => {
    const findings = ['/a', '/b', '/c', '/d', '/slow'].map(inBody);
    const [mark] = render('github', { ...input, findings }).split('\n');
    expect(mark).toContain(
      '%0ASecond opinion (openapi-diff) on GET /a, GET /b, GET /c and 1 more: not consulted: it is',
    );
    expect(mark).toContain('%0ASecond opinion (openapi-diff) on GET /slow: failed: it had no answer');
  });

  it.each(['markdown', 'html'])('stands beside ours in %s, with its reasons, and alters nothing', (format) => {
    const text = render(format, input);
    expect(text).toContain('agrees on 3, disagrees on 1, was not consulted on 4 and failed on 1');
    expect(text).toContain('Disagrees on GET /pets: it sees values lost; tocsin says no break in the response');
    expect(text).toContain('Not consulted on GET /a, GET /b, GET /c and 1 more: it is OpenAPI 3.1');
    expect(text).toContain('Failed on GET /slow: it had no answer after 10 s');
    expect(render(format, comparison())).not.toContain('second opinion');
  });
});

describe('SARIF', () => {
  it('points at the changed line and keeps the fingerprint and an exemption as a suppression', () => {
    const exempted = finding({ exemption: { reason: 'agreed', owner: 'ann', until: null } });
    const log: Log = JSON.parse(render('sarif', comparison({ findings: [exempted] })));
    const result = log.runs[0]?.results?.[0];
    expect(result?.locations?.[0]?.physicalLocation?.region).toEqual({ startLine: 12, startColumn: 7 });
    expect(result?.partialFingerprints).toEqual({ 'tocsin/v1': 'f1' });
    expect(result?.suppressions?.[0]?.justification).toBe('agreed');
  });
});

describe('Markdown', () => {
  it('says so where a comment on GitHub would be too long, and stays within the limit', () => {
    const many = Array.from({ length: 3000 }, (_, index) => finding({ fingerprint: `f${index}`, cause: `c${index}` }));
    const text = render('markdown', comparison({ findings: many }));
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text).toContain('the rest does not fit into a comment');
  });

  it('names both documents, the totals, the blind spots, and the lines on which each change stands', () => {
    const blind = { operation: finding().operation, subject: '200.body', reason: 'no schema' };
    const moved = finding({ fingerprint: 'f2', subject: 'query.order', revision: position('other.yaml', 40) });
    const text = render(
      'markdown',
      comparison({ findings: [finding(), moved], blindSpots: { share: 0.125, places: [blind] } }),
    );
    expect(text).toContain('Pets 1.0 (`old.yaml`) → Pets 2.0 (`new.yaml`)');
    expect(text).toMatch(
      /^\*\*1 breaking \(2 places\) · 0 risky · 0 safe · .*\*\* · 12\.5 % of the API cannot be compared$/m,
    );
    expect(text).toContain('`old.yaml:3:7 → new.yaml:12:7`');
    expect(text).toMatch(/^- `GET \/pets` `query\.order` `other\.yaml:40`$/m);
  });

  it('tells 40 places of one cause once', () => {
    const places = Array.from({ length: 40 }, (_, index) => finding({ fingerprint: `f${index}` }));
    const text = render('markdown', comparison({ findings: places }));
    expect(text.match(/sort no longer takes age/g)).toHaveLength(1);
    expect(text).toContain('39 more places');
  });
});

describe('words in backticks', () => {
  const input = comparison({ findings: [finding({ message: 'The parameter `sort<b>` changed' })] });

  it('are set as code in HTML and Markdown, escaped as ever', () => {
    expect(render('html', input)).toContain('The parameter <code>sort&lt;b&gt;</code> changed');
    expect(render('markdown', input)).toContain('The parameter `sort<b>` changed');
  });
});

it('names an operation once in a card of the page that lists its few places at once', () => {
  const page = render(
    'html',
    comparison({ findings: ['/a', '/b'].map((path) => finding({ fingerprint: path, operation: on(path) })) }),
  );
  const card = page.slice(page.indexOf('<article'), page.indexOf('</article>'));
  for (const path of ['/a', '/b']) expect(card.split(`GET ${path}<`)).toHaveLength(2);
  expect(card).not.toContain('GET /a, GET /b');
  expect(card).toContain('2 places · rule enum-value-removed');
});

describe('what is exempted', () => {
  const exemption = { reason: 'nobody sends it', owner: 'ann', until: '2026-09-01' } as const;
  const forty = Array.from({ length: 40 }, (_, index) => finding({ fingerprint: `f${index}`, exemption }));
  const other = finding({ fingerprint: 'other', exemption: { ...exemption, reason: 'agreed' } });
  const exempted = comparison({ findings: [...forty, other] });

  it.each(['text', 'markdown', 'html'])('is counted in %s as it is listed, with its places', (format) => {
    const text =
      format === 'text' ? renderComparison(exempted, { colour: false, width: 400 }) : render(format, exempted);
    const counts = [...text.matchAll(/(?<!\d )\b2( exempted)? \(41 places\)/g)];
    expect(counts).toHaveLength(format === 'text' ? 1 : 2);
    expect(text).not.toContain('41 exempted');
  });

  it('is counted in the verdict as it is listed', () => {
    const verdict = renderComparison({ ...exempted, verdict: 'compatible' }, { colour: false, width: 400 });
    expect(verdict.split('\n')[0]).toContain(
      'leaving out 2 changes in 41 places that are exempted (2 of them breaking).',
    );
  });

  it.each(['github', 'gitlab'])('is counted in %s, which lists only what counts', (format) => {
    const text = render(format, exempted);
    expect(text).toContain('2 changes in 41 places are exempted: ');
    expect(text).toContain(', in 40 places (breaking; nobody sends it; ann, until 1 Sep 2026); GET /pets');
    expect(text).not.toMatch(/^::(error|warning)|"blocker"/m);
    expect(render(format, comparison())).not.toContain('exempted');
  });

  it.each(['text', 'markdown', 'html'])('is told once for all places on the same terms in %s', (format) => {
    const text =
      format === 'text' ? renderComparison(exempted, { colour: false, width: 400 }) : render(format, exempted);
    expect(text.split('nobody sends it; ann, until 1 Sep 2026')).toHaveLength(2);
    expect(text.split('agreed; ann, until 1 Sep 2026')).toHaveLength(2);
  });
});

describe('a schema that is written otherwise and used in four places', () => {
  const message = 'The request body is described in another way and lets the same values through';
  const refactors = ['/a', '/b', '/c', '/d'].map((path) => ({ operation: on(path), subject: 'body', message }));
  const input = comparison({ refactors });

  it.each(['text', 'markdown', 'html'])('is one refactor in %s, told once with its places', (format) => {
    const text =
      format === 'text' ? renderComparison(input, { colour: false, width: 400, all: true }) : render(format, input);
    expect(text).toMatch(/\b1( refactor)? \(4 places\)/);
    expect(text.split(message)).toHaveLength(2);
    for (const path of ['/a', '/b', '/c', '/d']) expect(text).toContain(`GET ${path}`);
  });
});

describe('a report of more changes than anybody reads one by one', () => {
  const endless = comparison({
    findings: Array.from({ length: 1_500 }, (_, index) => {
      const severity = index < 1_000 ? 'breaking' : 'risky';
      const rule = index % 2 === 0 ? 'parameter-added' : 'enum-value-removed';
      return finding({ fingerprint: `f${index}`, cause: `c${index}`, rule, severity, message: `Change ${index}.` });
    }),
  });
  const told = (text: string) => new Set(text.match(/Change \d+\b/g)).size;

  it('in a terminal tells the first, the worst of them, and of the others how many there are of each kind', () => {
    const text = renderComparison(endless, { colour: false, width: 400 });
    expect(text.slice(0, text.indexOf('✖ Change 0'))).toContain(
      'By kind: 1000 breaking (500 parameter-added, 500 enum-value-removed); 500 risky (250 parameter-added, 250 enum-value-removed).',
    );
    expect(told(text)).toBe(200);
    expect(text).toContain(
      'And 1300 changes more: 800 breaking (400 parameter-added, 400 enum-value-removed); 500 risky (250 parameter-added, 250 enum-value-removed). --all tells each.',
    );
    expect(told(renderComparison(endless, { colour: false, width: 400, all: true }))).toBe(1_500);
  });

  it('as a page holds what a browser opens at once, of what breaks and of what may', () => {
    const page = render('html', endless);
    expect(page).toContain('<p>By kind: 1000 breaking (500 parameter-added, 500 enum-value-removed); 500 risky');
    expect(told(page)).toBe(1_000);
    expect(page).toContain('And 500 changes more: 500 breaking (250 parameter-added, 250 enum-value-removed).');
  });

  it('as a comment says first of what kind they are, and ends with a whole one', () => {
    const text = render('markdown', endless);
    expect(text.slice(0, text.indexOf('####'))).toContain('By kind: 1000 breaking (500 parameter-added, 500 enum');
    expect(text.split('\n\n').at(-2)).not.toMatch(/^#/);
    expect(text).toContain('run `tocsin diff --all` for all of it');
  });
});

describe('a report that would be too large for what shows it', () => {
  const vast = (count: number, length: number) =>
    comparison({
      findings: Array.from({ length: count }, (_, index) =>
        finding({
          fingerprint: `f${index}`,
          cause: `c${index}`,
          severity: index === count - 1 ? 'breaking' : 'safe',
          breaks: { wire: index === count - 1 ? 'breaking' : 'safe', codegen: 'safe' },
          advice: 'é'.repeat(length),
        }),
      ),
    });

  it.each([
    ['junit', 30_000_000],
    ['gitlab', 10_100_000],
    ['sarif', 61_000_000],
  ])('in %s keeps the most severe, counts what it left out, and stays within %i bytes', (format, most) => {
    const input = vast(3_000, 14_000);
    const text = render(format, input);
    expect(Buffer.byteLength(text)).toBeLessThan(most);
    expect(Buffer.byteLength(text)).toBeGreaterThan(most / 2);
    expect(text).toContain('f2999');
    const left = Number(text.match(/(\d+) findings are left out, the least severe ones/)?.[1]);
    const shown = new Set(text.match(/\bf\d+\b/g)).size;
    expect(shown + left).toBe(3_000);
    expect(render(format, vast(20, 1))).not.toContain('left out');
  });

  it('in SARIF holds no more results than code scanning takes, and says how many of them it shows', () => {
    const log = JSON.parse(render('sarif', vast(26_000, 1))) as Log;
    const [run] = log.runs;
    expect(run?.results?.length).toBe(24_999);
    expect(run?.results?.[0]?.level).toBe('error');
    const said = run?.invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text).join(' ');
    expect(said).toContain('1001 findings are left out');
    expect(said).toContain('GitHub shows the 5000 most severe of these 24999 findings.');
  });
});
