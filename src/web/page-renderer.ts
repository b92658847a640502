// Pages are Liquid files under templates/web, which an installation may override one by one. Everything that is put
// into a page is escaped unless a filter below makes the markup itself.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Liquid } from 'liquidjs';
import { counted, type Instant } from '../base/index.ts';
import { bracketAnswers, type Sighting, sayEnvironment, saySightings } from '../catalog/index.ts';
import { day, dayAndTime, hoursBetween, howFar, localTime } from './time-words.ts';

/** The same folder from src/web and from dist/web. */
const webTemplates = fileURLToPath(new URL('../../templates/web/', import.meta.url));

/** Present on every page. */
export interface PageFrame {
  readonly title: string;
  readonly now: Instant;
  /** IANA zone in which moments are shown beside UTC. */
  readonly zone: string;
}

export type RenderPage = (template: string, page: PageFrame & Record<string, unknown>) => Promise<string>;

export function pageRenderer(): RenderPage {
  const engine = new Liquid({
    root: webTemplates,
    extname: '.liquid',
    cache: true,
    outputEscape: 'escape',
    strictVariables: true,
    lenientIf: true,
    ownPropertyOnly: true,
  });
  // Globals, because a partial sees nothing else of the page that it stands in.
  const frameOf = (filter: { context: { globals: object } }) => filter.context.globals as PageFrame;

  engine.registerFilter('moment', {
    raw: true,
    handler(at: Instant) {
      const { zone } = frameOf(this);
      const local = zone === 'UTC' ? '' : ` <span class="local">${escapeHtml(localTime(at, zone))}</span>`;
      return `<time datetime="${escapeHtml(at)}">${dayAndTime(at)}</time>${local}`;
    },
  });
  engine.registerFilter('far', {
    raw: true,
    handler(at: Instant) {
      return `<time datetime="${escapeHtml(at)}">${howFar(at, frameOf(this).now)}</time>`;
    },
  });
  // Sentences of the comparison set names in backticks.
  engine.registerFilter('ticks', {
    raw: true,
    handler: (text: string) => escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>'),
  });
  // For people of one zone: their own time first.
  engine.registerFilter('inzone', {
    raw: true,
    handler: (at: Instant, zone: string) => {
      const own = zone === 'UTC' ? '' : ` <span class="local">${escapeHtml(localTime(at, zone))}</span>`;
      return `<time datetime="${escapeHtml(at)}">${dayAndTime(at)}</time>${own}`;
    },
  });
  engine.registerFilter('hours', (start: Instant, end: Instant, zone: string) => hoursBetween(start, end, zone));
  engine.registerFilter('day', day);
  engine.registerFilter('count', counted);
  engine.registerFilter('environment', sayEnvironment);
  engine.registerFilter('sightings', (seen: readonly Sighting[]) => saySightings(seen));
  engine.registerFilter('answered', ({ requests, answers }: Sighting) => bracketAnswers(requests, answers));
  engine.registerFilter('segment', (value: string) => encodeURIComponent(value));
  return (template, page) => engine.renderFile(template, page, { globals: { zone: page.zone, now: page.now } });
}

/** What pages link to under /assets, by name: our own files and those of the packages that we ship with. */
export const assets: Readonly<Record<string, { readonly contentType: string; readonly content: Buffer }>> = {
  'pico.css': asset('text/css', import.meta.resolve('@picocss/pico/css/pico.min.css')),
  'htmx.js': asset('text/javascript', import.meta.resolve('htmx.org/dist/htmx.min.js')),
  'tocsin.css': asset('text/css', new URL('assets/tocsin.css', `file://${webTemplates}`).href),
  'live.js': asset('text/javascript', new URL('assets/live.js', `file://${webTemplates}`).href),
  'bell.svg': asset('image/svg+xml', new URL('assets/bell.svg', `file://${webTemplates}`).href),
};

function asset(contentType: string, url: string) {
  return { contentType, content: readFileSync(fileURLToPath(url)) };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
