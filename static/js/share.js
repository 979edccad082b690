/* Share row (components/share.html): shows the buttons that this browser can serve.
   Hooks: [data-share] with data-url and data-title; [data-share-copy|native|print]; [data-share-status]. */

function say(row, text) {
  row.querySelector("[data-share-status]").textContent = text;
}

async function copy(row, button) {
  try {
    await navigator.clipboard.writeText(row.dataset.url);
    say(row, button.dataset.done);
  } catch {
    say(row, button.dataset.failed);
  }
}

async function share(row) {
  try {
    await navigator.share({ title: row.dataset.title, url: row.dataset.url });
  } catch {
    /* closed by the person: nothing to say */
  }
}

function offer(row, name, possible, action) {
  const button = row.querySelector(`[data-share-${name}]`);
  if (!button || !possible) return;
  button.hidden = false;
  button.addEventListener("click", () => action(row, button));
}

for (const row of document.querySelectorAll("[data-share]")) {
  offer(row, "copy", Boolean(navigator.clipboard), copy);
  offer(row, "native", Boolean(navigator.share), share);
  offer(row, "print", Boolean(window.print), () => window.print());
}
