import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../sql.ts'
import { newId, newWorld, type World } from '../testing/world.ts'
import { FieldCipher, parseMasterKeys } from './field-cipher.ts'

let world: World
beforeAll(async () => (world = await newWorld()))
afterAll(() => world.close())

const key = (): string => randomBytes(32).toString('base64')

test('opens what it sealed, for the same subject and field only', async () => {
  const { cipher, db } = world.system
  const [mum, dad] = [newId(), newId()]
  const sealed = await cipher.seal(db, mum, 'name', '王秀兰 👵')
  await cipher.seal(db, dad, 'name', '王强')
  expect(await cipher.open(db, mum, 'name', sealed)).toBe('王秀兰 👵')
  expect(sealed.toString('utf8')).not.toContain('王')
  await expect(cipher.open(db, mum, 'phone', sealed)).rejects.toThrow()
  await expect(cipher.open(db, dad, 'name', sealed)).rejects.toThrow()
  const changed = Buffer.from(sealed)
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
  await expect(cipher.open(db, mum, 'name', changed)).rejects.toThrow()
})

test('many first uses of one subject at once agree on one key', async () => {
  const { cipher, db } = world.system
  const subject = newId()
  const sealed = await Promise.all(Array.from({ length: 20 }, (_, i) => cipher.seal(db, subject, 'f', `v${i}`)))
  expect(await Promise.all(sealed.map((each) => cipher.open(db, subject, 'f', each)))).toEqual(
    sealed.map((_, i) => `v${i}`),
  )
  expect(await world.rows(sql`select 1 from core.subject_keys where subject_id = ${subject}`)).toHaveLength(1)
})

test('a key made in a transaction that is undone is not used afterwards', async () => {
  const { cipher, db } = world.system
  const subject = newId()
  await db
    .tx(async (tx) => {
      await cipher.seal(tx, subject, 'f', 'lost')
      await cipher.open(tx, subject, 'f', await cipher.seal(tx, subject, 'f', 'lost too'))
      throw new Error('undo')
    })
    .catch(() => {})
  const sealed = await cipher.seal(db, subject, 'f', 'kept')
  expect(await new FieldCipher(parseMasterKeys(world.system.config.MASTER_KEY)).open(db, subject, 'f', sealed)).toBe(
    'kept',
  )
})

test('master keys rotate: old data opens, keys are wrapped anew, the old master can go', async () => {
  const { db } = world.system
  const [one, two] = [key(), key()]
  const subject = newId()
  const sealed = await new FieldCipher(parseMasterKeys(`1:${one}`)).seal(db, subject, 'f', 'v')
  const both = new FieldCipher(parseMasterKeys(`1:${one},2:${two}`))
  expect(await both.open(db, subject, 'f', sealed)).toBe('v')
  await db.run(sql`delete from core.subject_keys where subject_id <> ${subject}`)
  expect(await both.rewrap(db, 100)).toBe(1)
  expect(await new FieldCipher(parseMasterKeys(`2:${two}`)).open(db, subject, 'f', sealed)).toBe('v')
  await expect(new FieldCipher(parseMasterKeys(`1:${one}`)).open(db, subject, 'f', sealed)).rejects.toThrow('version 2')
})

test('a forgotten subject stays forgotten', async () => {
  const { cipher, db, config } = world.system
  const subject = newId()
  const sealed = await cipher.seal(db, subject, 'f', 'v')
  await db.run(sql`delete from core.subject_keys where subject_id = ${subject}`)
  await expect(new FieldCipher(parseMasterKeys(config.MASTER_KEY)).open(db, subject, 'f', sealed)).rejects.toThrow(
    'forgotten',
  )
})
