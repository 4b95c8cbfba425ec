// Every page of the console: a name, and its path or the way to it.

const APP = 1400000000;
const OTHER = 1400517283;
/** A ticket that was cut off on its way. */
export const BROKEN = "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLB";

/** Pages that an address opens. */
export const PAGES = [
  ["overview", "/"],
  ["apps", "/apps"],
  ["app-new", "/apps/new"],
  ["app", `/apps/${APP}`],
  ["app-keys", `/apps/${OTHER}/keys`],
  ["app-key-new", `/apps/${APP}/keys/new`],
  ["app-key-retire", `/apps/${OTHER}/keys/1/retire`],
  ["app-key-reveal", `/apps/${APP}/keys/1/reveal`],
  ["app-policy", `/apps/${APP}/policy`],
  ["app-issuers", `/apps/${OTHER}/issuers`],
  ["app-issuers-empty", `/apps/${APP}/issuers`],
  ["app-state", `/apps/${APP}/state`],
  ["app-suspended", "/apps/1600012345"],
  ["app-delete", `/apps/${APP}/delete`],
  ["generate", "/tools/generate"],
  ["verify", "/tools/verify"],
  ["diagnose", "/tools/diagnose"],
  ["room", "/tools/private-map-key"],
  ["revocations", "/revocations"],
  ["revocations-empty", `/revocations?app=${OTHER}`],
  ["tokens", "/tokens"],
  ["token-new", "/tokens/new"],
  ["token-revoke", "/tokens/1/revoke"],
  ["statistics", "/statistics"],
  ["statistics-hour", "/statistics?range=hour"],
  ["statistics-month", `/statistics?range=month&app=${APP}`],
  ["audit", "/audit"],
  ["audit-none", "/audit?actor=nobody"],
  ["administrators", "/administrators"],
  ["admin-reset", "/administrators/xiaohong/reset"],
  ["settings", "/settings"],
  ["settings-password", "/settings/password"],
  ["settings-totp", "/settings/totp"],
  ["about", "/about"],
  ["not-found", "/no-such-page"],
];

const send = (page) => page.click("main form.form button[type=submit].main");

async function generate(page, address) {
  await page.goto(`${address}/tools/generate?app=${APP}`);
  await page.fill("#userid", "xiaoming");
  await send(page);
  return page.textContent("#ticket-text");
}

/** Pages that stand behind a form. */
export function states({ address }) {
  return [
    ["generate-done", async (page) => { await generate(page, address); }],
    ["generate-refused", async (page) => {
      await page.goto(`${address}/tools/generate`);
      await page.fill("#userid", "no spaces, please <b>");
      await send(page);
    }],
    ["verify-good", async (page) => {
      const ticket = await generate(page, address);
      await page.goto(`${address}/tools/verify?app=${APP}`);
      await page.fill("#userid", "xiaoming");
      await page.fill("#ticket", ticket);
      await send(page);
    }],
    ["verify-rejected", async (page) => {
      const ticket = await generate(page, address);
      await page.goto(`${address}/tools/verify?app=${APP}`);
      await page.fill("#userid", "xiaohong");
      await page.fill("#ticket", ticket);
      await send(page);
    }],
    ["room-done", async (page) => {
      await page.goto(`${address}/tools/private-map-key?app=${APP}`);
      await page.fill("#userid", "xiaoming");
      await page.fill("#room", "10000");
      await send(page);
    }],
    ["diagnose-good", async (page) => {
      await page.goto(`${address}/tools/private-map-key?app=${APP}`);
      await page.fill("#userid", "xiaoming");
      await page.fill("#room", "class-7");
      await page.check("input[name=room_kind][value=text]");
      await send(page);
      const ticket = await page.textContent("#ticket-text");
      await page.goto(`${address}/tools/diagnose`);
      await page.fill("#ticket", ticket);
      await page.selectOption("#app", String(APP));
      await send(page);
    }],
    ["diagnose-broken", async (page) => {
      await page.goto(`${address}/tools/diagnose`);
      await page.fill("#ticket", BROKEN);
      await send(page);
    }],
    ["audit-checked", async (page) => {
      await page.goto(`${address}/audit`);
      await page.click("form[action='/audit/check'] button");
    }],
    ["key-revealed", async (page) => {
      await page.goto(`${address}/apps/${APP}/keys/1/reveal`);
      await send(page);
    }],
    ["token-made", async (page) => {
      await page.goto(`${address}/tokens/new`);
      await page.fill("#name", "Example");
      await send(page);
    }],
    ["app-new-wrong", async (page) => {
      await page.goto(`${address}/apps/new`);
      await page.fill("#name", "Example");
      await page.fill("#sdkappid", "12x");
      await page.check("input[name=source][value=import]");
      await page.fill("#key", "-----BEGIN RSA PRIVATE KEY-----");
      await send(page);
    }],
  ];
}
