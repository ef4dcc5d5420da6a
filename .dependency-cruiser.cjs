/** Who may import whom. The reasons are in docs/boundaries.md; each rule here is one sentence of it. */

/** Modules of the server and the modules whose index.ts they may import. A new module gets a line here. */
const MAY_IMPORT = {
  identity: [],
  hospitals: [],
  content: [],
  messaging: ['identity'],
  companions: ['identity', 'hospitals'],
  // a payee is a companion: her name and her account
  payments: ['identity', 'companions'],
  coupons: ['identity'],
  insurance: ['identity', 'hospitals'],
  contracts: ['identity'],
  orders: ['identity', 'companions', 'hospitals', 'payments', 'coupons', 'insurance', 'contracts'],
  transparency: ['orders', 'payments', 'insurance'],
}

const modules = Object.keys(MAY_IMPORT).join('|')
/** Tests, and the kits that make people and things for them. */
const TEST = '(\\.test\\.tsx?|/testing[a-z-]*\\.ts|/test-setup\\.ts)$'

/** Files of the server's top floor that only declare words; the other files there put the program together. */
const WORDS = 'server/(module|route|system|config|problem)\\.ts$'

const edges = Object.entries(MAY_IMPORT).map(([name, allowed]) => ({
  name: `server-${name}-edges`,
  comment: `server/${name} may import ${['core', 'outside', ...allowed].join(', ')} and nothing else of the server`,
  severity: 'error',
  from: { path: `^server/${name}/`, pathNot: TEST },
  to: { path: '^server/', pathNot: [`^server/(${[name, 'core', 'outside', ...allowed].join('|')})/`, WORDS] },
}))

module.exports = {
  forbidden: [
    ...edges,
    {
      name: 'server-module-door',
      comment: 'A module is entered by its index.ts; only the list server/modules.ts names the modules themselves',
      severity: 'error',
      from: { path: '^server/([^/]+)/' },
      // a test may set its people up with another module's kit
      to: {
        path: `^server/(${modules})/`,
        pathNot: ['^server/$1/', '^server/[^/]+/(index|testing[a-z-]*)\\.ts$', '^server/payments/[a-z]+/testing\\.ts$'],
      },
    },
    {
      name: 'server-module-door-from-outside',
      comment: 'The programs beside the modules use the doors as well; modules.ts is the list of the modules',
      severity: 'error',
      // money-check/ledger.ts writes postings as the rooms of payments do: to measure them, and to ask the books
      from: {
        path: '^(server/[^/]+\\.ts$|e2e/|bench/|money-check/|embedded/|sandbox/)',
        pathNot: '^(server/modules|money-check/ledger)\\.ts$',
      },
      to: { path: `^server/(${modules})/`, pathNot: '^server/[^/]+/index\\.ts$' },
    },
    {
      name: 'server-unknown-module',
      comment: 'A folder of the server that is not in the table of .dependency-cruiser.cjs',
      severity: 'error',
      from: { path: '^server/[^/]+/', pathNot: `^server/(${modules}|core|outside|demo)/` },
      to: {},
    },
    {
      name: 'server-core-knows-no-business',
      comment: 'core/ has the words of the machine; only its test kit builds the whole program',
      severity: 'error',
      from: { path: '^server/core/', pathNot: [TEST, '^server/core/testing/'] },
      to: { path: '^server/', pathNot: ['^server/core/', WORDS] },
    },
    {
      name: 'server-outside-knows-only-core',
      comment: 'An adapter of an outside party knows its protocol, not our business',
      severity: 'error',
      from: { path: '^server/outside/', pathNot: TEST },
      to: { path: '^server/', pathNot: ['^server/(outside|core)/', WORDS] },
    },
    {
      name: 'server-is-the-product',
      comment: 'The product never knows the sandbox, the launcher or its clients; tests may use sandbox and launcher',
      severity: 'error',
      from: { path: '^server/', pathNot: [TEST, '^server/core/testing/', '^server/vitest'] },
      to: { path: '^(sandbox|embedded|miniapp|console|e2e|bench|money-check)/' },
    },
    {
      name: 'server-tests-know-no-client',
      comment: 'e2e/stack.ts is the server program itself, to be killed and started again',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(miniapp|console|e2e|bench)/', pathNot: '^e2e/stack\\.ts$' },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'The product does not lean on what was made to test it',
      severity: 'error',
      from: { path: '^(contract|server|sandbox|miniapp|console)/', pathNot: [TEST, '^server/core/testing/'] },
      to: { path: [TEST, '^server/core/testing/'] },
    },
    {
      name: 'sandbox-stands-alone',
      comment: 'Code shared with the server would share its mistakes, and the sandbox could not find them',
      severity: 'error',
      from: { path: '^sandbox/', pathNot: TEST },
      to: { path: '^(server|contract|embedded|miniapp|console|e2e|bench|money-check)/' },
    },
    {
      name: 'contract-is-only-shapes',
      severity: 'error',
      from: { path: '^contract/', pathNot: [TEST, '^contract/generate\\.ts$'] },
      to: { pathNot: '^contract/|(^|/)node_modules/zod/' },
    },
    {
      name: 'clients-know-only-the-contract',
      severity: 'error',
      from: { path: '^(miniapp|console)/' },
      to: { path: '^(server|sandbox|embedded|e2e|bench|money-check|miniapp|console)/', pathNot: '^$1/' },
    },
    {
      name: 'clients-carry-no-zod',
      comment: 'zod weighs 466 kB: clients import types from the contract, and only these files as code',
      severity: 'error',
      from: { path: '^(miniapp|console)/', pathNot: TEST },
      to: { path: '^contract/', pathNot: '^contract/(client|routes\\.gen)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'embedded-starts-programs',
      comment: 'The launcher runs the programs as processes; of the sandbox it needs the keys',
      severity: 'error',
      from: { path: '^embedded/', pathNot: TEST },
      to: {
        path: '^(server|contract|sandbox|miniapp|console|e2e|bench|money-check)/',
        pathNot: '^sandbox/(keys|server-env)\\.ts$',
      },
    },
    {
      name: 'no-circles',
      comment: 'Circles of types alone do no harm: they are gone when the code runs',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this file and it imports nothing: is it dead?',
      severity: 'error',
      from: {
        orphan: true,
        // Read by name and not imported: configuration, pages' scripts, programs of their own, what Taro looks for by convention.
        pathNot: [
          '\\.d\\.ts$',
          '(^|/).*\\.config\\.[cm]?[jt]s$',
          '/assets/',
          '/custom-tab-bar/',
          '/check-project\\.ts$',
          TEST,
        ],
      },
      to: {},
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that leads nowhere would also slip through all the rules above',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'tsc',
    tsPreCompilationDeps: true,
    webpackConfig: { fileName: `${__dirname}/embedded/import-aliases.cjs` },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.data|\\.taro-cache|\\.temp)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.jsx', '.cjs', '.mjs', '.json', '.d.ts', '.scss'],
    },
  },
}
