// Every page in every language, light and dark, wide and narrow: nothing serious, nothing broken.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findings } from "../lib/axe.mjs";
import { signInOwner, startBrowser, visitor } from "../lib/browser.mjs";
import { PAGES, states } from "../lib/pages.mjs";
import { startServer } from "../lib/server.mjs";

const LANGUAGES = { en: "en", zh: "zh-Hans", ja: "ja", ko: "ko" };
const LOOKS = [["light", 1280], ["dark", 360]];
let server, browser, owner, complaints;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  owner = await visitor(browser.browser);
  complaints = [];
  owner.page.on("console", (message) => {
    // A page that is refused (404, 422) is no mistake of the browser's.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) complaints.push(message.text());
  });
  owner.page.on("pageerror", (error) => complaints.push(String(error)));
  await signInOwner(owner.page, server);
});
after(async () => {
  await browser.stop();
  await server.stop();
});

/** What is wrong with the page as it stands. */
async function look(page, tag) {
  const problems = await findings(page);
  const state = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    headings: document.querySelectorAll("h1").length,
    // A text that is missing shows as its key.
    keys: [...document.querySelectorAll("body :not(code, code *)")]
      .filter((element) => element.children.length === 0 && /^[a-z]+(-[a-z]+)+$/.test(element.textContent.trim()))
      .map((element) => `the key ${element.textContent}`),
    foreign: performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => !name.startsWith(location.origin)),
  }));
  if (state.lang !== tag) problems.push(`lang is ${state.lang}`);
  if (state.wider > 0) problems.push(`${state.wider} px wider than the screen`);
  if (state.headings !== 1) problems.push(`${state.headings} first headings`);
  return [...problems, ...state.keys, ...state.foreign];
}

for (const [language, tag] of Object.entries(LANGUAGES)) {
  test(`pages in ${tag}`, async () => {
    const { page } = owner;
    await page.goto(`${server.address}/settings`);
    await page.click(`footer button[name=language][value=${language}]`);
    const problems = {};
    for (const [scheme, width] of LOOKS) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      const note = (name, found) => { if (found.length > 0) problems[`${name} ${scheme} ${width}`] = found; };
      for (const [name, path] of PAGES) {
        await page.goto(server.address + path);
        note(name, await look(page, tag));
      }
      for (const [name, reach] of states(server)) {
        await reach(page);
        note(name, await look(page, tag));
      }
    }
    assert.deepEqual(problems, {});
    assert.deepEqual(complaints.splice(0), []);
  });
}

test("the sign-in sheet in every language", async () => {
  const { context, page } = await visitor(browser.browser);
  const problems = {};
  for (const [language, tag] of Object.entries(LANGUAGES)) {
    for (const [scheme, width] of LOOKS) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 740 });
      await page.goto(`${server.address}/sign-in`);
      await page.click(`footer button[name=language][value=${language}]`);
      const found = await look(page, tag);
      if (found.length > 0) problems[`${language} ${scheme}`] = found;
    }
  }
  assert.deepEqual(problems, {});
  await context.close();
});
