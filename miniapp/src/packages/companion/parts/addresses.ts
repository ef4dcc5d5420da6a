const page = (name: string, query = '') => `/packages/companion/${name}/index${query}`
const byId = (name: string) => (id: string) => page(name, `?id=${encodeURIComponent(id)}`)

/** The pages of a companion's work. */
export const WORK = {
  tasks: page('tasks'),
  offer: byId('offer'),
  visit: byId('visit'),
  report: byId('report'),
  guide: byId('guide'),
  calendar: page('calendar'),
  hours: page('hours'),
  profile: page('profile'),
  earnings: page('earnings'),
  statements: page('statements'),
  statement: (month: string) => page('statement', `?month=${month}`),
  payee: page('payee'),
  withdraw: page('withdraw'),
  withdrawals: page('withdrawals'),
  withdrawal: byId('withdrawal'),
} as const
