import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { ReactNode } from 'react';
import { useCommand } from '../../data';
import {
  CommandError,
  ConfirmButton,
  meaning,
  namesOf,
  PlainText,
  useLayout,
} from '../../kit';
import { usePostmortemsText } from '../../translation';
import { dayText } from '../lines';
import { OpenSteps } from './OpenSteps';

const useStyles = makeStyles(theme => ({
  box: {
    padding: theme.spacing(1.25, 2),
    borderLeft: `6px solid ${meaning(theme).warn}`,
  },
}));

/** What a reader has to know about the document before they read it; nothing of a published one for all. */
export const Standing = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const t = usePostmortemsText();
  const { small, mute } = useLayout();
  const { state, waived, reviewers, restricted, restrictedTo, lacks } =
    postmortem;
  const signed = reviewers.filter(({ signedOffAt }) => signedOffAt).length;
  return (
    <>
      {state === 'draft' && (
        <Box>
          {t('read.readDraft')}
          <Lacks lacks={lacks} />
          <OpenSteps postmortem={postmortem} />
        </Box>
      )}
      {state === 'in-review' && (
        <Box>
          {t('read.inReview', {
            signed: String(signed),
            all: String(reviewers.length),
          })}
          <Lacks lacks={lacks} />
          <OpenSteps postmortem={postmortem} />
        </Box>
      )}
      {state === 'amended' && <Box>{t('read.readAmended')}</Box>}
      {waived && state === 'waived' && (
        <Box>
          <b>{t('read.waivedTitle')}</b>{' '}
          <span className={`${small} ${mute}`}>
            {t('read.waivedBy', {
              person: waived.by.name,
              day: dayText(waived.at),
            })}
          </span>
          <PlainText text={waived.reason} />
          {postmortem.may.includes('require') && (
            <RequireButton postmortem={postmortem} />
          )}
        </Box>
      )}
      {restricted && (
        <Box>{t('read.restrictedTo', { names: namesOf(restrictedTo) })}</Box>
      )}
    </>
  );
};

const Box = (props: { children: ReactNode }) => (
  <Paper className={useStyles().box}>{props.children}</Paper>
);

const Lacks = ({ lacks }: { lacks: readonly string[] }) => {
  const t = usePostmortemsText();
  const { small } = useLayout();
  return lacks.length === 0 ? null : (
    <div className={small}>
      <b>{t('read.lacks')}</b>
      <ul style={{ margin: 0, paddingLeft: 20 }}>
        {lacks.map(lack => (
          <li key={lack}>{lack}</li>
        ))}
      </ul>
    </div>
  );
};

const RequireButton = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const t = usePostmortemsText();
  const require = useCommand(endpoints.postmortems.require, ({ name }) =>
    t('read.isRequired', { postmortem: name }),
  );
  return (
    <div data-noprint>
      <ConfirmButton
        label={t('read.require')}
        question={t('read.reallyRequire')}
        disabled={require.pending}
        onConfirm={() => void require.run({ params: { id: postmortem.name } })}
      />
      <CommandError error={require.error} />
    </div>
  );
};
