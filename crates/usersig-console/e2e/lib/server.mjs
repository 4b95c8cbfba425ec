// Starts the console over demonstration data, and ends it.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The console's program; `E2E_SERVER` names it. */
const PROGRAM = process.env.E2E_SERVER;

/** A server of its own: its address, the password of its people, and how to end it. */
export async function startServer() {
  const folder = await mkdtemp(join(tmpdir(), "usersig-console-"));
  const child = spawn(PROGRAM, [folder], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const address = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  const { password } = JSON.parse(await readFile(join(folder, "sign-in.json"), "utf8"));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { address, password, stop };
}
