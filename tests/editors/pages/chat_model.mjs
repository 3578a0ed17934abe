// A chat: Enter sends what stands in the composer and empties it, and an answer streams in beside.

export function chatBench({ composer, get, set, ...facts }) {
  const log = document.createElement("div");
  log.id = "log";
  log.style.cssText = "height: 180px; overflow: auto";
  document.getElementById("editor").append(log, composer);
  const say = (who, text) => {
    const message = document.createElement("p");
    message.className = who;
    message.append(text);
    log.append(message);
    return message;
  };
  let streaming = Promise.resolve();
  let running = 0;
  const stream = (text) =>
    (streaming = (async () => {
      const message = say("answer", "");
      running++;
      for (const word of text.split(/(?<= )/)) {
        message.append(word);
        log.scrollTop = log.scrollHeight;
        await new Promise((done) => setTimeout(done, 15));
      }
      running--;
    })());
  composer.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    say("person", get().join("\n"));
    set([""]);
    void stream("We leverage what you said, and utilize it. ".repeat(12));
  });
  return {
    ...facts, version: "", ready: Promise.resolve(), multiline: true, sends: true,
    model: get,
    setModel: set,
    stream,
    isStreaming: () => running > 0,
    streamed: () => streaming,
    sent: () => [...log.querySelectorAll(".person")].map((each) => each.textContent),
    /** All that was said, as the page made it. */
    log: () => log.innerHTML,
    /** Marks that stand in what the AI says. */
    answerMarks: () => [...CSS.highlights].flatMap(([name, highlight]) => (name.startsWith("housestyle-") ? [...highlight] : [])).filter((range) => log.contains(range.startContainer)).map(String),
  };
}
