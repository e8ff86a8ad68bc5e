/** Lets a few work at once: more would make each slower than what it is measured by. What takes more, waits for more. */
export class Turns {
  private readonly waiting: { readonly count: number; readonly go: () => void }[] = [];

  constructor(private free: number) {}

  async take(count: number): Promise<void> {
    await new Promise<void>((go) => {
      this.waiting.push({ count, go });
      this.serve();
    });
  }

  give(count: number): void {
    this.free += count;
    this.serve();
  }

  /** In the order in which they asked, so that whoever needs much is not passed over. */
  private serve(): void {
    for (let [first] = this.waiting; first !== undefined && first.count <= this.free; [first] = this.waiting) {
      this.waiting.shift();
      this.free -= first.count;
      first.go();
    }
  }
}
