export type { Artefact, Channel, Connection, DeliveryOutcome, Receipt, ThreadContext } from './channel.ts';
