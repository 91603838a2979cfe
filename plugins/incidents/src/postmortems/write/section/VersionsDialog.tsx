import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import {
  endpoints,
  PostmortemSection,
  SectionVersion,
} from '@muster/backstage-plugin-incidents-common';
import { diffLines } from 'diff';
import { useId, useState } from 'react';
import { useEndpoint } from '../../../data';
import { Ago, Answer, Choice, DiffText, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';

/** Every version of a section, with what each changed, and a way back to it. */
export const VersionsDialog = (props: {
  /** `PM-12`. */
  postmortem: string;
  section: PostmortemSection;
  /** The number of the version that is shown at first; the newest without. */
  first?: number;
  /** Takes the text of a version; absent when it cannot be written. */
  onTake?: (body: string) => void;
  onClose: () => void;
}) => {
  const { postmortem, section, first, onTake, onClose } = props;
  const t = usePostmortemsText();
  const id = useId();
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('xs'));
  const state = useEndpoint(endpoints.postmortems.sectionVersions, {
    params: { id: postmortem, key: section.key },
  });
  return (
    <Dialog
      open
      fullWidth
      maxWidth="md"
      fullScreen={isNarrow}
      aria-labelledby={id}
      onClose={onClose}
    >
      <DialogTitle id={id}>
        {t('versions.title', { section: section.title })}
      </DialogTitle>
      <DialogContent>
        <Answer state={state}>
          {({ items }) => (
            <Versions
              of={{ id: postmortem, key: section.key }}
              items={items}
              first={first}
              onTake={onTake}
            />
          )}
        </Answer>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('versions.close')}</Button>
      </DialogActions>
    </Dialog>
  );
};

const Versions = (props: {
  of: { readonly id: string; readonly key: string };
  items: readonly SectionVersion[];
  first: number | undefined;
  onTake?: (body: string) => void;
}) => {
  const { of, items, first, onTake } = props;
  const t = usePostmortemsText();
  const { stack, row, wrap, mute, warn } = useLayout();
  const [number, setNumber] = useState(first ?? items[0]?.number);
  const state = useEndpoint(
    endpoints.postmortems.sectionChange,
    { params: { ...of, number: String(number) } },
    { enabled: number !== undefined },
  );
  const version = items.find(item => item.number === number);
  if (!version) return <p className={mute}>{t('versions.none')}</p>;
  return (
    <div className={stack}>
      <Choice
        id="postmortem-version"
        label={t('versions.choose')}
        value={String(number)}
        options={items.map(item => String(item.number))}
        words={option => wordsOf(items, option)}
        onChange={chosen => setNumber(Number(chosen))}
      />
      <div className={`${row} ${wrap}`}>
        <span className={mute}>
          {t('versions.by', {
            person: version.by.name,
            moment: <Ago at={version.at} />,
          })}
        </span>
        {version.aside && <span className={warn}>{t('versions.aside')}</span>}
      </div>
      <Answer state={state}>
        {({ body, before }) => (
          <>
            {onTake && (
              <div className={row}>
                <Button
                  size="small"
                  variant="outlined"
                  onClick={() => onTake(body)}
                >
                  {t('versions.take')}
                </Button>
              </div>
            )}
            <DiffText
              label={t('versions.changed')}
              lines={changedLines(before, body)}
            />
          </>
        )}
      </Answer>
    </div>
  );
};

const wordsOf = (items: readonly SectionVersion[], option: string): string => {
  const item = items.find(one => String(one.number) === option);
  return item ? `v${item.number} · ${item.by.name}` : option;
};

/** Lines that begin with `+`, `-` or a space. */
const changedLines = (before: string, after: string): string[] =>
  diffLines(ended(before), ended(after)).flatMap(
    ({ value, added, removed }) => {
      const sign = added ? '+' : (removed && '-') || ' ';
      return value
        .replace(/\n$/, '')
        .split('\n')
        .map(line => `${sign} ${line}`);
    },
  );

/** A last line without an end would differ from the same line with another below it. */
const ended = (text: string): string =>
  text === '' || text.endsWith('\n') ? text : `${text}\n`;
