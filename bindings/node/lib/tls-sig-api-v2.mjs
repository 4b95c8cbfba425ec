// The names of the npm package tls-sig-api-v2, for ES modules: the same objects.

import api from './tls-sig-api-v2.js'

export const { Api } = api
export default api
