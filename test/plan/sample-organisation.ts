import { z } from 'zod';
import {
  type Catalog,
  catalogReferences,
  catalogSettings,
  readSettings,
  resolveCatalog,
} from '../../src/catalog/index.ts';
import { type Policy, policyReferences, policySettings, resolvePolicy } from '../../src/plan/index.ts';

const organisationText = `
organisation: { name: Example Linux, zone: UTC }
lists:
  infrastructure: { address: infrastructure@lists.example.org, always: true }
  devel: { address: devel@lists.example.org }
teams:
  apps:
    email: apps@example.org
    zone: Europe/Paris
    members:
      - { name: Pauline Roche, email: pauline@example.org }
  releng:
    title: Release engineering
    inside: false
    email: releng@example.org
    zone: America/New_York
services:
  pkgdb: { owner: apps, tier: critical, audience: { lists: [devel] }, dependsOn: [fas] }
  fas: { owner: apps, tier: standard }
  paste: { owner: apps, tier: leaf }
consumers:
  bodhi: { team: releng, uses: { pkgdb: ['GET /packages/{name}'] } }
meetings:
  weekly: { title: Weekly meeting, weekday: thursday, time: '18:00', zone: Europe/Paris }
`;

/** A small organisation, and a policy that says only what a test is about. */
export function sampleOrganisation(policy: z.input<typeof policySettings> = {}): { catalog: Catalog; policy: Policy } {
  const schema = z.strictObject({ ...catalogSettings, policy: policySettings });
  const references = [...catalogReferences, ...policyReferences];
  const text = `${organisationText}\npolicy: ${JSON.stringify(policy)}\n`;
  const settings = readSettings(text, 'tocsin.yaml', schema, references);
  const catalog = resolveCatalog(settings);
  return { catalog, policy: resolvePolicy(settings.policy, catalog) };
}
