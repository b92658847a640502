// The commands, in the order in which help lists them. Each is a file of its own that is loaded only when it is
// called, so that `tocsin diff` does not wait for a web server's modules.

import type { CommandEntry } from './command-module.ts';

export const commands: readonly CommandEntry[] = [
  {
    name: 'diff',
    summary: 'compare two releases of an API and say what breaks',
    load: async () => (await import('./diff-command.ts')).diffCommand,
  },
  {
    name: 'rollback',
    summary: 'say what breaks when a release is taken back',
    load: async () => (await import('./diff-command.ts')).rollbackCommand,
  },
  {
    name: 'history',
    summary: 'what broke when, from tag to tag or commit to commit',
    load: async () => (await import('./history-command.ts')).historyCommand,
  },
  {
    name: 'rules',
    summary: 'list what the comparison looks for',
    load: async () => (await import('./rules-command.ts')).rulesCommand,
  },
  {
    name: 'explain',
    summary: 'explain one rule by example',
    load: async () => (await import('./explain-command.ts')).explainCommand,
  },
  {
    name: 'impact',
    summary: 'compare two releases and say whom it hurts',
    load: async () => (await import('./impact-command.ts')).impactCommand,
  },
  {
    name: 'catalog',
    summary: 'services, teams and consumers: check, sync, show',
    load: async () => (await import('./catalog-command.ts')).catalogCommand,
  },
  {
    name: 'callers',
    summary: 'who calls that nobody knows: claim, forward, or call it noise',
    load: async () => (await import('./callers-command.ts')).callersCommand,
  },
  {
    name: 'evidence',
    summary: 'who really calls what: import logs and traces',
    load: async () => (await import('./evidence-command.ts')).evidenceCommand,
  },
  {
    name: 'release',
    summary: 'one release from its draft to done',
    load: async () => (await import('./release-command.ts')).releaseCommand,
  },
  {
    name: 'plan',
    summary: "a release's date, its reasons, steps and gates",
    load: async () => (await import('./plan-command.ts')).planCommand,
  },
  {
    name: 'announce',
    summary: 'send what is due, or read it beforehand',
    load: async () => (await import('./announce-command.ts')).announceCommand,
  },
  {
    name: 'agenda',
    summary: 'what the next meeting has to discuss',
    load: async () => (await import('./agenda-command.ts')).agendaCommand,
  },
  {
    name: 'roster',
    summary: 'who keeps the deploy day free',
    load: async () => (await import('./roster-command.ts')).rosterCommand,
  },
  {
    name: 'ladder',
    summary: 'who is ported, deployed, and points at production',
    load: async () => (await import('./ladder-command.ts')).ladderCommand,
  },
  {
    name: 'tick',
    summary: 'do what is due now, once',
    load: async () => (await import('./tick-command.ts')).tickCommand,
  },
  {
    name: 'serve',
    summary: 'the board, the HTTP API, and the clock',
    load: async () => (await import('./serve-command.ts')).serveCommand,
  },
  {
    name: 'demo',
    summary: 'tell the story of a breaking release, with real data',
    load: async () => (await import('./demo-command.ts')).demoCommand,
  },
  {
    name: 'doctor',
    summary: 'is everything there that is needed',
    load: async () => (await import('./doctor-command.ts')).doctorCommand,
  },
  {
    name: 'config',
    summary: 'check tocsin.yaml',
    load: async () => (await import('./config-command.ts')).configCommand,
  },
  {
    name: 'token',
    summary: 'who may do what over HTTP',
    load: async () => (await import('./token-command.ts')).tokenCommand,
  },
];
