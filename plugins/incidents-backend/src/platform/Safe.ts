import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
} from 'node:crypto';

const version = 'v1';
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts for the database what must be read again, and takes fingerprints of what must be compared and
 * not known, with keys that are derived from `incidents.keys`.
 */
export class Safe {
  readonly #keys: readonly Buffer[];

  /**
   * @param keys - the first encrypts, all decrypt, so that keys can be rotated
   * @param purpose - keeps its keys from being any other that is made of the same secrets: `muster.contacts`
   */
  constructor(keys: readonly string[], purpose: string) {
    if (keys.length === 0) throw new Error('A safe needs at least one key');
    this.#keys = keys.map(key =>
      Buffer.from(hkdfSync('sha256', key, '', purpose, 32)),
    );
  }

  /** @param context - what the text belongs to; it is opened only with the same */
  seal(text: string, context: string): string {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#keys[0], iv);
    cipher.setAAD(Buffer.from(context));
    const sealed = [cipher.update(text, 'utf8'), cipher.final()];
    const box = Buffer.concat([iv, cipher.getAuthTag(), ...sealed]);
    return `${version}.${box.toString('base64url')}`;
  }

  /** The text; undefined when no key opens it, such as after one was taken away. */
  open(sealed: string, context: string): string | undefined {
    const [form, text = ''] = sealed.split('.');
    if (form !== version) return undefined;
    const box = Buffer.from(text, 'base64url');
    for (const key of this.#keys) {
      const opened = openWith(key, box, context);
      if (opened !== undefined) return opened;
    }
    return undefined;
  }

  /** Every fingerprint that a text may have been stored under: by the first key, then by older ones. */
  fingerprints(text: string): readonly string[] {
    return this.#keys.map(key =>
      createHmac('sha256', key).update(text).digest('hex'),
    );
  }
}

function openWith(
  key: Buffer,
  box: Buffer,
  context: string,
): string | undefined {
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      key,
      box.subarray(0, ivBytes),
      { authTagLength: tagBytes },
    );
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(box.subarray(ivBytes, ivBytes + tagBytes));
    const text = decipher.update(box.subarray(ivBytes + tagBytes));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    // Another key's, or tampered with: the same to whoever asks.
    return undefined;
  }
}
