export { type AgendaFormat, agendaText } from './agenda-text.ts';
export { deployTitle } from './calendar-event.ts';
export { composeMessage } from './compose-message.ts';
export { cleanText, codeBlock, escapeMarkdown } from './markdown-text.ts';
export {
  type CalendarEvent,
  type CallerQuestion,
  isForOneTeam,
  type Message,
  type MessageKind,
  type MessageLinks,
  messageKinds,
  type PortingItem,
  type Recipient,
  recipientKey,
} from './message.ts';
export type { MessageInput } from './message-input.ts';
export { type Block, type Inline, parseProse, plainText } from './prose.ts';
export { escapeHtml, markdownToHtml } from './prose-to-html.ts';
export { markdownToText } from './prose-to-text.ts';
export type { Templates } from './template.ts';
export { sayWhen, type When } from './when.ts';
