import { Safe } from '../../platform/Safe';

/** Keeps addresses of people. */
export class AddressSafe extends Safe {
  /** @param keys - the first encrypts, all decrypt, so that keys can be rotated */
  constructor(keys: readonly string[]) {
    super(keys, 'muster.contacts');
  }
}
