export * from './tls-sig-api-v2.js'
import { Api } from './tls-sig-api-v2.js'
declare const api: { Api: typeof Api }
export default api
