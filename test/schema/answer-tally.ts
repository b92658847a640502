// How often each answer about containment was given, by the keywords that occur in the schemas.

type Answer = 'yes' | 'no' | 'unknown';
type Counts = Record<Answer, number>;

export class AnswerTally {
  readonly #byKeyword = new Map<string, Counts>();
  readonly #all: Counts = { yes: 0, no: 0, unknown: 0 };

  count(keywords: Iterable<string>, answer: Answer): void {
    this.#all[answer] += 1;
    for (const keyword of keywords) {
      const counts = this.#byKeyword.get(keyword) ?? { yes: 0, no: 0, unknown: 0 };
      counts[answer] += 1;
      this.#byKeyword.set(keyword, counts);
    }
  }

  /** Lines of a Markdown table, the sum last. */
  table(): string[] {
    const keywords = [...this.#byKeyword].sort(([left], [right]) => (left < right ? -1 : 1));
    return [
      '| keyword | pairs | yes | no | unknown |',
      '| --- | ---: | ---: | ---: | ---: |',
      ...keywords.map(([keyword, counts]) => row(`\`${keyword}\``, counts)),
      row('all', this.#all),
    ];
  }
}

function row(name: string, { yes, no, unknown }: Counts): string {
  const all = yes + no + unknown;
  const share = (part: number) =>
    `${((100 * part) / Math.max(1, all)).toFixed(part > 0 && part < all / 1000 ? 3 : 1)} %`;
  return `| ${name} | ${all} | ${share(yes)} | ${share(no)} | ${share(unknown)} |`;
}
