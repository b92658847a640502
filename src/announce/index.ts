export type { CalendarEvent, Message, MessageKind, Recipient } from './message.ts';
