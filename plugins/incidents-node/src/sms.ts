/**
 * The default alphabet of text messages and its extension (3GPP TS 23.038, 6.2.1). A character of the
 * extension takes the room of two.
 */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extension = new Set('^{}\\[~]|€');

const longestBasic = 160;
/** In UTF-16 code units, when any character is outside the alphabet. */
const longestUnicode = 70;

/** Typography that costs more than half of the room and says no more than its plain form. */
const plainForms: readonly (readonly [RegExp, string])[] = [
  [/[‘’‚‛′]/g, "'"],
  [/[“”„‟″«»]/g, '"'],
  [/[‐‑‒–—―−]/g, '-'],
  [/…/g, '...'],
  [/[•·]/g, '-'],
  [/→/g, '->'],
  [/×/g, 'x'],
  [/[\u00A0\u2000-\u200A\u202F]/g, ' '],
];

/** How much room a text takes, and how much there is in one message. */
function measure(text: string): {
  readonly used: number;
  readonly room: number;
} {
  let used = 0;
  for (const character of text) {
    if (basic.has(character)) used += 1;
    else if (extension.has(character)) used += 2;
    else return { used: text.length, room: longestUnicode };
  }
  return { used, room: longestBasic };
}

/** True when a text fits into a single text message. */
export function isOneSms(text: string): boolean {
  const { used, room } = measure(text);
  return used <= room;
}

/**
 * `start`, as much of `middle` as there is room for in one text message, and `end`. Where even `start`
 * and `end` are too long, `end` is kept whole and `start` is cut.
 */
export function fitInOneSms(
  start: string,
  middle: string,
  end: string,
): string {
  const [first, second, last] = [start, middle, end].map(plainly);
  const whole = first + second + last;
  if (isOneSms(whole)) return whole;
  const characters = [...(first + second)];
  while (characters.length > 0) {
    characters.pop();
    const cut = `${characters.join('').trimEnd()}...${last}`;
    if (isOneSms(cut)) return cut;
  }
  return last;
}

/** Plain forms of typography; letters that are left outside the alphabet stay: names are not to be misspelt. */
function plainly(text: string): string {
  return plainForms.reduce(
    (result, [form, plain]) => result.replace(form, plain),
    text,
  );
}
