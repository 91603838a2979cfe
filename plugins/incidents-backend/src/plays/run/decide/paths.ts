/** The longest path that can be stored. */
export const longestPath = 500;

/** Where the steps stand that a run ends with when it has failed. */
export const onFailurePrefix = 'onFailure.';

/** Where steps stand that are in another: a numbered branch, value or round, `each[2].`; `ask[otherwise].` */
export const listAt = (path: string, at: number | 'otherwise'): string =>
  `${path}[${at}].`;

/** The list that a step stands in: `each[2].` for `each[2].page`; empty for the play's own. */
export const listOf = (path: string): string =>
  path.slice(0, path.lastIndexOf('.') + 1);

/** The id of the step at a path. */
export const idAt = (path: string): string =>
  path.slice(path.lastIndexOf('.') + 1);

/** Whether a step stands in another, at any depth. */
export const isIn = (path: string, container: string): boolean =>
  path.startsWith(`${container}[`);
