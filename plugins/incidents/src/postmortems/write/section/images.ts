import { useApi } from '@backstage/core-plugin-api';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { incidentsApiRef } from '../../../api';
import { PostmortemsText, usePostmortemsText } from '../../../translation';

/** What browsers show and the server keeps. */
export const imageTypes = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
];
const mostMegabytes = 2;

/** The images among what was pasted or dropped. */
export const imagesIn = (data: DataTransfer | null): File[] =>
  [...(data?.files ?? [])].filter(({ type }) => type.startsWith('image/'));

/** Why an image cannot be kept, before it is sent; undefined when it can. */
export function faultOf(
  { name, type, size }: Pick<File, 'name' | 'type' | 'size'>,
  t: PostmortemsText,
): string | undefined {
  if (!imageTypes.includes(type)) return t('write.imageType', { name });
  return size > mostMegabytes * 1024 * 1024
    ? t('write.imageSize', {
        name,
        megabytes: (size / 1024 / 1024).toFixed(1),
      })
    : undefined;
}

/**
 * Keeps an image with the postmortem.
 *
 * @returns the Markdown that shows it
 * @throws when it cannot be kept, in words for people
 */
export function useImageKeeper(
  postmortem: string,
): (file: File) => Promise<string> {
  const client = useApi(incidentsApiRef);
  const t = usePostmortemsText();
  return async file => {
    const fault = faultOf(file, t);
    if (fault) throw new Error(fault);
    const { markdown } = await client.call(endpoints.postmortems.addImage, {
      params: { id: postmortem },
      body: { name: file.name || 'image', data: await base64Of(file) },
    });
    return markdown;
  };
}

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () =>
      // `data:image/png;base64,…`
      resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
