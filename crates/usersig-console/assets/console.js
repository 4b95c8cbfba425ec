// What a page can do better with a script: copying, a clock that ticks, local times. Every page works without it.
"use strict";
document.documentElement.classList.add("js");

function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = source ? source.textContent : "";
  const said = () => {
    const label = button.querySelector("[data-label]");
    if (!label) return;
    const before = label.textContent;
    label.textContent = button.dataset.done;
    setTimeout(() => { label.textContent = before; }, 1600);
  };
  if (navigator.clipboard && window.isSecureContext) {
    navigator.clipboard.writeText(text).then(said, () => copyBySelection(source, said));
  } else {
    copyBySelection(source, said);
  }
}

function copyBySelection(source, said) {
  if (!source) return;
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  if (document.execCommand("copy")) said();
}

// Seconds in the two largest units, in the words that the server gave: days, hours, minutes, seconds.
function span(seconds, units) {
  const sizes = [86400, 3600, 60, 1];
  const parts = [];
  let rest = Math.max(0, seconds);
  for (let i = 0; i < sizes.length && parts.length < 2; i += 1) {
    const count = Math.floor(rest / sizes[i]);
    rest %= sizes[i];
    if (count > 0) parts.push(units[i].replace("#", count.toLocaleString(document.documentElement.lang)));
    else if (parts.length > 0) break;
  }
  return parts.length > 0 ? parts.join(" ") : units[3].replace("#", "0");
}

function tick() {
  const now = Math.floor(Date.now() / 1000);
  for (const element of document.querySelectorAll("[data-until]")) {
    element.textContent = span(Number(element.dataset.until) - now, element.dataset.units.split("|"));
  }
}

function localTimes() {
  for (const element of document.querySelectorAll("time[datetime]")) {
    const moment = new Date(element.dateTime);
    if (!Number.isNaN(moment.getTime())) {
      element.title = moment.toLocaleString(document.documentElement.lang, { timeZoneName: "short" });
    }
  }
}

function choosePrivileges(button) {
  const bits = Number(button.dataset.privileges);
  for (const box of document.querySelectorAll("input[name=privilege]")) {
    box.checked = (Number(box.value) & bits) !== 0;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.copy) copy(button);
  if (button.dataset.privileges) choosePrivileges(button);
});
localTimes();
if (document.querySelector("[data-until]")) {
  tick();
  setInterval(tick, 1000);
}
