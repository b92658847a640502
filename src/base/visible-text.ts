// What comes from documents, catalogues and logs is shown as what it is: a sequence that clears the screen, moves the cursor or
// names the window is written out, and so is what turns text round or takes no room. The zero width space is let through:
// it keeps names in Markdown from being mentions.

/**
 * Controls but line breaks and tabs, marks of direction, characters without width that join nothing, and tags (UAX #9, UTR #36).
 */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
  /(?!\r\n)[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\udb40[\udc00-\udc7f]/g;

/** What our own colours consist of (ECMA-48, 8.3.117): weight and colour, nothing that hides. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it begins with ESC
const colour = /^\u001b\[(?:[1-4]|2[2-4]|3[0-79]|4[0-79]|9[0-7])m/;

/** The text with each unseen character written out, as `\u202e`, which in JSON is the same; `colours` leaves those alone. */
export function visibleText(text: string, { colours = false }: { readonly colours?: boolean } = {}): string {
  return text.replaceAll(unseen, (character, at: number) => {
    if (colours && character === '\u001b' && colour.test(text.slice(at, at + 5))) return character;
    return [...Array(character.length).keys()].map((unit) => codeUnit(character.charCodeAt(unit))).join('');
  });
}

const codeUnit = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
