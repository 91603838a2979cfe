/** Media types that are shown. An SVG may carry scripts and is none of them. */
export type ImageType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';

const begins = (data: Buffer, text: string, at = 0): boolean =>
  data.subarray(at, at + text.length).toString('latin1') === text;

/** The type of an image by its first bytes, whatever its name says; undefined for anything else. */
export function sniffImage(data: Buffer): ImageType | undefined {
  if (begins(data, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (begins(data, '\xff\xd8\xff')) return 'image/jpeg';
  if (begins(data, 'GIF87a') || begins(data, 'GIF89a')) return 'image/gif';
  if (begins(data, 'RIFF') && begins(data, 'WEBP', 8)) return 'image/webp';
  return undefined;
}
