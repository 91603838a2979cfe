import Button from '@material-ui/core/Button';
import {
  endpoints,
  PostmortemComment,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useCommand, useEndpoint } from '../../data';
import {
  Ago,
  Answer,
  CommandError,
  Composer,
  Panel,
  useLayout,
} from '../../kit';
import { usePostmortemsText } from '../../translation';
import { Markdown, NameOffers } from '../markdown';

/** What readers say about it; not a part of the document, and not on paper. */
export const Comments = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const t = usePostmortemsText();
  const { stack, mute } = useLayout();
  const state = useEndpoint(endpoints.postmortems.comments, {
    params: { id: postmortem.name },
  });
  return (
    <div data-noprint>
      <Panel title={t('read.comments')}>
        <Answer state={state} lines={1}>
          {({ items }) => (
            <div className={stack}>
              {items.length === 0 && (
                <span className={mute}>{t('read.noComments')}</span>
              )}
              {items.map(comment => (
                <Comment
                  key={comment.id}
                  comment={comment}
                  postmortem={postmortem}
                />
              ))}
              {postmortem.may.includes('comment') && (
                <CommentComposer postmortem={postmortem} />
              )}
            </div>
          )}
        </Answer>
      </Panel>
    </div>
  );
};

const Comment = (props: {
  comment: PostmortemComment;
  postmortem: PostmortemDetail;
}) => {
  const { comment, postmortem } = props;
  const t = usePostmortemsText();
  const { small, mute } = useLayout();
  const resolve = useCommand(
    endpoints.postmortems.resolveComment,
    () => undefined,
  );
  const section = postmortem.sections.find(
    ({ key }) => key === comment.section,
  );
  return (
    <div className={comment.resolvedAt ? mute : ''}>
      <div className={small}>
        <b>{comment.by.name}</b>{' '}
        <span className={mute}>
          <Ago at={comment.at} />
          {section && ` · ${section.title}`}
          {comment.resolvedBy &&
            ` · ${t('read.resolved', { person: comment.resolvedBy.name })}`}
        </span>
      </div>
      <Markdown
        text={comment.text}
        postmortem={postmortem.name}
        topHeading={4}
      />
      {!comment.resolvedAt && postmortem.may.includes('comment') && (
        <Button
          size="small"
          disabled={resolve.pending}
          onClick={() =>
            void resolve.run({
              params: { id: postmortem.name, commentId: comment.id },
            })
          }
        >
          {t('read.resolveComment')}
        </Button>
      )}
      <CommandError error={resolve.error} />
    </div>
  );
};

const fieldId = 'postmortem-comment';

const CommentComposer = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const t = usePostmortemsText();
  const comment = useCommand(endpoints.postmortems.comment, () => undefined);
  return (
    <Composer
      id={fieldId}
      label={t('read.comment')}
      verb={t('read.send')}
      longest={5000}
      pending={comment.pending}
      error={comment.error}
      help={(text, onChange) => (
        <NameOffers fieldId={fieldId} text={text} onChange={onChange} />
      )}
      onSend={async text =>
        Boolean(
          await comment.run({
            params: { id: postmortem.name },
            body: { text },
          }),
        )
      }
    />
  );
};
