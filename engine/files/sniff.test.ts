import { describe, expect, it } from 'vitest'
import { SAMPLES } from './samples.ts'
import { SNIFF_BYTES, sniff } from './sniff.ts'

type Sample = keyof typeof SAMPLES
type Found = [name: Sample, mime: string, kind: string, of: string]

const TABLE: Found[] = [
  ['png', 'image/png', 'image', 'image'],
  ['jpeg', 'image/jpeg', 'image', 'image'],
  ['gif', 'image/gif', 'image', 'image'],
  ['webp', 'image/webp', 'image', 'image'],
  ['avif', 'image/avif', 'image', 'image'],
  ['mp3', 'audio/mpeg', 'audio', 'audio'],
  ['m4a', 'audio/mp4', 'audio', 'audio'],
  ['wav', 'audio/wav', 'audio', 'audio'],
  ['flac', 'audio/flac', 'audio', 'audio'],
  // The library says `audio/ogg; codecs=opus`: a parameter is no other type.
  ['opus', 'audio/ogg', 'audio', 'audio'],
  ['mp4', 'video/mp4', 'video', 'video'],
  ['mov', 'video/quicktime', 'video', 'video'],
  ['webm', 'video/webm', 'video', 'video'],
  // Pictures that no browser shows everywhere, or that can hold more than a picture.
  ['heic', 'image/heic', 'other', 'other'],
  ['tiff', 'image/tiff', 'other', 'other'],
  ['svg', 'text/plain', 'other', 'other'],
  ['svgInXml', 'application/xml', 'other', 'other'],
  ['html', 'text/plain', 'other', 'other'],
  ['pdf', 'application/pdf', 'other', 'document'],
  ['pdfAndHtml', 'application/pdf', 'other', 'document'],
  ['odt', 'application/vnd.oasis.opendocument.text', 'other', 'document'],
  ['text', 'text/plain', 'other', 'document'],
  ['nothing', 'text/plain', 'other', 'document'],
  ['zip', 'application/zip', 'other', 'other'],
  ['unknown', 'application/octet-stream', 'other', 'other'],
  // What it is for whoever reads its first bytes; it is served so that nobody guesses otherwise.
  ['gifAndScript', 'image/gif', 'image', 'image'],
]

const PROGRAMS: Sample[] = ['exe', 'elf', 'script', 'wasm']

describe('what a file is', () => {
  it.each(TABLE)('[FI1] is read from its bytes: %s is %s', async (sample, mime, kind, found) => {
    // Names that say something else, and that say nothing.
    for (const name of ['picture.png', 'page.svg', 'page.html', 'notes.txt', 'noname']) {
      const sniffed = await sniff(SAMPLES[sample], name, true)
      expect(sniffed, name).toEqual({ mime, kind, class: found })
    }
  })

  it('[FI1] is nothing that is shown where its bytes break off', async () => {
    const sniffed = await sniff(SAMPLES.broken, 'picture.png', true)
    expect(sniffed).not.toMatchObject({ class: 'program' })
    expect(['image/png', 'application/octet-stream']).toContain(sniffed.mime)
  })

  it('[FI1] of a long text is text, also where a character is cut', async () => {
    const long = new TextEncoder().encode('ü'.repeat(SNIFF_BYTES))
    const head = long.subarray(0, SNIFF_BYTES - 1)
    expect(await sniff(head, 'long.txt', false)).toMatchObject({ mime: 'text/plain' })
    expect(await sniff(head, 'long.txt', true)).toMatchObject({ mime: 'application/octet-stream' })
  })

  it.each(PROGRAMS)('[FI2] of %s is a program, whatever its name', async (sample) => {
    for (const name of ['invoice.pdf', 'picture.png', 'program']) {
      expect(await sniff(SAMPLES[sample], name, true)).toMatchObject({ class: 'program' })
    }
  })

  it.each([
    'run.exe',
    'run.EXE',
    'run.bat',
    'run.exe. .',
    'page.hta',
    'x.pdf.scr',
    'x.jar',
    'a.lnk',
  ])('[FI2] of what a double click runs is a program: %s', async (name) => {
    expect(await sniff(SAMPLES.text, name, true)).toMatchObject({ class: 'program' })
  })
})
