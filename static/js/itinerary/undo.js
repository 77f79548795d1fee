/** Remembers what stood in some fields before each change, and puts it back, latest first. */
export class Undo {
  /** @param {HTMLTextAreaElement[]} fields */
  constructor(fields) {
    this.fields = fields;
    /** @type {string[][]} */
    this.before = [];
  }

  /** Remember what stands there now. */
  remember() {
    this.before.push(this.fields.map((field) => field.value));
  }

  /** Put back what stood there before the last change; false when there was none. */
  back() {
    const values = this.before.pop();
    if (!values) return false;
    this.fields.forEach((field, index) => {
      field.value = values[index] ?? "";
    });
    return true;
  }
}
