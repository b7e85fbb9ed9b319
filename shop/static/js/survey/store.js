// What the interviewer's phone keeps. boxes: the open interview, who is signed in, how many were sent. acts: interviews.
import { storeOf } from "../device_store.js";

export const store = storeOf("dieu-tra");
