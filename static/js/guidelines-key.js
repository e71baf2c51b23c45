// On the list of work: the guidelines of the first campaign are one key away, as they are while rating.
import { keysAreOn, listenToKeys } from "./rating-keys.js";

document.body.classList.toggle("keys-off", !keysAreOn());

const nothing = () => false;
const open = () => document.querySelector("[data-action='guidelines']")?.click();
listenToKeys({ keys: { g: open }, digit: nothing, arrow: nothing, escape: nothing });
