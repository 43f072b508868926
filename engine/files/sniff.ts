import { fileTypeFromBuffer } from 'file-type'
import type { FileClass, FileKind } from '#protocol/files'

/*
 * What a file is, is read from its bytes; its name and whatever its sender calls it are never
 * believed, but for one thing: a name that would make a computer run it is reason enough to say no.
 */

/** So much of a file's beginning says what it is: an office file names its parts within this. */
export const SNIFF_BYTES = 64 * 1024

export interface SniffedFile {
  /** Of the kinds that are shown in place exactly a type that is known to be safe. */
  mime: string
  kind: FileKind
}

/** Served as they are; every other file is only ever a download. */
const SHOWN: Record<string, { mime: string; kind: FileKind }> = {
  'image/png': { mime: 'image/png', kind: 'image' },
  'image/apng': { mime: 'image/apng', kind: 'image' },
  'image/jpeg': { mime: 'image/jpeg', kind: 'image' },
  'image/gif': { mime: 'image/gif', kind: 'image' },
  'image/webp': { mime: 'image/webp', kind: 'image' },
  'image/avif': { mime: 'image/avif', kind: 'image' },
  'audio/mpeg': { mime: 'audio/mpeg', kind: 'audio' },
  'audio/mp4': { mime: 'audio/mp4', kind: 'audio' },
  'audio/x-m4a': { mime: 'audio/mp4', kind: 'audio' },
  'audio/aac': { mime: 'audio/aac', kind: 'audio' },
  'audio/flac': { mime: 'audio/flac', kind: 'audio' },
  'audio/x-flac': { mime: 'audio/flac', kind: 'audio' },
  'audio/ogg': { mime: 'audio/ogg', kind: 'audio' },
  'audio/wav': { mime: 'audio/wav', kind: 'audio' },
  'video/mp4': { mime: 'video/mp4', kind: 'video' },
  'video/x-m4v': { mime: 'video/mp4', kind: 'video' },
  'video/quicktime': { mime: 'video/quicktime', kind: 'video' },
  'video/webm': { mime: 'video/webm', kind: 'video' },
  'video/ogg': { mime: 'video/ogg', kind: 'video' },
}

/** What runs, installs something, or leads to what does. */
const PROGRAMS = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/x-apple-diskimage',
  'application/x-deb',
  'application/x-rpm',
  'application/x-google-chrome-extension',
  'application/x-shockwave-flash',
  'application/x.ms.shortcut',
  'application/x-ms-regedit',
  'application/vnd.ms-htmlhelp',
  'application/x-xpinstall',
  'application/x.apple.alias',
  'application/java-vm',
  'application/java-archive',
  'application/vnd.android.package-archive',
  'application/vnd.ms-cab-compressed',
  'application/wasm',
])

/** Ends of names that a double click runs, on some computer. */
const RUN_BY_NAME = new Set(
  (
    'ade adp apk app appx bat cab chm cmd com command cpl crx deb desktop diagcab dll dmg ' +
    'drv exe gadget hta inf ins iso isp jar jnlp js jse lnk mde msc msi msix msp mst nsh pif pkg ' +
    'ps1 psm1 reg rpm scf scr sct settingcontent-ms sh shb shs sys url vb vbe vbs vxd workflow ' +
    'ws wsc wsf wsh xll xpi'
  ).split(' '),
)

const DOCUMENT =
  /^(application\/(pdf|rtf|epub\+zip|x-cfb|vnd\.(openxmlformats-officedocument|oasis\.opendocument|ms-(word|excel|powerpoint|outlook)|visio)\b.*)|text\/.*)$/

/** What a file is by its first bytes; `isWhole` where they are all of it. */
export async function sniff(
  head: Uint8Array,
  name: string,
  isWhole: boolean,
): Promise<SniffedFile & { class: FileClass | 'program' }> {
  const found = await typeOf(head)
  const mime = found ?? (isText(head, isWhole) ? 'text/plain' : 'application/octet-stream')
  if (PROGRAMS.has(mime) || isScript(head) || RUN_BY_NAME.has(endOf(name))) {
    return { mime, kind: 'other', class: 'program' }
  }
  const shown = Object.hasOwn(SHOWN, mime) ? SHOWN[mime] : undefined
  if (shown !== undefined) return { ...shown, class: shown.kind }
  const isDocument = DOCUMENT.test(mime) && !isMarkup(head)
  return { mime, kind: 'other', class: isDocument ? 'document' : 'other' }
}

async function typeOf(head: Uint8Array): Promise<string | null> {
  try {
    const found = await fileTypeFromBuffer(head)
    // A type may come with parameters: `audio/ogg; codecs=opus`.
    return found?.mime.split(';', 1)[0]?.trim().toLowerCase() ?? null
  } catch {
    // The bytes begin as one type and do not go on as it: of no type.
    return null
  }
}

function isText(head: Uint8Array, isWhole: boolean): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !isWhole })
    return !text.includes('\0')
  } catch {
    return false
  }
}

function isScript(head: Uint8Array): boolean {
  return head[0] === 0x23 && head[1] === 0x21 // #!
}

/** HTML, SVG and their like, which can hold scripts. */
function isMarkup(head: Uint8Array): boolean {
  return /^\uFEFF?\s*</.test(new TextDecoder().decode(head.subarray(0, 1_024)))
}

function endOf(name: string): string {
  return /\.([^.]*)$/.exec(name.replace(/[.\s]+$/, ''))?.[1]?.toLowerCase() ?? ''
}
