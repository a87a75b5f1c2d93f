// Says how long it has been going on; the form itself needs no script.
const form = document.querySelector("form");
const progress = document.getElementById("progress");
const button = form.querySelector("button");
let timer = 0;
form.addEventListener("submit", (event) => {
  if (event.submitter && event.submitter.hasAttribute("formaction")) {
    progress.textContent = "正在做批注稿，做好就会下载……"; // the page stays, so the button must, too
    return;
  }
  const began = Date.now();
  const tell = () => {
    const seconds = Math.round((Date.now() - began) / 1000);
    progress.textContent = seconds < 5 ? "正在检查，请稍候……" : `正在检查，已经 ${seconds - (seconds % 5)} 秒……`;
  };
  tell();
  clearInterval(timer);
  timer = setInterval(tell, 1000);
  setTimeout(() => { button.disabled = true; });
});
// The page comes back as it was left when the reader goes back from the report.
window.addEventListener("pageshow", () => {
  clearInterval(timer);
  progress.textContent = "";
  button.disabled = false;
});
