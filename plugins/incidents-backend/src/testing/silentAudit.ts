import { Audit } from '../platform/Audit';

/** Writes nothing down, for tests of other things. */
export const silentAudit: Audit = {
  begin: async () => ({ done: async () => {}, refused: async () => {} }),
};
