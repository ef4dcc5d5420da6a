/** The database that needs no installation: PostgreSQL 18 from npm packages. The other files here are its inside. */
export { type Postgres, type PostgresOptions, startPostgres } from './postgres-server.ts'
export { type TestPostgres, startTestPostgres } from './postgres-test.ts'
