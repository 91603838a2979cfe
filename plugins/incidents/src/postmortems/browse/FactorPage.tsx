import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import {
  CallOutput,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../../data';
import { Answer, Panel, useLayout } from '../../kit';
import { postmortemRouteRef, postmortemsRouteRef } from '../../routes';
import { usePostmortemsText } from '../../translation';
import { dayText } from '../lines';
import { PostmortemsNav } from './PostmortemsNav';

/** One contributing factor: every postmortem in which it was seen, and what it was there. */
export const FactorPage = ({ id }: { id: string }) => {
  const t = usePostmortemsText();
  const state = useEndpoint(endpoints.postmortems.factor, {
    params: { factorId: id },
  });
  return (
    <>
      <PostmortemsNav />
      <Panel title={t('factor.title')}>
        <Answer state={state} lines={4}>
          {factor => <Seen factor={factor} />}
        </Answer>
      </Panel>
    </>
  );
};

const Seen = (props: {
  factor: CallOutput<typeof endpoints.postmortems.factor>;
}) => {
  const { id, name, postmortems, seen } = props.factor;
  const t = usePostmortemsText();
  const { stack, tight, small, mute, link, titleLink, plain, breakable } =
    useLayout();
  const toAll = useRouteRef(postmortemsRouteRef);
  const toPostmortem = useRouteRef(postmortemRouteRef);
  return (
    <div className={stack}>
      <div className={tight}>
        <Typography variant="h5" component="p" className={breakable}>
          <span aria-hidden>◆ </span>
          {name}
        </Typography>
        <div className={mute}>
          {postmortems === 0
            ? t('factor.nowhere')
            : t('factor.seen', { count: postmortems })}
          {postmortems > 0 && (
            <>
              {' · '}
              <Link
                className={link}
                to={`${toAll()}?factor=${encodeURIComponent(id)}`}
              >
                {t('factor.all')}
              </Link>
            </>
          )}
        </div>
      </div>
      <ol className={`${plain} ${stack}`}>
        {seen.map(({ postmortem, entity, occurredAt, text }, index) => (
          // One postmortem may name it more than once.
          // eslint-disable-next-line react/no-array-index-key
          <li key={index} className={breakable}>
            <Link
              className={titleLink}
              to={toPostmortem({ name: postmortem.name })}
            >
              {postmortem.name} {postmortem.title}
            </Link>
            <div className={`${small} ${mute}`}>
              {entity.name} · {dayText(occurredAt)}
            </div>
            {text !== name && <div>{text}</div>}
          </li>
        ))}
      </ol>
    </div>
  );
};
