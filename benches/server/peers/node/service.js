'use strict';
// An issuing service on Tencent's Node package, as small as one can be that looks at its caller's
// token: POST {"userid"} to /usersigs. One process for each core, as Node's own `cluster` does it.
// PORT, KEY and TOKEN come from the environment.

const cluster = require('node:cluster');
const { createHash, timingSafeEqual } = require('node:crypto');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

const SDKAPPID = 1400000000;
const EXPIRE = 7 * 86400;

if (cluster.isPrimary) {
  for (let n = 0; n < os.availableParallelism(); n++) cluster.fork();
} else {
  serve();
}

function serve() {
  const packages = { paths: [path.join(__dirname, '../../../../peers/node')] };
  const { Api } = require(require.resolve('tls-sig-api-v2', packages));
  const api = new Api(SDKAPPID, process.env.KEY);
  const digest = (text) => createHash('sha256').update(text).digest();
  const expected = digest(`Bearer ${process.env.TOKEN}`);

  const issue = (body) => {
    const { userid } = JSON.parse(body);
    if (typeof userid !== 'string' || userid === '') throw new Error('the request names no UserID');
    const time = Math.floor(Date.now() / 1000);
    return {
      ticket: api.genUserSig(userid, EXPIRE),
      sdkappid: SDKAPPID,
      userid,
      time,
      expire: EXPIRE,
      expires_at: time + EXPIRE,
    };
  };
  const answer = (response, status, value) => {
    const body = JSON.stringify(value);
    response.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  };
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) {
        answer(response, 401, { error: 'the API token is unknown' });
      } else if (request.method !== 'POST' || request.url !== '/usersigs') {
        answer(response, 404, { error: 'there is nothing at this path' });
      } else {
        try {
          answer(response, 200, issue(Buffer.concat(chunks).toString()));
        } catch (error) {
          answer(response, 400, { error: error.message });
        }
      }
    });
  });
  server.listen(Number(process.env.PORT), '127.0.0.1');
}
