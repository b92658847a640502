// The agenda item as a file: Markdown to read, and below it the lines that a MeetBot takes.

import { agendaText, codeBlock, markdownToHtml } from '../announce/index.ts';
import type { Channel } from './channel.ts';
import { connectToFolder, type FolderSettings, fileNameOf, folderSettings, type RenderedFile } from './file-channel.ts';

export const agenda: Channel<FolderSettings, RenderedFile> = {
  id: 'agenda',
  title: 'Meeting agenda',
  address: /^[\w.-]{1,80}$/,
  settings: folderSettings,
  limits: { bytesPerMeetbotLine: 400 },
  render(message) {
    const meetbot = codeBlock(agendaText([message], 'meetbot'), 100);
    const content = `${agendaText([message], 'markdown')}\n### For MeetBot\n\n${meetbot}\n`;
    return { name: fileNameOf(message, '.md'), content, html: markdownToHtml(content), text: content };
  },
  async artefact({ content }) {
    return { extension: '.md', contentType: 'text/markdown; charset=utf-8', content };
  },
  preview: ({ html }) => html,
  text: ({ text }) => text,
  identify: () => null,
  connect: connectToFolder,
};
