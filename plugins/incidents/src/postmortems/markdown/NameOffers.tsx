import Button from '@material-ui/core/Button';
import { kindOf } from '@muster/backstage-plugin-incidents-common';
import { useEntitySearch, useLayout } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { mentionedKinds } from './mention';

/** An `@` at the end of a text, and what has been typed of the name. */
const begun = /(?<![\w@/])@([\w:./-]*)$/;
/** More are a search. */
const mostOffered = 6;

/** Names that complete the `@` at the end of what is typed into a plain field; nothing while there is none. */
export const NameOffers = (props: {
  /** Where the typing goes on once a name is chosen. */
  fieldId: string;
  text: string;
  onChange: (text: string) => void;
}) => {
  const { fieldId, text, onChange } = props;
  const found = begun.exec(text);
  return found ? (
    <Offers
      term={found[1].replace(/^.*[:/]/, '')}
      onChoose={ref => {
        onChange(`${text.slice(0, found.index)}@${ref} `);
        document.getElementById(fieldId)?.focus();
      }}
    />
  ) : null;
};

const Offers = (props: { term: string; onChoose: (ref: string) => void }) => {
  const { term, onChoose } = props;
  const t = usePostmortemsText();
  const { row, wrap, mute } = useLayout();
  const { found } = useEntitySearch(mentionedKinds, term);
  if (found.length === 0) return null;
  return (
    <div
      className={`${row} ${wrap}`}
      role="group"
      aria-label={t('comment.offers')}
    >
      {found.slice(0, mostOffered).map(({ ref, name }) => (
        <Button
          key={ref}
          size="small"
          style={{ textTransform: 'none' }}
          onClick={() => onChoose(ref)}
        >
          {name}&nbsp;<span className={mute}>{kindOf(ref)}</span>
        </Button>
      ))}
    </div>
  );
};
