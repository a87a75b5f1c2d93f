// Says how far it is; the form itself needs no script.
const form = document.querySelector("form");
const [progress, elapsed, bar] = ["progress", "elapsed", "bar"].map((id) => document.getElementById(id));
const button = form.querySelector("button");
const doing = form.dataset.doing;
let began = 0;

// 128 random bits: whoever does not know them cannot ask how far this upload is.
const newNumber = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

const say = (text) => {
  if (progress.textContent !== text) progress.textContent = text; // a screen reader reads each change aloud
};

const tell = (told, files) => {
  if (!told.file) return;
  const file = files[told.file - 1];
  const which = told.files > 1 ? `第 ${told.file} 份，共 ${told.files} 份：` : "：";
  say(`正在${doing}${which}${file.name}（${size(file.size)}）……`);
  if (told.files > 1) [bar.max, bar.value] = [told.files, told.file - 1];
};

const follow = async (number, files, since) => {
  while (began === since) {
    await new Promise((done) => { setTimeout(done, 1000); });
    if (began !== since) return;
    const seconds = Math.round((Date.now() - since) / 1000);
    elapsed.textContent = seconds < 5 ? "" : `已经 ${seconds} 秒`;
    try {
      const answer = await fetch(`/progress?progress=${number}`);
      if (answer.ok && began === since) tell(await answer.json(), files);
    } catch { /* no matter: the upload itself is under way */ }
  }
};

form.addEventListener("submit", (event) => {
  if (event.submitter && event.submitter.hasAttribute("formaction")) {
    say("批注稿做好就会下载。"); // the page stays, so what it says and the button must hold after that, too
    return;
  }
  const number = newNumber();
  form.action = `${new URL(form.action).pathname}?progress=${number}`;
  say("正在上传……");
  bar.hidden = false;
  bar.removeAttribute("value"); // until more is known
  began = Date.now();
  follow(number, [...form.querySelector("[type=file]").files], began);
  setTimeout(() => { button.disabled = true; });
});

// The page comes back as it was left when the reader goes back from the report.
window.addEventListener("pageshow", () => {
  began = 0;
  progress.textContent = elapsed.textContent = "";
  bar.hidden = true;
  button.disabled = false;
});
