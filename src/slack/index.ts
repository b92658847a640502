export { openSlackApp, type SlackApp, type SlackOptions } from './slack-app.ts';
