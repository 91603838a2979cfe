/** People of the demo who have a part in a journey, by the name that the screens show. */
export const refs = {
  'Ana Ruiz': 'user:default/ana.ruiz',
  'Ben Okafor': 'user:default/ben.okafor',
  'Grace Mwangi': 'user:default/grace.mwangi',
  'Leila Haddad': 'user:default/leila.haddad',
  'Sana Iqbal': 'user:default/sana.iqbal',
} as const;

/** A person of a journey. */
export type Name = keyof typeof refs;

/** The service that breaks, owned by Ana's team. */
export const checkout = 'component:default/checkout';
/** Its page in the catalog. */
export const checkoutPage = '/catalog/default/component/checkout';
