// What Streamlit has no means for: the chat box has the focus, a reply that is whole is read aloud once, one card
// is printed alone, what was asked for and what was just said come into view, and the keyboard of a phone covers nothing. Without it the pages work as well.
if (!window.beforeTheTalk) {
  window.beforeTheTalk = true;
  const touch = matchMedia("(pointer: coarse)").matches;
  const voice = document.createElement("div");
  voice.className = "only-heard";
  voice.setAttribute("role", "status");
  document.body.append(voice);
  const viewport = document.querySelector("meta[name=viewport]");
  if (viewport) viewport.content += ", interactive-widget=resizes-content";

  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const chatBox = () => document.querySelector("[data-testid=stChatInputTextArea]");
  const free = () => !document.activeElement || document.activeElement === document.body || document.activeElement.disabled;
  let open = false;
  let heard = "";

  // What was just asked for is brought into view, once: the coach's line, the answer on a draft, who said what.
  const seen = new Map();
  const comesUp = () => {
    for (const one of document.querySelectorAll("[class*='st-key-comes-up-']")) {
      const words = one.textContent.trim();
      const key = one.className;
      if (words && seen.get(key) !== words) {
        const block = one.offsetHeight < innerHeight ? "nearest" : "start";
        one.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });
      }
      seen.set(key, words);
    }
  };

  // Help that stops the practice is read from its first line, wherever the page stood.
  let stopped = false;
  const stops = () => {
    const help = document.querySelector("section.help[role=alert]");
    if (help && !stopped) help.scrollIntoView({ block: "start" });
    stopped = !!help;
  };

  // The last words stay above the box: when they are said, when a reply is whole, and when the keyboard of a phone
  // takes half the window. Whoever reads further up while a reply comes is left there.
  const said = () => document.querySelectorAll(".log .bubble");
  let spoken = 0;
  const newWords = (whole) => {
    const all = said();
    const last = all[all.length - 1];
    const more = all.length > Math.max(spoken, 1);
    spoken = chatBox() ? all.length : 0;
    if (spoken && (more || (whole && last.getBoundingClientRect().top < innerHeight))) last.scrollIntoView({ block: "nearest" });
  };
  const lastWords = () => {
    const all = said();
    const box = chatBox();
    if (all.length && box && document.activeElement === box) all[all.length - 1].scrollIntoView({ block: "end" });
  };
  let settling = 0;
  addEventListener("resize", () => {
    lastWords();
    clearTimeout(settling);
    settling = setTimeout(lastWords, 250);  // the page lays itself out once more
  });

  // Signing in leads to the first page; this window remembers where it was, and leads on to there.
  const back = "before-the-talk-back";
  const here = () => location.pathname + location.search;
  const leadBack = () => {
    const was = sessionStorage.getItem(back);
    if (!was || !document.querySelector(".st-key-sign-out")) return;
    sessionStorage.removeItem(back);
    if (was !== here()) location.replace(location.origin + was);
  };

  const look = () => {
    leadBack();
    comesUp();
    stops();
    const box = chatBox();
    const ready = !!box && !box.disabled;
    if (ready && !open && !touch && free()) box.focus({ preventScroll: true });
    open = ready;
    const hers = document.querySelectorAll(".log[role=log] .bubble.hers");
    const last = hers[hers.length - 1];
    const which = last ? `${location.search} ${hers.length} ${last.textContent}` : "";
    if (last && which !== heard) {
      const name = last.querySelector(".name");
      voice.textContent = `${name.textContent}: ${last.textContent.slice(name.textContent.length)}`;
    }
    newWords(which !== heard && heard);
    if (!last && heard) voice.textContent = "";
    heard = which;
  };
  let waiting = 0;
  new MutationObserver(() => {
    if (!waiting) waiting = setTimeout(() => { waiting = 0; look(); }, 120);
  }).observe(document.getElementById("root") || document.body, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["disabled"],
  });

  const print = (card) => {
    const sheet = document.createElement("div");
    sheet.id = "sheet";
    sheet.innerHTML = card.innerHTML;
    document.body.append(sheet);
    document.documentElement.classList.add("prints-card");
    addEventListener("afterprint", () => {
      sheet.remove();
      document.documentElement.classList.remove("prints-card");
    }, { once: true });
    window.print();
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest(".st-key-sign-in button")) sessionStorage.setItem(back, here());
    if (event.target.closest(".print-now")) print(event.target.closest(".stHtml").querySelector(".print-card"));
    const link = event.target.closest("a.jump");
    const goal = link && document.querySelector(link.getAttribute("href"));
    if (!goal) return;
    event.preventDefault();
    goal.setAttribute("tabindex", "-1");
    goal.focus({ preventScroll: true });
    goal.scrollIntoView({ behavior: calm() ? "auto" : "smooth" });
  });
}
