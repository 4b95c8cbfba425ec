// Takes a picture of every page: English and one other language, light and dark, wide and narrow.
// Usage: E2E_SERVER=PROGRAM node shots.mjs FOLDER [LANGUAGE…]
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startBrowser, signInOwner, visitor } from "./lib/browser.mjs";
import { PAGES, states } from "./lib/pages.mjs";
import { startServer } from "./lib/server.mjs";

const [folder, ...languages] = process.argv.slice(2);
const only = process.env.ONLY?.split(",");
const server = await startServer();
const { browser, stop } = await startBrowser();
await mkdir(folder, { recursive: true });
const { context, page } = await visitor(browser);
await signInOwner(page, server);
const looks = [["light", 1280], ["dark", 1280], ["light", 360], ["dark", 360]];
const stranger = await visitor(browser);
for (const language of languages.length > 0 ? languages : ["en", "zh"]) {
  for (const who of [page, stranger.page]) {
    await who.goto(who === page ? `${server.address}/settings` : `${server.address}/sign-in`);
    await who.click(`footer button[name=language][value=${language}]`);
  }
  for (const [scheme, width] of looks) {
    for (const who of [page, stranger.page]) {
      await who.emulateMedia({ colorScheme: scheme });
      await who.setViewportSize({ width, height: width > 800 ? 900 : 740 });
    }
    const shoot = async (who, name) => {
      if (only && !only.includes(name)) return;
      await who.screenshot({ path: join(folder, `${name}.${language}.${scheme}.${width}.png`), fullPage: true });
    };
    await stranger.page.goto(`${server.address}/sign-in`);
    await shoot(stranger.page, "sign-in");
    for (const [name, path] of PAGES) {
      if (only && !only.includes(name)) continue;
      await page.goto(server.address + path);
      await shoot(page, name);
    }
    for (const [name, reach] of states(server)) {
      if (only && !only.includes(name)) continue;
      await reach(page);
      await shoot(page, name);
    }
  }
}
await context.close();
await stop();
await server.stop();
