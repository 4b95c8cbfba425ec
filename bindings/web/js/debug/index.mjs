// Debug only: it puts the secret key into the app. Make tickets on a server before you publish.
export { default } from './lib-generate-test-usersig.min.js';
