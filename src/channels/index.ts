export type { Artefact, Channel, Connection, DeliveryOutcome, Receipt, Sender, ThreadContext } from './channel.ts';
export { readTemplates } from './read-templates.ts';
