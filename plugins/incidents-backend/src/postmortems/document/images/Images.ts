import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Clock } from '../../../platform/clock';
import { Database } from '../../../platform/database';
import { mustBeEditable, postmortemName } from '../../model';
import { lockPostmortem } from '../../store';
import { countImages, findImage, insertImage } from './imageStore';
import { sniffImage } from './sniffImage';

/** The largest image, in bytes. */
const mostBytes = 2 * 1024 * 1024;
/** What a postmortem keeps in the database has an end. */
const mostImages = 100;

/** What images need. */
export interface ImagesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** The images that the Markdown of postmortems shows. */
export class Images {
  readonly #options: ImagesOptions;

  constructor(options: ImagesOptions) {
    this.#options = options;
  }

  /** Keeps one. @returns its id, and the Markdown that shows it. @throws InputError for what is no image that is shown, or too large a one */
  async add(
    id: number,
    { name, data: base64 }: { name: string; data: string },
    by: NamedRef,
  ): Promise<{ id: string; markdown: string }> {
    const { database, clock, newId } = this.#options;
    const data = Buffer.from(base64, 'base64');
    if (data.length > mostBytes) {
      throw new InputError(
        `body.data is an image of ${inMegabytes(data.length)}; at most ${inMegabytes(mostBytes)} are kept, so make it smaller`,
      );
    }
    const mediaType = sniffImage(data);
    if (!mediaType) {
      throw new InputError(
        'body.data is no PNG, JPEG, GIF or WebP image, whatever its name says; SVG is not shown since it may carry scripts',
      );
    }
    const imageId = newId();
    await database.transaction(async tx => {
      mustBeEditable(await lockPostmortem(tx, id));
      if ((await countImages(tx, id)) >= mostImages) {
        throw new ConflictError(
          `${postmortemName(id)} has ${mostImages} images, which is the most; link to others instead`,
        );
      }
      const image = { id: imageId, name, mediaType, data };
      await insertImage(tx, id, image, clock.now(), by);
    });
    return {
      id: imageId,
      markdown: `![${name.replace(/[[\]\\]/g, '\\$&').replace(/\s+/g, ' ')}](muster-image:${imageId})`,
    };
  }

  /** One of a postmortem. @throws NotFoundError */
  async get(
    id: number,
    imageId: string,
  ): Promise<{ name: string; mediaType: string; data: string }> {
    const image = await findImage(this.#options.database.knex, id, imageId);
    if (!image) {
      throw new NotFoundError(`${postmortemName(id)} has no image ${imageId}`);
    }
    const { name, mediaType, data } = image;
    return { name, mediaType, data: data.toString('base64') };
  }
}

const inMegabytes = (bytes: number): string =>
  `${(bytes / 1024 / 1024).toFixed(1)} MB`;
