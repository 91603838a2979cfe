import {
  endpoints,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../../../data';
import { namesOf, useCatalogNames, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';

/** The server looks up so many at once. */
const mostRefs = 50;

/** Tells whoever writes, or chooses its readers, that somebody whom it names may not read it; nothing while it is not restricted. */
export const ShutOut = (props: {
  postmortem: Pick<PostmortemDetail, 'name' | 'restricted' | 'restrictedTo'>;
  /** Who is named: full refs; those of other things than people and groups do not count. */
  refs: readonly string[];
}) => {
  const { name, restricted, restrictedTo } = props.postmortem;
  const t = usePostmortemsText();
  const { small, warn } = useLayout();
  const nameOf = useCatalogNames();
  const refs = props.refs
    .filter(ref => /^(user|group):/.test(ref))
    .slice(0, mostRefs);
  const { value } = useEndpoint(
    endpoints.postmortems.shutOut,
    {
      params: { id: name },
      query: {
        refs: refs.join(','),
        restrictedTo: restrictedTo.map(({ ref }) => ref).join(','),
      },
    },
    { enabled: restricted && refs.length > 0, keep: true },
  );
  const shutOut = refs.filter(ref => value?.items.includes(ref));
  return restricted && shutOut.length > 0 ? (
    <div className={`${small} ${warn}`} role="status">
      {t('people.shutOut', {
        names: shutOut.map(nameOf).join(', '),
        readers: namesOf(restrictedTo),
      })}
    </div>
  ) : null;
};
