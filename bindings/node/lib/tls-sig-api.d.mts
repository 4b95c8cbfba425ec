export * from './tls-sig-api.js'
import { Sig } from './tls-sig-api.js'
declare const api: { Sig: typeof Sig }
export default api
