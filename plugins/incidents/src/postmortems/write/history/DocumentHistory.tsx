import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import {
  endpoints,
  PostmortemDetail,
  PostmortemSection,
  SectionVersion,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { incidentsApiRef } from '../../../api';
import { useAsked } from '../../../data';
import { Ago, Answer, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { VersionsDialog } from '../section/VersionsDialog';

/** Somebody wrote a section. */
interface Written {
  readonly section: PostmortemSection;
  readonly version: SectionVersion;
}

/** So many lines are drawn; who wants more asks. */
const batch = 30;

/** Who changed which section when, and what happened to the document; newest first. */
export const DocumentHistory = ({
  postmortem,
}: {
  postmortem: PostmortemDetail;
}) => {
  const { name, sections } = postmortem;
  const client = useApi(incidentsApiRef);
  const state = useAsked(
    // With the versions in it: a save is asked about, and nothing else is.
    [
      endpoints.postmortems.sectionVersions.id,
      name,
      sections.map(({ version }) => version).join(),
    ],
    async () => {
      const written = sections.filter(({ version }) => version > 0);
      const found = await Promise.all(
        written.map(async section => {
          const { items } = await client.call(
            endpoints.postmortems.sectionVersions,
            { params: { id: name, key: section.key } },
          );
          return items.map((version): Written => ({ section, version }));
        }),
      );
      return found.flat();
    },
    { keep: true },
  );
  return (
    <Answer state={state}>
      {written => <Lines postmortem={postmortem} written={written} />}
    </Answer>
  );
};

const Lines = (props: {
  postmortem: PostmortemDetail;
  written: readonly Written[];
}) => {
  const { postmortem, written } = props;
  const t = usePostmortemsText();
  const { plain, tight, small, mute, warn } = useLayout();
  const [drawn, setDrawn] = useState(batch);
  const [shown, setShown] = useState<Written>();
  const lines = [
    ...postmortem.history.map(({ at, text }) => ({
      at,
      key: `${at} ${text}`,
      words: <>{text}</>,
    })),
    ...written.map(one => ({
      at: one.version.at,
      key: `${one.section.key} ${one.version.number}`,
      words: (
        <>
          {t('history.wrote', {
            person: one.version.by.name,
            section: one.section.title,
          })}{' '}
          {one.version.aside && (
            <span className={warn}>{t('versions.aside')} </span>
          )}
          <Button
            size="small"
            aria-label={t('history.whatIn', {
              section: one.section.title,
              version: String(one.version.number),
            })}
            onClick={() => setShown(one)}
          >
            {t('versions.changed')}
          </Button>
        </>
      ),
    })),
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return (
    <div className={tight}>
      <ol className={`${plain} ${tight}`} aria-label={t('history.title')}>
        {lines.slice(0, drawn).map(({ at, key, words }) => (
          <li key={key} className={small}>
            <span className={mute}>
              <Ago at={at} />
            </span>{' '}
            {words}
          </li>
        ))}
      </ol>
      {lines.length > drawn && (
        <div>
          <Button size="small" onClick={() => setDrawn(drawn + batch)}>
            {t('history.more', { count: lines.length - drawn })}
          </Button>
        </div>
      )}
      {shown && (
        <VersionsDialog
          postmortem={postmortem.name}
          section={shown.section}
          first={shown.version.number}
          onClose={() => setShown(undefined)}
        />
      )}
    </div>
  );
};
