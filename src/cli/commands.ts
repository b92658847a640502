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
    name: 'config',
    summary: 'check tocsin.yaml',
    load: async () => (await import('./config-command.ts')).configCommand,
  },
];
