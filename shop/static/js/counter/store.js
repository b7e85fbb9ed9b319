// What the device keeps. boxes: lease, snapshot, limit. acts: what was confirmed, with the server's answer once it is there.
import { storeOf } from "../device_store.js";

export const { get, put, forget, putAct, putActs, dropAct, acts, wipe } = storeOf("diem-truc");
