import { z } from 'zod'
import { MAX_FILES, MAX_FILE_NAME_LENGTH } from './limits.ts'
import { id, isStorable } from './scalars.ts'

/** How a file is shown: images, audio and video in place, anything else as a download. */
export const fileKind = z.enum(['image', 'audio', 'video', 'other'])

/** What an account can allow: `document` is text, PDF and office files, `other` the rest. */
export const fileClass = z.enum(['image', 'audio', 'video', 'document', 'other'])

/** What is known of a file that was uploaded. */
export const uploadedFile = z.object({
  fileId: id,
  name: z.string(),
  /** What its bytes say that it is, never what somebody called it. */
  mime: z.string(),
  /** In bytes. */
  size: z.int().min(0),
  kind: fileKind,
})

/** A file in a message or comment. */
export const fileView = uploadedFile.extend({
  /** Where its bytes are, from the server's address on; it holds for an hour at least. */
  url: z.string(),
})

/** Uploads that go with a message or comment, each once, in their order. */
export const fileIds = z
  .array(id)
  .max(MAX_FILES)
  .refine((ids) => new Set(ids).size === ids.length, 'names a file twice')

/** `?name=` of an upload. */
export const uploadName = z
  .string()
  .min(1)
  .max(MAX_FILE_NAME_LENGTH)
  .refine(isStorable, 'holds a character that cannot be stored')

/** A message or comment has words, or files, or both. */
export function saysSomething(said: { text: string; fileIds?: string[] | undefined }): boolean {
  return said.text.trim() !== '' || (said.fileIds?.length ?? 0) > 0
}

export type FileKind = z.infer<typeof fileKind>
export type FileClass = z.infer<typeof fileClass>
export type UploadedFile = z.infer<typeof uploadedFile>
export type FileView = z.infer<typeof fileView>
