import { PostmortemDetail } from '@muster/backstage-plugin-incidents-common';
import {
  CheckField,
  EntitiesPicker,
  useCatalogNames,
  useLayout,
} from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { ShutOut } from './ShutOut';

/** Who may read a postmortem: everybody, or these groups and people. */
export interface Readers {
  readonly isRestricted: boolean;
  /** Full refs. */
  readonly refs: readonly string[];
}

/** Those of a postmortem as it is. */
export const readersOf = (postmortem: {
  readonly restricted: boolean;
  readonly restrictedTo: readonly { readonly ref: string }[];
}): Readers => ({
  isRestricted: postmortem.restricted,
  refs: postmortem.restrictedTo.map(({ ref }) => ref),
});

/** As `postmortems.edit` takes them. */
export const restrictedToOf = ({ isRestricted, refs }: Readers): string[] =>
  isRestricted ? [...refs] : [];

/** Restricted, and nobody is named yet. */
export const lackNames = ({ isRestricted, refs }: Readers): boolean =>
  isRestricted && refs.length === 0;

/** Chooses who may read a postmortem, and tells of whom it is asked to do something and could not read it then. */
export const ReadersField = (props: {
  postmortem: Pick<PostmortemDetail, 'name' | 'followUpList'>;
  readers: Readers;
  onChange: (readers: Readers) => void;
}) => {
  const { postmortem, readers, onChange } = props;
  const t = usePostmortemsText();
  const { small, mute } = useLayout();
  const nameOf = useCatalogNames();
  const owners = postmortem.followUpList.flatMap(({ state, owner }) =>
    state === 'open' && owner ? [owner.ref] : [],
  );
  return (
    <div>
      <CheckField
        label={t('process.restrict')}
        checked={readers.isRestricted}
        onChange={isRestricted => onChange({ ...readers, isRestricted })}
      />
      {readers.isRestricted && (
        <>
          <EntitiesPicker
            id="postmortem-restricted-to"
            label={t('process.restrictTo')}
            kinds={['Group', 'User']}
            value={readers.refs}
            onChange={refs => onChange({ ...readers, refs })}
          />
          <div className={`${small} ${mute}`}>{t('process.readAnyway')}</div>
          <ShutOut
            postmortem={{
              name: postmortem.name,
              restricted: readers.refs.length > 0,
              restrictedTo: readers.refs.map(ref => ({
                ref,
                name: nameOf(ref),
              })),
            }}
            refs={[...new Set(owners)]}
          />
        </>
      )}
    </div>
  );
};
