/** Why `secrets` is in no context, and what to write instead. */
export const secretsFault =
  'secrets are never put into texts; name one where an action takes it, such as headers: [{ name: Authorization, secret: NAME }]';
