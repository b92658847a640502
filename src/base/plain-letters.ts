/** Letters of which nothing would be left: no mark makes them of another letter. */
const spelled: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ð: 'd', đ: 'd', þ: 'th', ł: 'l', ı: 'i' },
  ...{ ẞ: 'SS', Æ: 'Ae', Œ: 'Oe', Ø: 'O', Ð: 'D', Đ: 'D', Þ: 'Th', Ł: 'L' },
};

/** A name as it stands in ids and names of files, as far as its letters are Latin ones: `Jürgen Weiß` is `Jurgen Weiss`. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/\P{ASCII}/gu, (letter) => spelled[letter] ?? letter);
}
