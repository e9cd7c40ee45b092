// Puts the browser's script to the vectors. Run by a test of this crate: node vectors.cjs
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const templates = path.join(__dirname, "../../../../kernel/templates");
const checker = new Function(`${fs.readFileSync(path.join(templates, "checks.js"), "utf8")}; return checker;`)();
const find = checker(JSON.parse(fs.readFileSync(path.join(templates, "checks.json"), "utf8")));
let wrong = 0;
for (const line of fs.readFileSync(path.join(__dirname, "vectors.txt"), "utf8").split("\n").filter(Boolean)) {
  const bar = line.indexOf("|");
  const wanted = line.slice(0, bar).trim();
  const text = line.slice(bar + 1).trimStart().replaceAll("\\n", "\n");
  const found = find(text).map((one) => `${one.kind}:${one.severity}`).join(" ");
  if (found !== wanted) {
    console.log(`${text}\n  found  ${found}\n  wanted ${wanted}`);
    wrong += 1;
  }
}
// A group's own shapes of hospital numbers: where they are found, in characters.
for (const line of fs.readFileSync(path.join(__dirname, "shapes.txt"), "utf8").split("\n").filter(Boolean)) {
  const [shapes, wanted, text] = line.split("|").map((part) => part.trim());
  const count = (end) => [...text.slice(0, end)].length;
  const numbers = find(text, shapes.split(" ")).filter((one) => one.kind === "hospital-number");
  const found = numbers.map((one) => `${count(one.start)}-${count(one.end)}`).join(" ");
  if (found !== wanted) {
    console.log(`${text}\n  found  ${found}\n  wanted ${wanted}`);
    wrong += 1;
  }
}
process.exit(wrong ? 1 : 0);
