import type { Db } from './database.ts'

/** A small image, known by the hash of its bytes: the same image is stored once. */
export interface Picture {
  pictureId: string
  mime: string
  bytes: Uint8Array
}

export async function savePicture(db: Db, picture: Picture, createdAt: number): Promise<void> {
  await db
    .insertInto('pictures')
    .values({ ...picture, createdAt })
    .onConflict((conflict) => conflict.column('pictureId').doNothing())
    .execute()
}

export async function findPicture(db: Db, pictureId: string): Promise<Picture | null> {
  const found = await db
    .selectFrom('pictures')
    .select(['pictureId', 'mime', 'bytes'])
    .where('pictureId', '=', pictureId)
    .executeTakeFirst()
  return found ?? null
}
