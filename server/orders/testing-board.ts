/** Years of orders in a second, by SQL: for questions of speed only. */
import type { World } from '../core/testing/world.ts'
import { sql } from '../core/sql.ts'
import type { Cast } from './testing.ts'

/** Two years around now: nearly all done, one in a hundred alive; a hundred at the same minute; some of `cast`. */
export async function manyOrders(world: World, { anna, mum, wang }: Cast, count: number): Promise<void> {
  const now = world.clock.now()
  await world.rows(sql`
    insert into orders.orders (id, number, state, account_id, patient_id, patient_sex, patient_age_band, hospital_id, hospital_name, hospital_district, package_kind, segment,
      add_ons, starts_at, ends_at, meeting_point, companion_id, accepted_at, quote, quote_id, total_fen, service_fen, companion_percent, income_fen, visit_code, pay_before, paid_at, finished_at, auto_confirm_at, created_at, refund_failed_at)
    select gen_random_uuid(), '240101' || lpad(n::text, 6, '0'), state, case when n % 500 = 0 then ${anna.accountId}::uuid else gen_random_uuid() end, ${mum.id}, 'female', '70-79 岁',
      'H' || n % 378, '医院 ' || n % 378, '区 ' || n % 16, 'half-day', 'general', '{}', starts_at, starts_at + interval '4 hours', '大厅',
      case when state in ('booked', 'paid', 'expired') then null when n % 200 = 1 then ${wang.id}::uuid else gen_random_uuid() end,
      case when state in ('booked', 'paid', 'expired') then null else starts_at - interval '1 day' end, '{}', gen_random_uuid(), 21800, 21800, 75, 16350, '1234', starts_at - interval '2 days', starts_at - interval '2 days',
      starts_at + interval '4 hours', starts_at + interval '3 days', starts_at - interval '3 days' - n * interval '1 second', case when n % 5000 = 0 then starts_at end
    from (
      select n, case when n % 100 <> 0 then case when n % 10 = 5 then 'expired' else 'confirmed' end
        else (array['booked', 'paid', 'accepted', 'departed', 'met', 'exams', 'finished', 'reported'])[1 + (n / 100) % 8] end as state,
        date_trunc('hour', ${now}::timestamptz) + case when n % 100 = 0 then (n / 100 % 240) * interval '1 hour' else - (n / 100) * interval '1 hour' - interval '10 days' end as starts_at
      from generate_series(1, ${count}) n
    ) made`)
  await world.rows(sql`vacuum analyze orders.orders`)
}
