/**
 * SQL for whether a follow-up is against a factor: it says so, or says none that its postmortem still names. A factor that is
 * named anew in the tree is another one.
 *
 * @param followUp - the alias of `follow_ups`
 * @param factorId - a column
 */
export const isAgainst = (followUp: string, factorId: string): string =>
  `(${followUp}.factor_id = ${factorId} or not exists (
     select 1 from postmortem_factors as still
     where still.postmortem_id = ${followUp}.postmortem_id and still.factor_id = ${followUp}.factor_id))`;
