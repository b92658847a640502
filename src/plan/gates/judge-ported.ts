import { counted } from '../../base/index.ts';
import { breakingOf, countExposures, sayExposures } from '../../catalog/index.ts';
import type { GateInput, PortRecord } from './gate-input.ts';
import { closed, type Judgement, nameSome, opened, uncompared, unknown } from './judgement.ts';

const contradictionsShown = 3;

/** Shown, not only said; what contradicts itself keeps it closed. */
export function judgePorted(input: GateInput): Judgement {
  const { comparison, impact, ports, release } = input;
  if (comparison === null || impact === null || comparison.verdict === 'unknown') {
    return uncompared('Who has to port is not known.', release);
  }
  if (ports.length === 0) {
    return impact.consumers.length === 0
      ? unknown(
          `The catalogue knows nobody who uses ${release.service}: who has to port cannot be told.`,
          'Declare its consumers in tocsin.yaml.',
        )
      : opened(`No consumer of ${release.service} has to be ported.`);
  }
  const look = `See what shows it and what does not: \`tocsin ladder ${release.id}\`.`;
  const loud = ports.flatMap(({ consumer, contradictions }) => contradictions.map((one) => `${consumer}: ${one}`));
  const named = (state: PortRecord['ported']) =>
    ports.filter(({ ported }) => ported === state).map((one) => one.consumer);
  const [proven, claimed, missing] = [named('proven'), named('claimed'), named('no')];
  if (proven.length === ports.length && loud.length === 0) {
    return opened(
      `All ${counted(ports.length, 'consumer')} that it hits or may hit ${ports.length === 1 ? 'is' : 'are'} shown to be ported.`,
    );
  }
  return closed(
    [
      `${proven.length} of ${counted(ports.length, 'consumer')} shown to be ported${sayWho(input)}.`,
      claimed.length > 0 ? ` Only claimed: ${nameSome(claimed)}.` : '',
      missing.length > 0 ? ` Not yet: ${nameSome(missing)}.` : '',
      ...loud.slice(0, contradictionsShown).map((one) => ` ${one}`),
      loud.length > contradictionsShown
        ? ` And ${counted(loud.length - contradictionsShown, 'more contradiction')}.`
        : '',
    ].join(''),
    look,
  );
}

/** Of those who climb some are only not known to be spared: ` (4 hit, 1 may be hit)`. */
function sayWho({ comparison, impact, ports }: GateInput): string {
  if (comparison === null || impact === null) return '';
  const climbing = new Set(ports.map(({ consumer }) => consumer));
  const consumers = impact.consumers.filter(({ consumer, via }) => via.length === 0 && climbing.has(consumer));
  const counts = countExposures({ consumers }, breakingOf(comparison.findings));
  if (counts.hit === ports.length) return '';
  const words = sayExposures(counts);
  return words === '' ? '' : ` (${words})`;
}
