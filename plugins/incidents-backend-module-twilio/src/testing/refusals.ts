/** One of Twilio's documented errors. */
export interface Refusal {
  readonly code: number;
  readonly message: string;
}

/** Numbers that Twilio keeps for trying out its errors, and those of our tests. */
const special: Readonly<Record<string, Refusal['code']>> = {
  '+15005550001': 21211,
  '+15005550002': 21612,
  '+15005550003': 21408,
  '+15005550004': 21610,
  '+15005550009': 21614,
};

/** Why Twilio would not take a message or a call; undefined when it would. */
export function refusalOf(
  kind: 'sms' | 'call',
  params: Readonly<Record<string, string>>,
  account: { readonly from: string; readonly stopped: ReadonlySet<string> },
): Refusal | undefined {
  const { To: to = '', From: from = '', Body: body = '' } = params;
  if (!/^\+[1-9]\d{6,14}$/.test(to)) {
    return {
      code: 21211,
      message: `The 'To' number ${to} is not a valid phone number.`,
    };
  }
  if (from !== account.from) {
    return {
      code: kind === 'sms' ? 21606 : 21210,
      message: `The 'From' phone number provided (${from}) is not a valid phone number of your account.`,
    };
  }
  if (special[to]) {
    return { code: special[to], message: `The number ${to} is refused.` };
  }
  if (kind === 'call') {
    return params.Twiml || params.Url
      ? undefined
      : { code: 21205, message: 'Url parameter is required.' };
  }
  if (account.stopped.has(to)) {
    return {
      code: 21610,
      message: 'Attempt to send to unsubscribed recipient',
    };
  }
  if (body === '') {
    return { code: 21602, message: 'Message body is required.' };
  }
  if (body.length > 1600) {
    return {
      code: 21617,
      message: 'The concatenated message body exceeds the 1600 character limit',
    };
  }
  const callback = params.StatusCallback;
  if (callback && !/^https?:\/\/[^/_\s]+/.test(callback)) {
    return { code: 21609, message: 'The StatusCallback URL is not valid.' };
  }
  return undefined;
}
