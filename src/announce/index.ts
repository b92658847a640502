export {
  type CalendarEvent,
  type Message,
  type MessageKind,
  type MessageLinks,
  messageKinds,
  type Recipient,
} from './message.ts';
