import { randomBytes, randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../core/sql.ts'
import { companionPerson, daughter, operatorWith, type Person } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { orderOf, progress, withCompanion, type ToldOrder } from './testing.ts'

let world: World
let anna: Person
let wang: Person
let order: ToldOrder
beforeAll(async () => {
  world = await newWorld()
})
beforeEach(async () => {
  anna = await daughter(world)
  wang = await companionPerson(world)
  order = orderOf(anna)
  await progress(world, order, 'paid')
  await progress(world, order, 'accepted', withCompanion(wang))
})
afterAll(() => world.close())

const upload = (person: Person, bytes: Buffer | string, threadId = order.id) =>
  world.call('POST', `/messaging/threads/${threadId}/pictures`, {
    token: person.token,
    body: { imageBase64: typeof bytes === 'string' ? bytes : bytes.toString('base64') },
  })
const send = (person: Person, pictureId: unknown, part: object = {}) =>
  world.call('POST', `/messaging/threads/${order.id}/messages`, {
    token: person.token,
    body: { commandId: randomUUID(), pictureId, ...part },
  })
async function download(
  token: string | null,
  id: unknown,
): Promise<{ status: number; bytes: Buffer; headers: Headers }> {
  const response = await fetch(`${world.url}/messaging/pictures/${String(id)}`, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
  })
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers }
}
const plain = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 30, b: 30, alpha: 0.5 } } })
const countPictures = async (): Promise<number> =>
  (
    await world.rows<{ n: number }>(
      sql`select count(*)::int as n from messaging.pictures where thread_id = ${order.id}`,
    )
  )[0]?.n ?? 0

describe('a picture', () => {
  test('is turned upright, scaled, rid of all metadata, and only then kept, encrypted', async () => {
    const bytes = await plain(3000, 2000)
      .jpeg()
      .withMetadata({
        orientation: 6,
        exif: { IFD0: { Make: 'SecretCamera' }, IFD3: { GPSLatitude: '31/1 12/1 0/1' } },
      })
      .toBuffer()
    expect(bytes.includes('SecretCamera')).toBe(true)
    const { body } = await upload(anna, bytes)
    expect(body).toMatchObject({ width: 1067, height: 1600 })
    const sent = await send(anna, body['pictureId'])
    expect(sent.body).toMatchObject({
      kind: 'picture',
      text: '',
      picture: { id: body['pictureId'], width: 1067, height: 1600 },
    })

    const { bytes: got, headers, status } = await download(wang.token, body['pictureId'])
    expect([status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
      200,
      'image/jpeg',
      'nosniff',
    ])
    const metadata = await sharp(got).metadata()
    expect([
      metadata.format,
      metadata.width,
      metadata.height,
      metadata.exif,
      metadata.xmp,
      metadata.icc,
      metadata.orientation,
    ]).toEqual(['jpeg', 1067, 1600, undefined, undefined, undefined, undefined])
    expect(got.includes('SecretCamera')).toBe(false)

    const [row] = await world.rows<{ bytes_sealed: Buffer }>(
      sql`select bytes_sealed from messaging.pictures where id = ${body['pictureId']}`,
    )
    expect(row?.bytes_sealed.includes(got.subarray(0, 20))).toBe(false)
    expect((await wang.api.messaging.getThread({ params: { id: order.id } })).lastText).toBe('[图片]')
  })

  test('PNG and WebP are taken; what is transparent stays so; a small one is not enlarged', async () => {
    const seen = await upload(anna, await plain(120, 80, 4).png().toBuffer())
    expect(seen.body).toMatchObject({ width: 120, height: 80 })
    expect((await sharp((await download(anna.token, seen.body['pictureId'])).bytes).metadata()).format).toBe('webp')
    expect((await upload(anna, await plain(50, 50).webp().toBuffer())).status).toBe(200)
    expect((await upload(anna, await plain(50, 50).png().toBuffer())).status).toBe(200)
  })

  test('what hides behind the pixels is gone', async () => {
    const bytes = Buffer.concat([
      await plain(40, 40).jpeg().toBuffer(),
      Buffer.from('<script>alert(1)</script>PK\u0003\u0004hidden'),
    ])
    const { body } = await upload(anna, bytes)
    expect((await download(anna.token, body['pictureId'])).bytes.includes('hidden')).toBe(false)
  })

  test('refuses everything else, by content and not by name, and keeps nothing', async () => {
    const jpeg = await plain(300, 300).jpeg().toBuffer()
    const refused: [string, Buffer | string, number][] = [
      [
        'svg',
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>'),
        400,
      ],
      ['gif', await plain(9, 9).gif().toBuffer(), 400],
      ['tiff', await plain(9, 9).tiff().toBuffer(), 400],
      ['html', Buffer.from('<html><body>hello, this is a picture</body></html>'), 400],
      ['cut off', jpeg.subarray(0, 400), 400],
      ['only the first bytes', Buffer.concat([jpeg.subarray(0, 20), randomBytes(500)]), 400],
      ['no base64', 'not base64 at all!!', 400],
      ['data url', `data:image/jpeg;base64,${jpeg.toString('base64')}`, 400],
      ['too many bytes', Buffer.concat([jpeg, Buffer.alloc(5 * 1024 * 1024)]), 413],
      ['far too many bytes', Buffer.alloc(6 * 1024 * 1024), 413],
      [
        'pixel bomb',
        await sharp({ create: { width: 7000, height: 7000, channels: 3, background: '#fff' } })
          .png({ compressionLevel: 9 })
          .toBuffer(),
        413,
      ],
    ]
    for (const [what, bytes, status] of refused)
      expect([what, (await upload(anna, bytes)).status]).toEqual([what, status])
    expect(await countPictures()).toBe(0)
  })

  test('many at once all arrive', async () => {
    const bytes = await plain(2000, 1500).jpeg().toBuffer()
    const answers = await Promise.all(Array.from({ length: 6 }, () => upload(anna, bytes)))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200])
  })
})

describe('who may see it', () => {
  let pictureId: unknown
  beforeEach(async () => {
    pictureId = (await upload(anna, await plain(60, 60).jpeg().toBuffer())).body['pictureId']
  })

  test('before it is sent: the sender alone; only she can send it, here, once', async () => {
    expect([(await download(anna.token, pictureId)).status, (await download(wang.token, pictureId)).status]).toEqual([
      200, 404,
    ])
    expect((await send(wang, pictureId)).status).toBe(404)
    const other = orderOf(anna)
    await progress(world, other, 'paid')
    const elsewhere = await world.call('POST', `/messaging/threads/${other.id}/messages`, {
      token: anna.token,
      body: { commandId: randomUUID(), pictureId },
    })
    expect(elsewhere.status).toBe(404)
    expect((await send(anna, randomUUID())).status).toBe(404)
    expect((await send(anna, pictureId, { text: '看' })).status).toBe(400)
    const answers = await Promise.all([send(anna, pictureId), send(anna, pictureId)])
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 404])
  })

  test('after it: members, and nobody who left or is somebody else', async () => {
    await send(anna, pictureId)
    const eve = await daughter(world)
    const statuses = async () => [
      (await download(wang.token, pictureId)).status,
      (await download(eve.token, pictureId)).status,
      (await download(null, pictureId)).status,
    ]
    expect(await statuses()).toEqual([200, 404, 401])
    await progress(world, order, 'handed-over', { formerCompanionAccountId: wang.accountId })
    expect(await statuses()).toEqual([404, 404, 401])
    const li = await companionPerson(world)
    await progress(world, order, 'accepted', withCompanion(li, '李师傅'))
    expect((await download(li.token, pictureId)).status).toBe(404)
    for (const bad of ['x', '../../etc/passwd', randomUUID()])
      expect((await download(anna.token, encodeURIComponent(bad))).status).toBe(404)
  })

  test('dispatchers and security, with a trace; no other operator; an unsent one nobody', async () => {
    const [desk, money] = [await operatorWith(world, ['dispatcher']), await operatorWith(world, ['finance', 'audit'])]
    expect((await download(desk.token, pictureId)).status).toBe(404)
    await send(anna, pictureId)
    expect([(await download(desk.token, pictureId)).status, (await download(money.token, pictureId)).status]).toEqual([
      200, 403,
    ])
    const looks = await world.rows<{ actor_id: string; detail: unknown }>(
      sql`select actor_id, detail from core.audit where action = 'messaging.picture-looked-at' and subject_id = ${order.id}`,
    )
    expect(looks).toEqual([{ actor_id: desk.operatorId, detail: { pictureId } }])
  })

  test('what was never sent is deleted after a day, what was sent stays', async () => {
    const unsent = (await upload(anna, await plain(60, 60).jpeg().toBuffer())).body['pictureId']
    await send(anna, pictureId)
    await world.advance({ days: 1, minutes: 61 })
    await world.drain()
    expect([(await download(anna.token, unsent)).status, (await download(anna.token, pictureId)).status]).toEqual([
      404, 200,
    ])
  })
})
