/** Three steps from an empty portal to a first page. */
export const FirstRun = () => null;
