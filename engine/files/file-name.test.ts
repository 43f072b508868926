import { describe, expect, it } from 'vitest'
import { cleanFileName } from './file-name.ts'

describe('the name of a file', () => {
  it.each([
    ['holiday.png', 'holiday.png'],
    ['Größe  "1"; résumé 写真.pdf', 'Größe "1"; résumé 写真.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\ann\\bill.pdf', 'bill.pdf'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['a\r\nSet-Cookie: b.txt', 'aSet-Cookie: b.txt'],
    ['.htaccess', 'htaccess'],
    ['...', 'file'],
    ['dir/', 'file'],
    ['\u0000\u2066', 'file'],
    [`${'x'.repeat(254)}😀.png`, 'x'.repeat(254)],
  ])('[FI4] is its last part, and reads as it is: %j', (name, clean) => {
    expect(cleanFileName(name)).toBe(clean)
  })
})
