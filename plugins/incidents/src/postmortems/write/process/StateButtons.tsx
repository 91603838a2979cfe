import { useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import {
  endpoints,
  PostmortemAbility,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useCommand } from '../../../data';
import { CommandError, useLayout } from '../../../kit';
import { postmortemRouteRef } from '../../../routes';
import { usePostmortemsText } from '../../../translation';
import { AmendDialog } from '../../read/AmendDialog';
import { SignOffDialog } from '../../read/SignOffDialog';
import { DetailsDialog } from './DetailsDialog';
import { ReasonDialog } from './ReasonDialog';
import { ReviewDialog } from './ReviewDialog';

type Asked = Exclude<PostmortemAbility, 'comment' | 'add-follow-up'>;

/** What can be done with the document as a whole; the next step of its life stands out. */
export const StateButtons = ({
  postmortem,
}: {
  postmortem: PostmortemDetail;
}) => {
  const { name, may, lacks, reviewers } = postmortem;
  const t = usePostmortemsText();
  const { row, wrap } = useLayout();
  const navigate = useNavigate();
  const toPostmortem = useRouteRef(postmortemRouteRef);
  const [asked, setAsked] = useState<Asked>();
  const { postmortems } = endpoints;
  const takeBack = useCommand(postmortems.takeBack, () =>
    t('process.takenBack', { postmortem: name }),
  );
  const publish = useCommand(postmortems.publish, () =>
    t('process.published', { postmortem: name }),
  );
  const waive = useCommand(postmortems.waive, () =>
    t('process.waived', { postmortem: name }),
  );
  const require = useCommand(postmortems.require, () =>
    t('process.required', { postmortem: name }),
  );
  const params = { id: name };
  const isUnsigned = reviewers.some(({ signedOffAt }) => signedOffAt === null);
  const close = () => setAsked(undefined);
  const leave = () => navigate(toPostmortem({ name }));
  const main = nextOf(postmortem);
  const button = (ability: Asked, label: string, onClick: () => void) =>
    may.includes(ability) && (
      <Button
        key={ability}
        size="small"
        variant={main === ability ? 'contained' : 'outlined'}
        color={main === ability ? 'primary' : 'default'}
        onClick={onClick}
      >
        {label}
      </Button>
    );

  return (
    <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
      {button('write', t('process.details'), () => setAsked('write'))}
      {button('waive', t('process.waive'), () => setAsked('waive'))}
      {button(
        'require',
        t('process.require'),
        () => void require.run({ params }),
      )}
      {button('take-back', t('process.takeBack'), () => setAsked('take-back'))}
      {button('ask-for-review', t('process.review'), () =>
        setAsked('ask-for-review'),
      )}
      {button('sign-off', t('process.signOff'), () => setAsked('sign-off'))}
      {button('amend', t('process.amend'), () => setAsked('amend'))}
      {button('publish', t('process.publish'), () => {
        // Whoever has not signed off is passed over only with a reason.
        if (isUnsigned) setAsked('publish');
        else
          void publish.run({ params, body: {} }).then(done => done && leave());
      })}
      <CommandError
        error={
          (asked === undefined && publish.error) || require.error || undefined
        }
      />
      {asked === 'write' && (
        <DetailsDialog postmortem={postmortem} onClose={close} />
      )}
      {asked === 'ask-for-review' && (
        <ReviewDialog postmortem={postmortem} onClose={close} />
      )}
      {asked === 'sign-off' && (
        <SignOffDialog postmortem={postmortem} onClose={close} />
      )}
      {asked === 'amend' && (
        <AmendDialog postmortem={postmortem} onClose={close} />
      )}
      {asked === 'waive' && (
        <ReasonDialog
          name="postmortem-waive"
          title={t('process.waiveTitle', { postmortem: name })}
          what={t('process.waiveWhat')}
          label={t('process.why')}
          verb={t('process.waive')}
          pending={waive.pending}
          error={waive.error}
          onClose={close}
          onSubmit={async reason => {
            const done = await waive.run({ params, body: { reason } });
            if (done) leave();
            return done !== undefined;
          }}
        />
      )}
      {asked === 'take-back' && (
        <ReasonDialog
          name="postmortem-take-back"
          title={t('process.takeBackTitle', { postmortem: name })}
          what={t('process.takeBackWhat')}
          label={t('process.whyOptional')}
          verb={t('process.takeBack')}
          isOptional
          pending={takeBack.pending}
          error={takeBack.error}
          onClose={close}
          onSubmit={async reason =>
            (await takeBack.run({ params, body: { reason } })) !== undefined
          }
        />
      )}
      {/* Goes when the last of them signs off meanwhile. */}
      {asked === 'publish' && isUnsigned && (
        <ReasonDialog
          name="postmortem-publish"
          title={t('process.publishTitle', { postmortem: name })}
          what={
            lacks.length > 0
              ? t('process.publishLacking', { lacks: lacks.join('; ') })
              : t('process.publishUnsigned')
          }
          label={t('process.whyUnsigned')}
          verb={t('process.publish')}
          pending={publish.pending}
          error={publish.error}
          onClose={close}
          onSubmit={async withoutReview => {
            const done = await publish.run({ params, body: { withoutReview } });
            if (done) leave();
            return done !== undefined;
          }}
        />
      )}
    </div>
  );
};

/** The step that comes next: one button stands out, if any. */
const nextOf = ({
  may,
  state,
  lacks,
}: PostmortemDetail): PostmortemAbility | undefined => {
  if (may.includes('sign-off')) return 'sign-off';
  if (may.includes('publish') && lacks.length === 0) return 'publish';
  return state === 'draft' && may.includes('ask-for-review')
    ? 'ask-for-review'
    : undefined;
};
