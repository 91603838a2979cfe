import { LoggerService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  PagingInbox,
  phoneKeys,
  phoneNumber,
  smsChannel,
  voiceChannel,
} from '@muster/backstage-plugin-incidents-node';
import express from 'express';
import Router from 'express-promise-router';
import twilio from 'twilio';
import { callbackPaths } from './callbacks';
import {
  askingScript,
  mostTurns,
  repeatedText,
  said,
  unknownKeyText,
} from './callScript';
import { TwilioAccount } from './config';
import { smsReceipt, voiceReceipt } from './receipts';

const prefix = '/api/incidents';
const away = 'Muster cannot do that just now. Please use the portal.';

/**
 * What Twilio asks of us: receipts, replies, pressed keys. Each request is signed by the account that it is
 * about; one that is not, or by another account's token, is refused before anything else is looked at.
 */
export function createCallbackRouter(options: {
  readonly accounts: readonly TwilioAccount[];
  readonly base: string;
  readonly inbox: PagingInbox;
  readonly logger: LoggerService;
}): express.Router {
  const { accounts, base, inbox, logger } = options;
  const router = Router();

  /** @throws NotAllowedError when it is not Twilio that speaks */
  const accountOf = (req: express.Request): TwilioAccount => {
    const account = accounts.find(
      ({ accountSid }) => accountSid === req.body.AccountSid,
    );
    const signature = req.header('x-twilio-signature');
    if (
      !account ||
      !signature ||
      !isSigned(account, signature, `${base}${req.originalUrl}`, req.body)
    ) {
      throw new NotAllowedError(
        'This is not signed by Twilio for an account of ours. If it comes from Twilio: incidents.twilio.authToken must be the account’s, and incidents.publicBaseUrl the address that Twilio calls',
      );
    }
    return account;
  };

  /** Whoever waits at the other end is told when we fail; Twilio would say something about an application. */
  const orApology = async (
    work: () => Promise<string>,
    apology: string,
  ): Promise<string> => {
    try {
      return await work();
    } catch (error) {
      logger.warn(`An answer through Twilio could not be taken: ${error}`);
      return apology;
    }
  };

  const post = (
    path: string,
    handle: (
      req: express.Request,
      account: TwilioAccount,
    ) => Promise<string | undefined>,
  ) =>
    router.post(
      path.slice(prefix.length),
      express.urlencoded({ extended: false, limit: '64kb' }),
      async (req, res) => {
        const twiml = await handle(req, accountOf(req));
        if (twiml === undefined) res.status(204).end();
        else res.type('text/xml').send(twiml);
      },
    );

  post(callbackPaths.smsStatus, async (req, account) => {
    const receipt = smsReceipt(text(req.query.message), account.id, req.body);
    if (receipt) await inbox.receipt(receipt);
    return undefined;
  });

  post(callbackPaths.voiceStatus, async (req, account) => {
    const receipt = voiceReceipt(text(req.query.message), account.id, req.body);
    if (receipt) await inbox.receipt(receipt);
    return undefined;
  });

  post(callbackPaths.smsReply, req =>
    orApology(async () => {
      const answer = await inbox.reply({
        channelId: smsChannel.id,
        address: numberIn(req.body.From),
        replyId: text(req.body.MessageSid),
        text: text(req.body.Body),
      });
      return message(answer.text);
    }, message(away)),
  );

  post(callbackPaths.voiceKey, req =>
    orApology(
      async () => {
        const messageKey = text(req.query.message);
        const turn = Number(text(req.query.turn)) + 1;
        const about = { base, messageKey, turn };
        if (!(turn <= mostTurns)) return said(['Goodbye.']);
        const key = text(req.body.Digits);
        if (key === phoneKeys.acknowledge || key === phoneKeys.escalate) {
          const answer = await inbox.reply({
            channelId: voiceChannel.id,
            // The call was ours: whom it reached is in To.
            address: numberIn(req.body.To),
            replyId: `${text(req.body.CallSid)}:${turn}`,
            messageKey,
            text: key === phoneKeys.acknowledge ? 'ack' : 'escalate',
          });
          return said([answer.text, 'Goodbye.']);
        }
        const again = await inbox.message(messageKey);
        if (!again) return said(['This page is over. Goodbye.']);
        return askingScript(
          key === phoneKeys.repeat ? repeatedText(again) : unknownKeyText,
          about,
        );
      },
      said([away]),
    ),
  );

  return router;
}

/** With and without the port, as Twilio may have signed either. */
function isSigned(
  { authToken }: TwilioAccount,
  signature: string,
  url: string,
  params: Record<string, unknown>,
): boolean {
  try {
    return twilio.validateRequest(authToken, signature, url, params);
  } catch {
    // An address that is none.
    return false;
  }
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : '';

/** In the form in which people's numbers are kept. */
function numberIn(value: unknown): string {
  const parsed = phoneNumber.parse(text(value));
  return 'address' in parsed ? parsed.address : '';
}

function message(words: string): string {
  const answer = new twilio.twiml.MessagingResponse();
  answer.message(words);
  return answer.toString();
}
