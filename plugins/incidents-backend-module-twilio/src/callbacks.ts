/** Paths of what Twilio asks of us, below the portal's own address. */
export const callbackPaths = {
  smsReply: '/api/incidents/public/twilio/sms',
  smsStatus: '/api/incidents/public/twilio/sms/status',
  voiceKey: '/api/incidents/public/twilio/voice/key',
  voiceStatus: '/api/incidents/public/twilio/voice/status',
} as const;

/**
 * The address of a callback about one message. Twilio signs the whole address, so what stands in it can be
 * believed when it comes back.
 */
export function callbackUrl(
  base: string,
  path: (typeof callbackPaths)[keyof typeof callbackPaths],
  query: Readonly<Record<string, string>>,
): string {
  return `${base}${path}?${new URLSearchParams(query)}`;
}
