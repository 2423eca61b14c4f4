// A number tapped in a message is sent at once, where somebody is looking. Machines that open links are not somebody.
const form = document.querySelector("form[data-tapped]");
const send = () => document.visibilityState === "visible" && form.requestSubmit(form.querySelector(".button"));
if (form && !navigator.webdriver) {
  if (document.visibilityState === "visible") send();
  else document.addEventListener("visibilitychange", send, { once: true });
}
