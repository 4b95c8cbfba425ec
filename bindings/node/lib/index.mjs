// The package's own interface, for ES modules: the same objects.

import usersig from './index.js'

export const { Application, Privilege, UserSigError, UserSigRejection, diagnose, inspect } = usersig
