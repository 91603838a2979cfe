import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  PostmortemComment,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand, useEndpoint } from '../../../data';
import { Ago, CommandError, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { Markdown, NameOffers } from '../../markdown';
import { FormEnd } from '../FormEnd';
import { takeFocus } from '../takeFocus';

/** Comments on one section, in the margin beside it. */
export const SectionComments = (props: {
  /** `PM-12`. */
  postmortem: string;
  /** The key of the section; null for the whole document. */
  section: string | null;
  mayComment: boolean;
}) => {
  const { postmortem, section, mayComment } = props;
  const t = usePostmortemsText();
  const { tight, plain } = useLayout();
  const [isWriting, setWriting] = useState(false);
  const [showAll, setShowAll] = useState(false);
  const { value } = useEndpoint(endpoints.postmortems.comments, {
    params: { id: postmortem },
  });
  const all = (value?.items ?? []).filter(one => one.section === section);
  const open = all.filter(({ resolvedAt }) => resolvedAt === null);
  const done = all.length - open.length;
  return (
    <div className={tight}>
      {all.length > 0 && (
        <ul className={`${plain} ${tight}`} aria-label={t('comment.list')}>
          {(showAll ? all : open).map(comment => (
            <Comment
              key={comment.id}
              postmortem={postmortem}
              comment={comment}
              mayResolve={mayComment}
            />
          ))}
        </ul>
      )}
      <div>
        {mayComment && !isWriting && (
          <Button size="small" onClick={() => setWriting(true)}>
            {t('comment.begin')}
          </Button>
        )}
        {done > 0 && (
          <Button size="small" onClick={() => setShowAll(!showAll)}>
            {showAll
              ? t('comment.hideDone')
              : t('comment.showDone', { count: done })}
          </Button>
        )}
      </div>
      {isWriting && (
        <Composer
          postmortem={postmortem}
          section={section}
          onClose={() => setWriting(false)}
        />
      )}
    </div>
  );
};

const Comment = (props: {
  postmortem: string;
  comment: PostmortemComment;
  mayResolve: boolean;
}) => {
  const { postmortem, comment, mayResolve } = props;
  const t = usePostmortemsText();
  const { small, mute, strong } = useLayout();
  const resolve = useCommand(
    endpoints.postmortems.resolveComment,
    () => undefined,
  );
  return (
    <li className={small}>
      <span className={strong}>{comment.by.name}</span>{' '}
      <span className={mute}>
        <Ago at={comment.at} />
      </span>
      <Markdown text={comment.text} postmortem={postmortem} topHeading={4} />
      {comment.resolvedBy ? (
        <span className={mute}>
          {t('comment.doneBy', { person: comment.resolvedBy.name })}
        </span>
      ) : (
        mayResolve && (
          <Button
            size="small"
            disabled={resolve.pending}
            onClick={() =>
              void resolve.run({
                params: { id: postmortem, commentId: comment.id },
              })
            }
          >
            {t('comment.resolve')}
          </Button>
        )
      )}
      <CommandError error={resolve.error} />
    </li>
  );
};

const Composer = (props: {
  postmortem: string;
  section: string | null;
  onClose: () => void;
}) => {
  const { postmortem, section, onClose } = props;
  const t = usePostmortemsText();
  const { tight } = useLayout();
  const [text, setText] = useState('');
  const fieldId = `comment-${section ?? 'all'}`;
  const comment = useCommand(endpoints.postmortems.comment, () => undefined);
  return (
    <form
      className={tight}
      onSubmit={async event => {
        event.preventDefault();
        const body = { section, text };
        if (await comment.run({ params: { id: postmortem }, body })) onClose();
      }}
    >
      <TextField
        id={fieldId}
        label={t('comment.text')}
        helperText={t('comment.help')}
        value={text}
        onChange={event => setText(event.target.value)}
        inputProps={{ maxLength: 5000 }}
        variant="outlined"
        size="small"
        multiline
        maxRows={8}
        inputRef={takeFocus}
        fullWidth
      />
      <NameOffers fieldId={fieldId} text={text} onChange={setText} />
      <FormEnd
        verb={t('comment.send')}
        disabled={text.trim() === '' || comment.pending}
        error={comment.error}
        onClose={onClose}
      />
    </form>
  );
};
