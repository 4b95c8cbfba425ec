// What people do: with scripts, without them, and by the keyboard alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { signIn, signInOwner, startBrowser, visitor } from "../lib/browser.mjs";
import { BROKEN } from "../lib/pages.mjs";
import { startServer } from "../lib/server.mjs";

const APP = "1400000000";
let server, browser, owner;
const send = (page) => page.click("main form.form button[type=submit].main");

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  owner = await visitor(browser.browser);
  await signInOwner(owner.page, server);
});
after(async () => {
  await browser.stop();
  await server.stop();
});

async function generate(page, userid) {
  await page.goto(`${server.address}/tools/generate?app=${APP}`);
  await page.fill("#userid", userid);
  await send(page);
  return page.textContent("#ticket-text");
}

async function verify(page, userid, ticket) {
  await page.goto(`${server.address}/tools/verify?app=${APP}`);
  await page.fill("#userid", userid);
  await page.fill("#ticket", ticket);
  await send(page);
  return page.textContent(".verdict");
}

for (const scripts of [true, false]) {
  test(`tickets are made, checked, diagnosed and revoked ${scripts ? "with" : "without"} scripts`, async () => {
    const { context, page } = await visitor(browser.browser, { javaScriptEnabled: scripts });
    const user = `xiaoming${scripts ? 1 : 2}`;
    await signIn(page, server.address, "xiaohong", server.password);
    const ticket = await generate(page, user);
    assert.match(ticket, /^eJ[A-Za-z0-9*_-]+$/);
    assert.equal(await verify(page, user, ticket), "Valid");
    assert.equal(await verify(page, "somebody-else", ticket), "Rejected");
    await page.click("form[action='/tools/diagnose'] button");
    assert.match(await page.textContent(".causes"), /another UserID/);
    await page.goto(`${server.address}/tools/diagnose`);
    await page.fill("#ticket", ` ${BROKEN.slice(0, 30)}\n${BROKEN.slice(30)}`);
    await send(page);
    assert.match(await page.textContent(".causes"), /end of the ticket is missing/);
    // A ticket of this very second stays good: the next one must be.
    await page.waitForTimeout(1100);
    await page.goto(`${server.address}/revocations?app=${APP}`);
    await page.fill("#userid", user);
    await send(page);
    assert.match(await page.textContent(".notice.good"), /invalid/);
    assert.equal(await verify(page, user, ticket), "Rejected");
    await context.close();
  });
}

test("a room's ticket carries what was checked", async () => {
  const { page } = owner;
  await page.goto(`${server.address}/tools/private-map-key?app=${APP}`);
  await page.fill("#userid", "xiaoming");
  await page.check("input[name=room_kind][value=text]");
  await page.fill("#room", "class-7");
  await page.click("button[data-privileges='42']");
  await send(page);
  const ticket = await page.textContent("#ticket-text");
  await page.goto(`${server.address}/tools/diagnose`);
  await page.selectOption("#app", APP);
  await page.fill("#ticket", ticket);
  await send(page);
  const facts = await page.textContent(".facts");
  assert.match(facts, /class-7/);
  assert.match(facts, /Enter the room.*Receive audio.*Receive video/);
  assert.doesNotMatch(facts, /Send audio/);
});

test("an application goes its whole way", async () => {
  const { page } = owner;
  const path = `${server.address}/apps/1400999001`;
  await page.goto(`${server.address}/apps/new`);
  await page.fill("#name", "Legacy & <b>bold</b>");
  await page.fill("#sdkappid", "1400999001");
  await page.check("input[name=source][value=import]");
  await page.fill("#key", "too few words are still a key");
  await send(page);
  assert.equal(await page.textContent("h1"), "Legacy & <b>bold</b>");
  await page.goto(`${path}/keys/new`);
  await page.check("input[name=source][value=make]");
  await send(page);
  assert.equal(await page.locator("tbody tr").count(), 2);
  await page.goto(`${path}/policy`);
  await page.fill("#longest_expire", "60");
  await page.selectOption("[name=longest_expire_unit]", "days");
  await page.fill("#rooms", "100-199\nclass-*");
  await page.click("main form.stack button[type=submit].main");
  assert.equal(await page.inputValue("#rooms"), "100-199\nclass-*");
  await page.goto(`${path}/issuers`);
  await page.fill("#issuer", "https://login.example");
  await page.fill("#url", "https://login.example/jwks.json");
  await send(page);
  assert.match(await page.textContent("tbody"), /login\.example\/jwks\.json/);
  await page.goto(`${path}/keys/1/reveal`);
  await send(page);
  assert.equal(await page.textContent("#key-text"), "too few words are still a key");
  await page.goto(`${path}/state`);
  await page.click("form[action$='/suspend'] button");
  await page.goto(`${path}/delete`);
  await page.click("form[action$='/delete'] button");
  await page.fill("#sdkappid", "1400999001");
  await send(page);
  await page.waitForURL("**/apps?done=app-deleted");
  assert.equal((await page.goto(path)).status(), 404);
});

test("a token is shown once, and the audit log has it all", async () => {
  const { page } = owner;
  await page.goto(`${server.address}/tokens/new`);
  await page.fill("#name", "End-to-end");
  await page.check("input[name=scope][value=verify]");
  await send(page);
  assert.match(await page.textContent("#token-text"), /^ust_\d+_[0-9a-f]{64}$/);
  await page.goto(`${server.address}/audit?act=token.`);
  assert.match(await page.textContent("tbody"), /API token created/);
  await page.click("form[action='/audit/check'] button");
  assert.match(await page.textContent(".notice.good"), /intact/);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.click("form[action='/audit/export'] button"),
  ]);
  assert.match(download.suggestedFilename(), /\.ndjson$/);
});

test("the keyboard alone reaches the content and signs in", async () => {
  const { context, page } = await visitor(browser.browser);
  await page.goto(`${server.address}/sign-in`);
  await page.focus("#name");
  await page.keyboard.type("auditor");
  await page.keyboard.press("Tab");
  await page.keyboard.type(server.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${server.address}/`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "content");
  await context.close();
});

test("copying and the clock work where scripts run", async () => {
  const { context, page } = owner;
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.address });
  const ticket = await generate(page, "xiaoming");
  await page.click("button[data-copy=ticket-text]");
  await page.waitForFunction(() => document.querySelector("button[data-copy=ticket-text]").textContent.includes("Copied"));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), ticket);
  assert.match(await page.textContent("[data-until]"), /6 d 23 h|7 d/);
});

test("the menu of a phone opens without scripts", async () => {
  const { context, page } = await visitor(browser.browser, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await signIn(page, server.address, "auditor", server.password);
  assert.equal(await page.isVisible(".bar .nav a[href='/audit']"), false);
  await page.click(".bar summary");
  await page.click(".bar .nav a[href='/audit']");
  assert.equal(await page.textContent("h1"), "Audit log");
  await context.close();
});
