/* First bytes of files, for tests: as small as what they are can be seen from. */

const text = (words: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(words)

function bytes(...parts: (string | number[] | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const whole = parts.map((part) =>
    typeof part === 'string' ? Buffer.from(part, 'latin1') : Uint8Array.from(part),
  )
  return Uint8Array.from(Buffer.concat(whole))
}

const box = (brand: string) => bytes([0, 0, 0, 0x18], `ftyp${brand}`, [0, 0, 0, 0], `${brand}mif1`)

/** A whole picture of one point. */
export const PNG = bytes(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
)

export const PDF = bytes(
  '%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF',
)
export const SVG = text(
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>',
)
export const HTML = text('<!doctype html><script>alert(document.domain)</script>')

export const SAMPLES = {
  png: PNG,
  jpeg: bytes([0xff, 0xd8, 0xff, 0xe0, 0, 16], 'JFIF\0'),
  gif: bytes('GIF89a', [1, 0, 1, 0, 0, 0, 0, 0x3b]),
  webp: bytes('RIFF', [26, 0, 0, 0], 'WEBPVP8L'),
  avif: box('avif'),
  mp3: bytes([0xff, 0xfb, 0x90, 0x64], new Uint8Array(600)),
  m4a: box('M4A '),
  wav: bytes('RIFF', [36, 0, 0, 0], 'WAVEfmt '),
  flac: bytes('fLaC', [0, 0, 0, 34], new Uint8Array(34)),
  opus: bytes('OggS', new Uint8Array(24), 'OpusHead', new Uint8Array(11)),
  mp4: box('isom'),
  mov: box('qt  '),
  webm: bytes([0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84], 'webm', new Uint8Array(64)),
  heic: box('heic'),
  tiff: bytes([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0], new Uint8Array(64)),
  pdf: PDF,
  odt: bytes(
    'PK',
    [3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 39, 0, 0, 0, 39, 0, 0, 0, 8, 0, 0, 0],
    'mimetypeapplication/vnd.oasis.opendocument.text',
    'PK',
    new Uint8Array(64),
  ),
  zip: bytes('PK', [5, 6], new Uint8Array(18)),
  text: text('Guten Tag, wo ist mein Paket? Größe 3.'),
  svg: SVG,
  svgInXml: bytes('<?xml version="1.0"?>', SVG),
  html: HTML,
  exe: bytes('MZ', new Uint8Array(128)),
  elf: bytes([0x7f], 'ELF', new Uint8Array(64)),
  script: text('#!/bin/sh\nrm -rf ~\n'),
  wasm: bytes([0], 'asm', [1, 0, 0, 0]),
  /** A picture for one reader, a script for another. */
  gifAndScript: bytes(
    'GIF89a/*',
    [0, 0, 0, 0],
    '*/=1;alert(document.domain)//<script>alert(1)</script>',
  ),
  /** A page for whoever guesses, a document for whoever reads its first bytes. */
  pdfAndHtml: bytes(PDF, HTML),
  /** Begins as a picture and does not go on as one. */
  broken: bytes([0x89], 'PNG\r\n', [0x1a, 0x0a]),
  unknown: bytes([0, 1, 2, 3, 0xfe, 0xff, 0, 9]),
  nothing: new Uint8Array(0),
} as const satisfies Record<string, Uint8Array<ArrayBuffer>>
