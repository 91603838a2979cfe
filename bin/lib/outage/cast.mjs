// The people and services of examples/ that have a part in the outage.
import { createHash } from 'node:crypto';

export const people = {
  ana: 'user:default/ana.ruiz',
  ben: 'user:default/ben.okafor',
  mia: 'user:default/mia.kovac',
  grace: 'user:default/grace.mwangi',
  leila: 'user:default/leila.haddad',
  sana: 'user:default/sana.iqbal',
};

export const services = {
  checkout: 'component:default/checkout',
  payments: 'component:default/payments',
  shop: 'component:default/shop',
};

/** The key of a service's monitor. A demo may have keys that anybody can compute; it lets a second run find them again. */
export const keyOf = service =>
  createHash('sha256')
    .update(`muster demo ${service}`)
    .digest('hex')
    .slice(0, 32);
