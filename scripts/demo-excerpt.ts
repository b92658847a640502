// The stages of the demo's output that the README shows, as the demo printed them.

/** Whom it hurts, the date, how far everybody is, the day: what a reader wants to see first. */
const shownStages = [
  'Look who really calls',
  'Plan: the earliest lawful date',
  'Climb: what is said, what is seen, and what contradicts itself',
  'The last week',
];

const begin = '<!-- demo:begin -->';
const end = '<!-- demo:end -->';

export function excerptOf(output: string): string {
  const stages = output.split(/\n(?=\d+ {2}\S)/);
  return shownStages
    .map((title) => {
      const stage = stages.find((text) => /^\d+ {2}(.*?) {2}/.exec(text)?.[1] === title);
      if (stage === undefined) throw new Error(`The demo printed no stage "${title}".`);
      return stage.trim();
    })
    .join('\n\n');
}

/** The README with the excerpt between its markers. */
export function withExcerpt(readme: string, excerpt: string): string {
  const [head, rest] = readme.split(begin);
  const tail = rest?.split(end)[1];
  if (head === undefined || tail === undefined) throw new Error(`README.md lacks ${begin} or ${end}.`);
  return `${head}${begin}\n\`\`\`text\n${excerpt}\n\`\`\`\n${end}${tail}`;
}
