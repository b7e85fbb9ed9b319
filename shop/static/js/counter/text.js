// Words, money and time as the server writes them.
const marks = /[\u0300-\u036f]/g;
export const fold = (text) => text.toLowerCase().normalize("NFD").replace(marks, "").replace(/đ/g, "d").trim();

export const vnd = (amount) => `${String(amount).replace(/\B(?=(\d{3})+$)/g, ".")}\u00a0₫`;

export const shortVnd = (amount) => {
  const [unit, size] = amount >= 1e6 ? ["triệu", 1e6] : ["nghìn", 1e3];
  return [String(Number((amount / size).toFixed(2))).replace(".", ","), unit];
};

export const clock = (iso) => {
  const at = new Date(iso);
  return `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;
};

export const day = (iso) => {
  const at = new Date(iso);
  const name = at.getDay() === 0 ? "Chủ nhật" : `thứ ${["Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy"][at.getDay() - 1]}`;
  return `${name} ${at.getDate()}/${at.getMonth() + 1}`;
};

// " k7f3qx" → "K-7F3Q-X", as a label has it.
export const tidyParcel = (text) => {
  const bare = text.replace(/[\s\-.–]/g, "").toUpperCase();
  const shape = bare.match(/^K([2-9A-HJ-NP-TV-Z]{4,6})([2-9A-HJ-NP-TV-Z])$/);
  return shape ? `K-${shape[1]}-${shape[2]}` : bare;
};

// Numbers of the device's own clock in its own zone, so that the server can set them right.
export const now = () => new Date().toISOString();
export const nonce = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
