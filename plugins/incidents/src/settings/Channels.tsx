import {
  ChannelHealth,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../data';
import { Ago, Answer, EmptyState, Panel, useLayout } from '../kit';
import { useEscalationText } from '../translation';

/** Through what people are reached: admins see how each provider fares, others that it is there. */
export const Channels = ({ isAdmin }: { isAdmin: boolean }) => {
  const t = useEscalationText();
  return (
    <Panel title={t('channels.title')}>
      {isAdmin ? <Health /> : <Installed />}
    </Panel>
  );
};

const None = () => {
  const t = useEscalationText();
  return (
    <EmptyState title={t('channels.none')}>
      {t('channels.noneRemedy')}
    </EmptyState>
  );
};

const Installed = () => {
  const { tight, mute, strong } = useLayout();
  const state = useEndpoint(endpoints.portal.status, {}, { every: 10 });
  return (
    <Answer state={state}>
      {({ channels }) => (
        <div className={tight}>
          {channels.length === 0 && <None />}
          {channels.map(({ id, title, detail }) => (
            <span key={id}>
              <span className={strong}>{title}</span>{' '}
              <span className={mute}>{detail}</span>
            </span>
          ))}
        </div>
      )}
    </Answer>
  );
};

const Health = () => {
  const { stack } = useLayout();
  const state = useEndpoint(endpoints.paging.channels, {}, { every: 10 });
  return (
    <Answer state={state}>
      {({ items }) => (
        <div className={stack}>
          {items.length === 0 && <None />}
          {items.map(channel => (
            <Channel key={channel.id} channel={channel} />
          ))}
        </div>
      )}
    </Answer>
  );
};

const Channel = ({ channel }: { channel: ChannelHealth }) => {
  const t = useEscalationText();
  const { tight, strong, mute, warn, plain, breakable } = useLayout();
  const { title, wakes, waiting, oldestWaitingAt, limit, providers } = channel;
  return (
    <section className={`${tight} ${breakable}`} aria-label={title}>
      <span>
        <span className={strong}>{title}</span>{' '}
        <span className={mute}>
          {[t(wakes ? 'channels.wakes' : 'channels.copies'), limit]
            .filter(Boolean)
            .join(' · ')}
          {' · '}
        </span>
        <span className={waiting > 0 ? warn : mute}>
          {t('channels.waiting', { count: waiting })}
          {oldestWaitingAt && (
            <>
              , {t('channels.oldest', { moment: <Ago at={oldestWaitingAt} /> })}
            </>
          )}
        </span>
      </span>
      <ul className={`${plain} ${tight}`} style={{ paddingLeft: 16 }}>
        {providers.map(provider => (
          <Provider key={provider.id} provider={provider} />
        ))}
      </ul>
    </section>
  );
};

/** In words and shapes: whether it works, what it did lately, what it said last when it failed. */
const Provider = (props: { provider: ChannelHealth['providers'][number] }) => {
  const { title, state, sentLastHour, failedLastHour, ...last } =
    props.provider;
  const t = useEscalationText();
  const { ok, bad, mute, small } = useLayout();
  const [tone, shape] = {
    working: [ok, '✔'],
    failing: [bad, '✘'],
    unused: [mute, '○'],
  }[state];
  return (
    <li>
      <span className={tone}>
        <span aria-hidden>{shape} </span>
        {title}: {t(`channels.${state}`)}
      </span>
      <div className={`${small} ${mute}`}>
        {t('channels.lastHour', {
          sent: String(sentLastHour),
          failed: String(failedLastHour),
        })}
        {last.lastSuccessAt && (
          <>
            {' · '}
            {t('channels.lastSuccess', {
              moment: <Ago at={last.lastSuccessAt} />,
            })}
          </>
        )}
      </div>
      {last.lastFailure && (
        <div className={`${small} ${state === 'failing' ? bad : mute}`}>
          {t('channels.lastFailure', {
            moment: <Ago at={last.lastFailure.at} />,
            detail: last.lastFailure.detail,
          })}
        </div>
      )}
    </li>
  );
};
