// A browser, and what people do in it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

/** The password that the owner chooses in place of the one-time one. */
export const CHOSEN = "a few words to remember";

/** A browser of its own; `CHROMIUM` names another program. */
export async function startBrowser() {
  const profile = await mkdtemp(join(tmpdir(), "usersig-profile-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--no-first-run",
    ],
  });
  const browser = context.browser();
  const stop = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  };
  return { context, browser, stop };
}

/** A visitor with cookies of their own. */
export async function visitor(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  return { context, page };
}

/** Fills in the sign-in sheet and sends it. */
export async function signIn(page, address, name, password, code = "") {
  await page.goto(`${address}/sign-in`);
  await page.fill("#name", name);
  await page.fill("#password", password);
  await page.fill("#code", code);
  await page.click("main form.form button[type=submit]");
}

/** Signs the owner in for the first time, which changes the one-time password. */
export async function signInOwner(page, server) {
  await signIn(page, server.address, "admin", server.password);
  await page.waitForURL("**/settings/password");
  await page.fill("#current", server.password);
  await page.fill("#new", CHOSEN);
  await page.fill("#again", CHOSEN);
  await page.click("main form.form button[type=submit]");
  await page.waitForURL(`${server.address}/?done=password`);
}
