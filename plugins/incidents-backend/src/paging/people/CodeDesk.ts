import { timingSafeEqual } from 'node:crypto';
import { InputError } from '@backstage/errors';
import { addMinutes, Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { AddressSafe } from './AddressSafe';
import {
  codesSince,
  forgetCodes,
  insertCode,
  SentCode,
  takeTry,
} from './codeStore';

/** A code can be entered for so many minutes. */
export const codeMinutes = 10;
/** How often a code may be tried. */
export const mostTries = 5;
/** Codes to one address within an hour. */
export const codesPerHour = 5;
/** Codes of one person within an hour, to whatever address: nobody's phone is rung for fun. */
export const codesPerPersonPerHour = 20;
const keptMinutes = 24 * 60;

/** A method that a code is sent to. */
export interface CodedMethod {
  readonly methodId: string;
  readonly personRef: string;
  /** In full, as it is stored. */
  readonly address: string;
}

/** What a code desk needs. */
export interface CodeDeskOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Six digits that nobody can guess. */
  readonly newCode: () => string;
  readonly safe: AddressSafe;
}

/** Codes by which people prove that an address is theirs. Kept as fingerprints only. */
export class CodeDesk {
  readonly #options: CodeDeskOptions;

  constructor(options: CodeDeskOptions) {
    this.#options = options;
  }

  /**
   * Makes a code and counts it; to be sent by the caller, outside the transaction.
   *
   * @throws InputError when too many have been sent, saying when the next may be
   */
  async issue(
    tx: Tx,
    method: CodedMethod,
  ): Promise<{ id: string; code: string; expiresAt: Date }> {
    const { clock, newId, newCode, safe } = this.#options;
    const { methodId, personRef, address } = method;
    const now = clock.now();
    const hashes = safe.fingerprints(`address\n${address}`);
    const sent = await codesSince(tx, personRef, addMinutes(now, -60));
    const toAddress = sent.filter(({ addressHash }) =>
      hashes.includes(addressHash),
    );
    const tooMany = [
      { codes: toAddress, most: codesPerHour, what: 'to this address' },
      { codes: sent, most: codesPerPersonPerHour, what: 'to you' },
    ].find(({ codes, most }) => codes.length >= most);
    if (tooMany) {
      const { codes, most, what } = tooMany;
      const next = addMinutes(codes[codes.length - most].sentAt, 60);
      throw new InputError(
        `address: ${most} codes have been sent ${what} within an hour; the next may be sent at ${next.toISOString().slice(11, 16)} UTC`,
      );
    }
    const id = newId();
    const code = newCode();
    const expiresAt = addMinutes(now, codeMinutes);
    await insertCode(tx, {
      id,
      methodId,
      personRef,
      addressHash: hashes[0],
      codeHash: safe.fingerprints(textOf(id, code))[0],
      tries: 0,
      sentAt: now,
      expiresAt,
    });
    return { id, code, expiresAt };
  }

  /**
   * Compares what was entered with the newest code of a method; each call is a try, kept whatever comes of it.
   *
   * @throws InputError when it is not that code, or that code can no longer be used
   */
  async check(methodId: string, entered: string): Promise<void> {
    const { database, clock } = this.#options;
    const code = await database.transaction(tx => takeTry(tx, methodId));
    if (!code) throw new InputError('body.code: no code was sent; send one');
    if (code.tries > mostTries) {
      throw new InputError(
        `body.code: this code was tried ${mostTries} times and is void; send a new one`,
      );
    }
    if (code.expiresAt <= clock.now()) {
      throw new InputError(
        `body.code: this code was good for ${codeMinutes} minutes; send a new one`,
      );
    }
    if (!this.#isCode(code, entered.replace(/\s/g, ''))) {
      const left = mostTries - code.tries;
      throw new InputError(
        `body.code is not the code that was sent; ${left === 0 ? 'it is void now, send a new one' : `${left} more ${left === 1 ? 'try' : 'tries'}`}`,
      );
    }
  }

  /** Forgets codes that nobody counts any more. */
  async purge(): Promise<void> {
    const { database, clock } = this.#options;
    await forgetCodes(database.knex, addMinutes(clock.now(), -keptMinutes));
  }

  #isCode({ id, codeHash }: SentCode, entered: string): boolean {
    return this.#options.safe
      .fingerprints(textOf(id, entered))
      .map(ours => timingSafeEqual(Buffer.from(ours), Buffer.from(codeHash)))
      .includes(true);
  }
}

/** The id makes equal codes have different fingerprints. */
const textOf = (id: string, code: string): string => `code\n${id}\n${code}`;
