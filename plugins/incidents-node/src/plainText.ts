/** Lines of a text, the last one ended too. */
export function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

/** Line breaks and control characters become spaces: a subject or a line of ours stays one line. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** Cut to so many characters, the last of which is then `…`. */
export function shorten(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest
    ? text
    : `${characters.slice(0, longest - 1).join('')}…`;
}

/** `2026-03-02 03:02 UTC`: where the reader is cannot be known here. */
export function stamp(iso: string): string {
  return `${iso.slice(0, 10)} ${timeOf(iso)}`;
}

/** `03:02 UTC`. */
export function timeOf(iso: string): string {
  return `${iso.slice(11, 16)} UTC`;
}
