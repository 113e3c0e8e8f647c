// 退回: the words to send with each unit's package, to be copied.
const copied = async (box, status) => {
  try {
    await navigator.clipboard.writeText(box.value);
  } catch {
    box.select();
    document.execCommand("copy"); // where the clipboard is closed to pages from the disk
  }
  status.textContent = "已复制";
};

const startReturns = () => {
  for (const box of document.querySelectorAll(".message")) {
    const status = box.parentElement.querySelector("[role=status]");
    box.parentElement.querySelector("button").addEventListener("click", () => copied(box, status));
  }
};
