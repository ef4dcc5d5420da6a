/** The people of this world. One person: one WeChat identity, one phone. */
import { randomInt, randomUUID } from 'node:crypto'
import { MARKS } from '../sandbox-marks.ts'
import type { World } from '../core/world.ts'

export type User = { openid: string; nickname: string; phone: string; created_at: number }

const CODE_LIFE_MS = 5 * 60_000

export function listUsers(world: World): User[] {
  return world.state.all<User>('select * from users order by created_at, rowid')
}

export function findUser(world: World, openid: string): User | undefined {
  return world.state.one<User>('select * from users where openid = ?', openid)
}

export function findUserByPhone(world: World, phone: string): User | undefined {
  return world.state.one<User>('select * from users where phone = ?', phone)
}

function newOpenid(): string {
  return MARKS.openid + randomUUID().replaceAll('-', '').slice(0, 24)
}

function freePhone(world: World): string {
  const phone = `1990${String(randomInt(10_000_000)).padStart(7, '0')}`
  return findUserByPhone(world, phone) ? freePhone(world) : phone
}

/** Asking again with the same openid or phone gives the same person: a demo set-up may run twice. */
export function ensureUser(world: World, wish: { nickname?: string; phone?: string; openid?: string }): User {
  const known =
    (wish.openid && findUser(world, wish.openid)) || (wish.phone && findUserByPhone(world, wish.phone)) || undefined
  if (wish.phone && !/^1[3-9]\d{9}$/.test(wish.phone)) throw new Error('phone: 11 digits of a mainland mobile number')
  if (wish.openid && !/^[\w-]{10,64}$/.test(wish.openid)) throw new Error('openid: 10-64 of [A-Za-z0-9_-]')
  const user: User = {
    openid: known?.openid ?? (wish.openid || newOpenid()),
    nickname: (wish.nickname || known?.nickname || '微信用户').slice(0, 20),
    phone: wish.phone || known?.phone || freePhone(world),
    created_at: known?.created_at ?? world.clock.now(),
  }
  world.state.run(
    `insert into users (openid, nickname, phone, created_at) values (?, ?, ?, ?)
     on conflict (openid) do update set nickname = excluded.nickname, phone = excluded.phone`,
    user.openid,
    user.nickname,
    user.phone,
    user.created_at,
  )
  return user
}

export type CodeKind = 'login' | 'phone'

/** What wx.login and the getPhoneNumber button give the client. */
export function issueCode(world: World, kind: CodeKind, openid: string): string {
  if (!findUser(world, openid)) throw new Error('openid: nobody has it')
  const code = (kind === 'login' ? '0' : 'p') + randomUUID().replaceAll('-', '')
  world.state.run('insert into codes values (?, ?, ?, ?, null)', code, kind, openid, world.clock.now())
  return code
}

/** Single use, five minutes. */
export function redeemCode(world: World, kind: CodeKind, code: string): User | 'invalid' | 'used' {
  const row = world.state.one<{ openid: string; created_at: number; used_at: number | null }>(
    'select openid, created_at, used_at from codes where code = ? and kind = ?',
    code,
    kind,
  )
  if (!row || row.created_at + CODE_LIFE_MS < world.clock.now()) return 'invalid'
  if (row.used_at !== null) return 'used'
  world.state.run('update codes set used_at = ? where code = ?', world.clock.now(), code)
  return findUser(world, row.openid) ?? 'invalid'
}
