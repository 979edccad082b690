/* Video facade (blocks/embed.html): the player is asked for only after a click.
   Hooks: [data-embed] with data-player (https address) and data-title; [data-embed-load]. */

function player(box) {
  const frame = document.createElement("iframe");
  frame.src = box.dataset.player;
  frame.title = box.dataset.title;
  frame.allow = "fullscreen; picture-in-picture; encrypted-media";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  return frame;
}

function load(box, button) {
  const frame = player(box);
  box.querySelector(".video-titre").after(frame);
  button.remove();
  frame.focus();
}

for (const box of document.querySelectorAll("[data-embed]")) {
  const button = box.querySelector("[data-embed-load]");
  if (!button || !box.dataset.player.startsWith("https://")) continue;
  button.hidden = false;
  button.addEventListener("click", () => load(box, button));
}
