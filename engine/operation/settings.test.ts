import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { WrongSetting, readSettings } from './settings.ts'

describe('settings', () => {
  it('[RU1] have defaults that need nothing', () => {
    expect(readSettings([], {})).toEqual({
      port: 4_000,
      host: '0.0.0.0',
      dataFolder: resolve('.data'),
      databaseUrl: null,
      demo: null,
      logLevel: 'info',
      publicUrl: null,
      proxies: 0,
      s3: null,
      mail: null,
      allowPrivate: false,
      rateFactor: 1,
    })
    expect(readSettings([], { PORT: '', DATABASE_URL: '', PARLEY_DEMO: '' }).port).toBe(4_000)
  })

  it('[RU1] come from the environment, and the command line wins', () => {
    const env = {
      PORT: '4001',
      PARLEY_DATA: '/srv/parley',
      DATABASE_URL: 'postgres://me@db/parley',
      PARLEY_DEMO: '1',
      PARLEY_LOG: 'warn',
      PARLEY_URL: 'https://desk.example',
      PARLEY_PROXIES: '1',
      PARLEY_RATE_FACTOR: '2.5',
      PARLEY_ALLOW_PRIVATE: '1',
      PARLEY_HOST: '127.0.0.1',
      PARLEY_SMTP_URL: 'smtp://mail.example:587',
      PARLEY_MAIL_FROM: 'Desk <desk@example.com>',
    }
    expect(readSettings([], env)).toEqual({
      port: 4_001,
      host: '127.0.0.1',
      dataFolder: '/srv/parley',
      databaseUrl: 'postgres://me@db/parley',
      demo: true,
      logLevel: 'warn',
      publicUrl: 'https://desk.example',
      proxies: 1,
      s3: null,
      mail: { url: 'smtp://mail.example:587', from: 'Desk <desk@example.com>' },
      allowPrivate: true,
      rateFactor: 2.5,
    })
    const args = ['--port', '5000', '--data', '/other']
    expect(readSettings(args, env)).toMatchObject({ port: 5_000, dataFolder: '/other' })
    expect(readSettings(['--port=0'], env).port).toBe(0)
  })

  it('[RU1] name a bucket for files, where there is one', () => {
    const bucket = { PARLEY_S3_BUCKET: 'files', PARLEY_S3_KEY: 'key', PARLEY_S3_SECRET: 'secret' }
    const s3 = {
      bucket: 'files',
      key: 'key',
      secret: 'secret',
      endpoint: null,
      region: 'us-east-1',
    }
    expect(readSettings([], bucket)).toMatchObject({ s3 })
    const elsewhere = { PARLEY_S3_ENDPOINT: 'https://s3.example', PARLEY_S3_REGION: 'eu-central-1' }
    expect(readSettings([], { ...bucket, ...elsewhere })).toMatchObject({
      s3: { ...s3, endpoint: 'https://s3.example', region: 'eu-central-1' },
    })
  })

  it.each([
    [[], { PORT: 'http' }, 'PORT'],
    [[], { PORT: '70000' }, 'PORT'],
    [['--port', '-1'], {}, 'port'],
    [['--port'], {}, 'port'],
    [[], { DATABASE_URL: 'mysql://db' }, 'DATABASE_URL: begins with postgres://.'],
    [[], { PARLEY_DEMO: 'yes' }, 'PARLEY_DEMO: is 0 or 1.'],
    [[], { PARLEY_LOG: 'loud' }, 'PARLEY_LOG: is one of debug, info'],
    [[], { PARLEY_URL: 'desk.example' }, 'PARLEY_URL'],
    [[], { PARLEY_URL: 'javascript:alert(1)' }, 'PARLEY_URL'],
    [[], { PARLEY_RATE_FACTOR: '0' }, 'PARLEY_RATE_FACTOR'],
    [[], { PARLEY_S3_BUCKET: 'files' }, 'PARLEY_S3_SECRET go together.'],
    [[], { PARLEY_S3_ENDPOINT: 'http://minio' }, 'PARLEY_S3_SECRET go together.'],
    [[], { PARLEY_S3_BUCKET: 'A bucket/..' }, 'PARLEY_S3_BUCKET'],
    [[], { PARLEY_S3_ENDPOINT: 'minio' }, 'PARLEY_S3_ENDPOINT'],
    [['--prot', '1'], {}, '--prot'],
    [['start'], {}, 'start'],
  ])('[RU1] %j %j is refused in words', (args, env, words) => {
    expect(() => readSettings(args, env)).toThrow(WrongSetting)
    expect(() => readSettings(args, env)).toThrow(words)
  })

  it('[ML3] want the sender and the address of the links where mail is wanted', () => {
    const mail = {
      PARLEY_SMTP_URL: 'smtps://me:word@mail.example',
      PARLEY_MAIL_FROM: 'desk@example.com',
      PARLEY_URL: 'https://desk.example',
    }
    expect(readSettings([], mail).mail).toEqual({
      url: mail.PARLEY_SMTP_URL,
      from: mail.PARLEY_MAIL_FROM,
    })
    for (const name of ['PARLEY_MAIL_FROM', 'PARLEY_URL'] as const) {
      expect(() => readSettings([], { ...mail, [name]: '' })).toThrow(name)
    }
    const wrong = [
      { PARLEY_SMTP_URL: 'https://mail.example' },
      { PARLEY_MAIL_FROM: 'nobody' },
      { PARLEY_MAIL_FROM: 'me@example.com\r\nBcc: you@example.com' },
    ]
    for (const one of wrong) {
      expect(() => readSettings([], { ...mail, ...one })).toThrow(WrongSetting)
    }
  })
})
