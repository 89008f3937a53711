/**
 * Files: sent to the server as soon as they are chosen or dropped; the answer names what was stored.
 */
(function (scope) {
  "use strict";

  const concept = scope.secdocConcept;

  concept.uploadUrl = "";
  concept.downloadUrl = "";

  async function send(question, file) {
    const body = new FormData();
    body.append("question", question);
    body.append("file", file);
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const response = await fetch(concept.uploadUrl, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    const data = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(data.error || concept.say("uploadFailed"));
    return data.answer;
  }

  class FileInput {
    constructor(root, changed) {
      this.root = root;
      this.changed = changed;
      this.answer = null;
      this.shown = root.querySelector("[data-file]");
      this.link = root.querySelector("[data-file-link]");
      this.note = root.querySelector("[data-file-note]");
      this.zone = root.querySelector("[data-drop]");
      this.upload = root.querySelector("[data-upload]");
      this.error = root.querySelector("[data-file-error]");
      this.upload.addEventListener("change", () => this.take(this.upload.files[0]));
      root.querySelector("[data-clear]").addEventListener("click", () => {
        this.set(null);
        this.changed();
        this.upload.focus();
      });
      this.zone.addEventListener("dragover", (event) => {
        event.preventDefault();
        this.zone.classList.add("answer__upload--over");
      });
      this.zone.addEventListener("dragleave", () => this.zone.classList.remove("answer__upload--over"));
      this.zone.addEventListener("drop", (event) => {
        event.preventDefault();
        this.zone.classList.remove("answer__upload--over");
        this.take(event.dataTransfer.files[0]);
      });
    }

    get() {
      return this.answer;
    }

    set(answer) {
      this.answer = answer || null;
      const name = typeof this.answer === "string" ? this.answer : this.answer?.name;
      const stored = this.answer?.attachment;
      this.shown.hidden = !name;
      this.link.textContent = name || "";
      if (stored) this.link.href = concept.downloadUrl.replace("/0/", `/${stored}/`);
      else this.link.removeAttribute("href");
      this.note.textContent = name && !stored ? concept.say("fileNotStored") : "";
    }

    async take(file) {
      if (!file) return;
      this.error.hidden = true;
      this.zone.classList.add("answer__upload--busy");
      try {
        this.set(await send(this.upload.dataset.upload, file));
        this.changed();
      } catch (problem) {
        this.error.textContent = problem.message;
        this.error.hidden = false;
      } finally {
        this.zone.classList.remove("answer__upload--busy");
        this.upload.value = "";
      }
    }
  }

  concept.kinds.file = (root, changed) => new FileInput(root, changed);
})(window);
