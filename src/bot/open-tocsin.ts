// Wires the rooms together: configuration, store, channels, templates, clock. The only place that knows them all.

import { dirname, join, resolve } from 'node:path';
import { type Clock, type Instant, systemClock, TocsinError } from '../base/index.ts';
import { locateDocuments, strippedPrefixes } from '../catalog/index.ts';
import { readTemplates } from '../channels/index.ts';
import { instantText, openStore, type Store } from '../store/index.ts';
import { announceRelease } from './announce-release.ts';
import { authenticate, issueToken, revokeTokens, speakerOf } from './api-tokens.ts';
import { assessRelease } from './assess-release.ts';
import { claimRung, recordDeployment, recordMerge, withdrawClaim } from './climb-ladder.ts';
import { documentComparer, documentReader } from './compare-documents.ts';
import { readConfig } from './config.ts';
import { callersAskedOf, callNoise, claimCaller, forwardCaller, listCallers, reopenCaller } from './decide-callers.ts';
import { deliverySettings, senderOf } from './delivery-settings.ts';
import { cancelRelease, completeRelease, rollBack, startDeploy, startVerifying } from './deploy-release.ts';
import { examine } from './doctor.ts';
import { openEventRelay } from './event-relay.ts';
import { substituteShift } from './hand-over-shifts.ts';
import type { House } from './house.ts';
import { importEvidence } from './import-evidence.ts';
import { installationSecret } from './installation-secret.ts';
import { openMedia } from './media.ts';
import { onCallFeeds } from './on-call-feeds.ts';
import { previewMessages } from './preview-messages.ts';
import { readRelease, readReleases } from './read-release.ts';
import { recipientsOf, rosterRecipients } from './recipients.ts';
import { forgetEvidence, recordEvidence } from './record-evidence.ts';
import {
  acknowledgeShift,
  confirmIntended,
  nameAuthor,
  recordDiscussion,
  releaseShifts,
  understand,
} from './record-words.ts';
import { retryDelivery, retryRefused } from './retry-deliveries.ts';
import { approveRelease, proposeRelease, rescheduleRelease } from './schedule-release.ts';
import { searchCode } from './search-code.ts';
import { summariseReleases } from './summarise-releases.ts';
import { catalogDifference, catalogOf, syncCatalog } from './sync-catalog.ts';
import { tick } from './tick.ts';
import type { Tocsin } from './tocsin.ts';
import { writeAgenda } from './write-agenda.ts';

export interface OpenOptions {
  /** Relative names start here; the process's own working directory by default. */
  readonly cwd?: string;
  /** State: `TOCSIN_HOME`, or `.tocsin` in `cwd`. */
  readonly home?: string;
  /** `TOCSIN_CONFIG`, or `tocsin.yaml` in `cwd`. */
  readonly configPath?: string;
  /** The configuration itself instead of its file. */
  readonly config?: string;
  /** Where secrets, TOCSIN_HOME, TOCSIN_URL and DATABASE_URL come from; the process's own by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  /** In [0, 1): jitter of back-off only. */
  readonly random?: () => number;
  /** Where people find the board, where the configuration does not say it: a server that is started knows its own. */
  readonly board?: string;
  /** Whether an assessment asks openapi-diff too, a second or so for each changed operation; yes by default. */
  readonly secondOpinion?: boolean;
  /** Does everything, answers what it would have been, and keeps nothing of it. */
  readonly dryRun?: boolean;
}

/** The store of an installation without DATABASE_URL; `home` as in `OpenOptions`. */
export function storeFileIn(home: string): string {
  return join(home, 'tocsin.db');
}

/**
 * Opens the application. Close it when done.
 * @throws TocsinError `config-unreadable`, `config-invalid`, `store-unavailable`
 */
export async function openTocsin(options: OpenOptions): Promise<Tocsin> {
  const env = options.env ?? process.env;
  const cwd = resolve(options.cwd ?? process.cwd());
  const home = resolve(cwd, options.home ?? (env.TOCSIN_HOME || '.tocsin'));
  const configPath = resolve(cwd, options.configPath ?? (env.TOCSIN_CONFIG || 'tocsin.yaml'));
  const { compare, evidence, policy, delivery, settings, gathered } = await readConfig(
    { path: configPath, text: options.config, cwd },
    deliverySettings,
  );
  const clock = options.clock ?? systemClock;
  const folder = dirname(configPath);
  const templates = await readTemplates(delivery.templates === undefined ? null : resolve(folder, delivery.templates));
  const databaseUrl = env.DATABASE_URL;
  const opened = await openStore(databaseUrl ? { databaseUrl } : { file: storeFileIn(home) });
  const store = options.dryRun ? withoutKeeping(opened) : opened;
  const readCatalog = async () =>
    locateDocuments(await store.read((records) => catalogOf(settings, records)), gathered.layers, cwd);
  let catalog = await readCatalog();
  let renewing: Promise<void> = Promise.resolve();
  const sender = senderOf(delivery, catalog);
  const media = openMedia({ settings: delivery, env, folder, outbox: join(home, 'outbox'), sender });
  const now = () => instantText(clock.now());
  const house: House = {
    store,
    get catalog() {
      return catalog;
    },
    catalogRenewed: () => renewing,
    written: settings,
    contracts: gathered.pacts,
    policy,
    evidence,
    templates,
    sender,
    board: (delivery.board ?? options.board ?? env.TOCSIN_URL)?.replace(/\/+$/, '') || null,
    secret: installationSecret(home, env),
    media,
    relay: await openEventRelay(store),
    memory: null,
    dryRun: options.dryRun ?? false,
    compare: documentComparer({
      cwd,
      env,
      catalog: () => catalog,
      settings: compare,
      secondOpinion: options.secondOpinion ?? true,
    }),
    readDocuments: documentReader({ cwd, env }),
    prefixesOf: (service) => strippedPrefixes(compare, service),
    onCall: onCallFeeds({
      catalog: () => catalog,
      allowHosts: settings.organisation.onCallHosts,
      env,
      folder: cwd,
      now,
    }),
    assessments: new Map(),
    looksTaken: new Map(),
    repositoriesRead: new Map(),
    now,
    random: options.random ?? Math.random,
  };
  // Whichever process was sent a catalogue, each takes it up when it hears of it.
  const renew = async () => {
    catalog = await readCatalog();
  };
  house.relay.listen(({ type }) => {
    if (type === 'catalog.synced') renewing = renewing.then(renew).catch((error: Error) => process.emitWarning(error));
  });
  return useCases(house, options.config === undefined ? configPath : 'the configuration given');
}

function useCases(house: House, config: string): Tocsin {
  const { store } = house;
  return {
    get catalog() {
      return house.catalog;
    },
    policy: house.policy,
    secret: house.secret,
    sender: house.sender,

    assess: (input, change) => assessRelease(house, input, change),
    propose: (id, input, change) => proposeRelease(house, id, input, change),
    nameAuthor: (id, person, change) => nameAuthor(house, id, person, change),
    confirmIntended: (id, findings, change) => confirmIntended(house, id, findings, change),
    approve: (id, change) => approveRelease(house, id, change),
    preview: (id, kind, input) => previewMessages(house, id, kind, input),
    announce: (id, change) => announceRelease(house, id, change),
    reschedule: (id, input, change) => rescheduleRelease(house, id, input, change),
    recordDiscussion: (id, input, change) => recordDiscussion(house, id, input, change),
    understand: (id, input, change) => understand(house, id, input, change),
    claimRung: (id, input, change) => claimRung(house, id, input, change),
    withdrawClaim: (id, input, change) => withdrawClaim(house, id, input, change),
    recordMerge: (id, input, change) => recordMerge(house, id, input, change),
    recordDeployment: (id, input, change) => recordDeployment(house, id, input, change),
    acknowledgeShift: (shift, change) => acknowledgeShift(house, shift, change),
    substituteShift: (shift, input, change) => substituteShift(house, shift, input, change),
    releaseShifts: (id, input, change) => releaseShifts(house, id, input, change),
    startDeploy: (id, change) => startDeploy(house, id, change),
    startVerifying: (id, input, change) => startVerifying(house, id, input, change),
    complete: (id, change) => completeRelease(house, id, change),
    rollBack: (id, change) => rollBack(house, id, change),
    cancel: (id, change) => cancelRelease(house, id, change),

    release: (id) => store.read((records) => readRelease(house, records, id)),
    releases: () => store.read((records) => summariseReleases(house, records)),
    releaseIds: () => store.read(async (records) => (await records.releases()).map(({ id }) => id)),
    views: ({ ended }) => store.read((records) => readReleases(house, records, ended)),
    roster: ({ release, at }) =>
      store.read(async (records) => {
        const moment = at === undefined ? null : instantText(at);
        const isHeld = ({ releasedAt }: { readonly releasedAt: Instant | null }) => releasedAt === null;
        if (release === undefined) return (await records.shiftsAt(moment ?? house.now())).filter(isHeld);
        const { shifts } = await readRelease(house, records, release);
        if (moment === null) return shifts;
        return shifts.filter(({ start, end }) => start <= moment && moment < end).filter(isHeld);
      }),
    agenda: (meeting, format) => writeAgenda(house, meeting, format),
    recipients: (id) =>
      store.read(async (records) => {
        const view = await readRelease(house, records, id);
        const input = { ...view, catalog: house.catalog };
        return [
          ...recipientsOf('break-notice', input),
          ...recipientsOf('agenda', input),
          ...rosterRecipients(view.shifts).map(({ recipient }) => recipient),
        ];
      }),
    message: async (key) => {
      const found = await store.read(async (records) => {
        const delivery = await records.delivery(key);
        return delivery && { delivery, thread: await records.threadReceipts(delivery.message.thread) };
      });
      if (!found) throw new TocsinError('not-found', `There is no message ${key}.`);
      const thread = { ...found.thread, mayHaveBeenSent: false };
      return {
        delivery: found.delivery,
        artefact: await house.media.artefact(found.delivery.message, thread),
        preview: house.media.preview(found.delivery.message, thread),
        text: house.media.text(found.delivery.message, thread),
      };
    },
    retryDelivery: (key, change) => retryDelivery(house, key, change),
    retryRefused: (release, change) => retryRefused(house, release, change),
    events: (after, limit = 500) => store.read((records) => records.events(after, limit)),
    cursor: () => store.read((records) => records.cursor()),
    onEvent: (listener) => house.relay.listen(listener),

    importEvidence: (input, change) => importEvidence(house, input, change),
    recordEvidence: (batch, change) => recordEvidence(house, batch, change),
    forgetEvidence: (what, change) => forgetEvidence(house, what, change),
    useEvidence: (service) => store.read((records) => records.useEvidence(service)),
    evidenceImports: (service) => store.read((records) => records.evidenceImports(service ?? null)),
    callers: (service) => listCallers(house, service ?? null),
    callersAskedOf: (team) => callersAskedOf(house, team),
    claimCaller: (key, input, change) => claimCaller(house, key, input, change),
    forwardCaller: (key, input, change) => forwardCaller(house, key, input, change),
    callNoise: (key, change) => callNoise(house, key, change),
    reopenCaller: (key, change) => reopenCaller(house, key, change),

    issueToken: (principal, change) => issueToken(house, principal, change),
    authenticate: (token) => authenticate(house, token),
    speakerOf: (id) => speakerOf(house, id),
    revokeTokens: (name, change) => revokeTokens(house, name, change),

    searchCode: (input, change) => searchCode(house, input, change),
    compareCatalog: (sent) => catalogDifference(house, sent),
    syncCatalog: (change, sent) => syncCatalog(house, change, sent),

    doctor: () => examine(house, config),
    tick: (options) => tick(house, options),
    catchUp: () => house.relay.catchUp(),
    close: async () => {
      await house.catalogRenewed();
      await house.media.close();
      await store.close();
    },
  };
}

/** A store that takes everything back: what a use case answers was read inside its transaction. */
function withoutKeeping(store: Store): Store {
  const nothingKept = new Error('dry run');
  return {
    ...store,
    async write(work) {
      let answer: { readonly value: Awaited<ReturnType<typeof work>> } | null = null;
      try {
        await store.write(async (changes) => {
          answer = { value: await work(changes) };
          throw nothingKept;
        });
      } catch (error) {
        if (error !== nothingKept) throw error;
      }
      return answer!.value;
    },
    claim: async () => [],
  };
}
