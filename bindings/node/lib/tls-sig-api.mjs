// The names of the npm package tls-sig-api, for ES modules: the same objects.

import api from './tls-sig-api.js'

export const { Sig } = api
export default api
