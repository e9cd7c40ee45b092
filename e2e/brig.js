// Starts a demonstration board and a browser for the tests.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const program = process.env.BRIG ?? path.join(root, "target/debug/brig");

/** A fresh demonstration board: its ready line, and how to end it. */
export async function startBoard() {
  const folder = await mkdtemp(path.join(tmpdir(), "brig-e2e-"));
  const child = spawn(program, ["demo", "--listen", "127.0.0.1:0", "--data", folder, "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`brig ended with ${code}`)));
  });
  const board = JSON.parse(line);
  board.stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const code = await ended;
    await rm(folder, { recursive: true, force: true });
    return code;
  };
  board.person = (role, side) => board.people.find((person) => person.role === role && (!side || person.side === side));
  return board;
}

/** Debian's Chromium, quiet on a closed network. */
export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** Signs in as a person of the demonstration, by pressing the button. */
export async function signIn(page, person) {
  await page.goto(person.sign_in_url);
  await page.getByRole("button", { name: "Sign in as" }).click();
}
