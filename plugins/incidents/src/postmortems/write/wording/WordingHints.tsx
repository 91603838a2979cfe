import {
  PostmortemDetail,
  WordingFinding,
} from '@muster/backstage-plugin-incidents-common';
import { CommandError } from '../../../kit';
import { Findings } from './Findings';
import { useWording } from './useWording';

/** What the wording check says of a short text, below the field in which it is written. It never blocks. */
export const WordingHints = (props: {
  postmortem: PostmortemDetail;
  text: string;
  onChange: (text: string) => void;
}) => {
  const { postmortem, text, onChange } = props;
  const { findings, leave, error } = useWording(postmortem, text);
  const use = ({ start, end, suggestion }: WordingFinding) =>
    onChange(text.slice(0, start) + suggestion + text.slice(end));
  return (
    <>
      <Findings
        findings={findings}
        onUse={use}
        onLeave={postmortem.may.includes('write') ? leave : undefined}
      />
      <CommandError error={error} />
    </>
  );
};
