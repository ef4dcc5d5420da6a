/* The short names in imports, for dependency-cruiser, which reads them in webpack's form. */
const { join } = require('node:path')

module.exports = { resolve: { alias: { '@': join(__dirname, '../miniapp/src') } } }
