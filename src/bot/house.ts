// What every use case needs at hand. Made once by `openTocsin` and passed on; nothing in it is global.

import type { Templates } from '../announce/index.ts';
import type { Instant } from '../base/index.ts';
import type { Catalog, CatalogSettings, Pact } from '../catalog/index.ts';
import type { Sender } from '../channels/index.ts';
import type { EvidenceSettings } from '../evidence/index.ts';
import type { Policy } from '../plan/index.ts';
import type { Assessment, Store } from '../store/index.ts';
import type { CompareDocuments, ReadDocuments } from './compare-documents.ts';
import type { EventRelay } from './event-relay.ts';
import type { UseMemory } from './join-impact.ts';
import type { Media } from './media.ts';
import type { OnCallFeeds } from './on-call-feeds.ts';

/** What the clock looks at in all releases, see `by-clock.ts`. */
export type Look = 'newcomers' | 'callers' | 'ladders' | 'portings';

export interface House {
  readonly store: Store;
  /** As the files and the store say it now: it changes where a catalogue is synced. */
  readonly catalog: Catalog;
  /** When all that was synced so far, and heard of, is taken up. */
  readonly catalogRenewed: () => Promise<void>;
  /** The catalogue as the files say it, without what only the store remembers. */
  readonly written: CatalogSettings;
  /** The contracts that the files import: like every fact of theirs, read anew from them. */
  readonly contracts: readonly Pact[];
  readonly policy: Policy;
  readonly evidence: EvidenceSettings;
  readonly templates: Templates;
  readonly sender: Sender;
  /** The board's address without a slash at the end; null where there is none. */
  readonly board: string | null;
  readonly secret: string;
  readonly media: Media;
  readonly relay: EventRelay;
  /** What is remembered of who uses what; replaced where evidence, decisions or the catalogue are others. */
  memory: UseMemory | null;
  /** What was assessed, by release and number: to read it anew for each page takes long where much was found. */
  readonly assessments: Map<string, Assessment>;
  /** Nothing is kept of what is done, so what came of it is read before it is taken back. */
  readonly dryRun: boolean;
  readonly compare: CompareDocuments;
  readonly readDocuments: ReadDocuments;
  /** What `tocsin.yaml` says comes before the paths of a service's documents. */
  readonly prefixesOf: (service: string) => readonly string[];
  readonly onCall: OnCallFeeds;
  /** How far each look has come: cursor of the log, and the hour where it looks at what ages. */
  readonly looksTaken: Map<Look, string>;
  /** How far each question to the repositories has come, as `looksTaken`, see `read-repositories.ts`. */
  readonly repositoriesRead: Map<string, string>;
  /** Now, in the store's spelling. */
  readonly now: () => Instant;
  /** In [0, 1): jitter only. */
  readonly random: () => number;
}
