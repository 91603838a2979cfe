import Button from '@material-ui/core/Button';
import {
  ContactMethod,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { CommandError, useLayout } from '../kit';
import { useEscalationText } from '../translation';
import { CodeField } from './CodeField';
import { wayWords } from './ways';

/** Takes the code that was sent to a way, or sends another. */
export const CodeForm = (props: {
  method: ContactMethod;
  onVerified: () => void;
}) => {
  const { method, onVerified } = props;
  const t = useEscalationText();
  const { row, wrap, tight, grow } = useLayout();
  const [code, setCode] = useState('');
  const params = { id: method.id };
  const verify = useCommand(endpoints.paging.verifyMethod, () =>
    t('add.verified', { way: wayWords(method) }),
  );
  return (
    <form
      className={tight}
      onSubmit={async event => {
        event.preventDefault();
        if (await verify.run({ params, body: { code } })) onVerified();
      }}
    >
      <div className={`${row} ${wrap}`}>
        <div className={grow} style={{ flexBasis: 220 }}>
          <CodeField
            id={`code-${method.id}`}
            address={method.address}
            value={code}
            onChange={setCode}
          />
        </div>
        <Button
          type="submit"
          size="small"
          variant="contained"
          color="primary"
          disabled={verify.pending || code.trim() === ''}
        >
          {t('add.verify')}
        </Button>
        <SendAgain methodId={method.id} />
      </div>
      <CommandError error={verify.error} />
    </form>
  );
};

/** Sends a new code to a way; the one before is void. */
export const SendAgain = ({ methodId }: { methodId: string }) => {
  const t = useEscalationText();
  const send = useCommand(endpoints.paging.sendCode, () =>
    t('contacts.sentAgain'),
  );
  return (
    <>
      <Button
        size="small"
        disabled={send.pending}
        onClick={() => void send.run({ params: { id: methodId } })}
      >
        {t('contacts.sendAgain')}
      </Button>
      <CommandError error={send.error} />
    </>
  );
};
