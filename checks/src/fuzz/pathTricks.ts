const tricks = {
  'as it is': (path: string) => path,
  'ends in %00': (path: string) => `${path}%00`,
  'ends in a slash': (path: string) => `${path}/`,
  'ends in .json': (path: string) => `${path}.json`,
  'ends in half a character': (path: string) => `${path}%E0%A4%A`,
  'ends in a bare percent sign': (path: string) => `${path}%`,
  'ends in a matrix parameter': (path: string) => `${path};a=b`,
  'ends in a line break': (path: string) => `${path}%0d%0aX:%20y`,
  'doubles its slashes': (path: string) => path.replaceAll('/', '//'),
  'in upper case': (path: string) => path.toUpperCase(),
  'in backslashes': (path: string) => path.replaceAll('/', '%5c'),
  'goes up, encoded': (path: string) => `${path}/..%2f..%2f..%2fetc/passwd`,
  'goes up, dots encoded': (path: string) => `${path}/%2e%2e/%2e%2e/settings`,
  'goes up, plainly': (path: string) => `${path}/../../incidents/v1/me`,
  'encoded twice': (path: string) => path.replaceAll('/', '%252f'),
  'very long': (path: string) => `${path}/${'a'.repeat(7000)}`,
  'longer than HTTP allows': (path: string) => `${path}/${'a'.repeat(70_000)}`,
  'with markup': (path: string) => `${path}/<script>alert(1)</script>`,
  'two questions': (path: string) => `${path}?a=1?b=2`,
} as const;

/** A way to write a path so that a router may misread it. */
export type PathTrick = keyof typeof tricks;

export const pathTricks = Object.keys(tricks) as PathTrick[];

/** The path, written that way. */
export const writePath = (path: string, trick: PathTrick): string =>
  tricks[trick](path);
